/** Questions to the projections of ledger.db. */

import type { DatabaseSync } from "node:sqlite";
import {
  assert,
  type ClockState,
  type MonthKey,
  type SourceNo,
  type TimedCount,
} from "@mega/domain";
import type { KnownReading } from "../append/decision.ts";
import type { ClosedMonth } from "../append/state.ts";
import { statusOfCode } from "../entry/status-codes.ts";
import type { AcceptedReading, ReadingsAround, StoredReading } from "./ledger-host.ts";
import { monthOfNumber } from "./month-number.ts";

/** Readings in one answer. */
const READINGS_MAX = 100_000;

/** Prepared questions. */
export interface ReadingQueries {
  readingsAround(sourceNo: SourceNo, atMs: number): ReadingsAround;
  readingsBetween(
    sourceNo: SourceNo,
    fromMs: number,
    toMs: number,
    limit: number,
  ): readonly StoredReading[];
  /** A reading of any status with what a correction of it is judged by; null when there is none. */
  knownReading(sourceNo: SourceNo, takenAtMs: number, seq: number): KnownReading | null;
  /** The month under whose key a reading is sealed; undefined when there is no such reading. */
  monthOfReading(sourceNo: SourceNo, takenAtMs: number, seq: number): MonthKey | undefined;
  closedMonths(channelNo: number, fromMonth: MonthKey): readonly ClosedMonth[];
}

const columns = `source_no, taken_at_ms, seq, count, code, accepted, discarded, decided_by,
  clock_state`;

/** Prepares the questions on a database whose projection tables exist. */
export function makeReadingQueries(db: DatabaseSync): ReadingQueries {
  const before = db.prepare(
    `SELECT ${columns} FROM p_readings
     WHERE source_no = ? AND taken_at_ms <= ? AND accepted = 1 AND count IS NOT NULL
     ORDER BY taken_at_ms DESC, seq DESC LIMIT 1`,
  );
  const after = db.prepare(
    `SELECT ${columns} FROM p_readings
     WHERE source_no = ? AND taken_at_ms > ? AND accepted = 1 AND count IS NOT NULL
     ORDER BY taken_at_ms, seq LIMIT 1`,
  );
  const between = db.prepare(
    `SELECT ${columns} FROM p_readings
     WHERE source_no = ? AND taken_at_ms >= ? AND taken_at_ms < ?
     ORDER BY taken_at_ms, seq LIMIT ?`,
  );
  const monthNo = db.prepare(
    "SELECT month_no FROM p_readings WHERE source_no = ? AND taken_at_ms = ? AND seq = ?",
  );
  const neighbours = db.prepare(
    `SELECT * FROM (SELECT taken_at_ms, count FROM p_readings
       WHERE source_no = ?1 AND taken_at_ms < ?2 AND accepted = 1 AND count IS NOT NULL
       ORDER BY taken_at_ms DESC, seq DESC LIMIT 1)
     UNION ALL SELECT * FROM (SELECT taken_at_ms, count FROM p_readings
       WHERE source_no = ?1 AND taken_at_ms > ?2 AND accepted = 1 AND count IS NOT NULL
       ORDER BY taken_at_ms, seq LIMIT 1)`,
  );
  const months = db.prepare(
    `SELECT closed FROM p_months WHERE channel_no = ? AND month >= ? ORDER BY month, revision`,
  );

  function monthOfReading(sourceNo: SourceNo, takenAtMs: number, seq: number) {
    const row = monthNo.get(sourceNo, takenAtMs, seq);
    return row === undefined ? undefined : monthOfNumber(Number(row["month_no"]));
  }

  return {
    readingsAround(sourceNo, atMs) {
      const older = before.get(sourceNo, atMs);
      const newer = after.get(sourceNo, atMs);
      return {
        ...(older === undefined ? {} : { before: acceptedFromRow(older) }),
        ...(newer === undefined ? {} : { after: acceptedFromRow(newer) }),
      };
    },
    readingsBetween(sourceNo, fromMs, toMs, limit) {
      assert(limit >= 1 && limit <= READINGS_MAX, `a limit is 1 to ${READINGS_MAX}`);
      return between.all(sourceNo, fromMs, toMs, limit).map(readingFromRow);
    },
    knownReading(sourceNo, takenAtMs, seq) {
      const month = monthOfReading(sourceNo, takenAtMs, seq);
      if (month === undefined) return null;
      const near = neighbours.all(sourceNo, takenAtMs).map(timedCountFromRow);
      const before = near.find((one) => one.takenAtMs < takenAtMs) ?? null;
      const after = near.find((one) => one.takenAtMs > takenAtMs) ?? null;
      return { month, before, after };
    },
    monthOfReading,
    closedMonths: (channelNo, fromMonth) =>
      months
        .all(channelNo, fromMonth)
        .map((row) => JSON.parse(String(row["closed"])) as ClosedMonth),
  };
}

type Row = Record<string, unknown>;

function timedCountFromRow(row: Row): TimedCount {
  return { takenAtMs: Number(row["taken_at_ms"]), count: Number(row["count"]) };
}

function acceptedFromRow(row: Row): AcceptedReading {
  const reading = readingFromRow(row);
  assert(reading.status === "accepted" && reading.count !== null, "the query asks for accepted");
  return { ...reading, status: "accepted", count: reading.count };
}

function readingFromRow(row: Row): StoredReading {
  const judged = statusOfCode(Number(row["code"]));
  assert(judged !== undefined && judged.status !== "missing", "a stored reading has a known code");
  const status =
    row["accepted"] === 1 ? "accepted" : row["discarded"] === 1 ? "discarded" : judged.status;
  return {
    sourceNo: Number(row["source_no"]),
    takenAtMs: Number(row["taken_at_ms"]),
    count: row["count"] === null ? null : Number(row["count"]),
    seq: Number(row["seq"]),
    status,
    mark: judged.mark,
    reason: judged.reason,
    decidedBy: row["decided_by"] === null ? null : Number(row["decided_by"]),
    clockState: String(row["clock_state"]) as ClockState,
  };
}
