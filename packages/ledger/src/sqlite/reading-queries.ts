/** Questions to the projections of ledger.db. */

import type { DatabaseSync } from "node:sqlite";
import { assert, type MonthKey, type SourceNo, type TimedCount } from "@mega/domain";
import type { KnownReading } from "../append/decision.ts";
import type { ClosedMonth } from "../append/state.ts";
import { statusOfCode } from "../entry/status-codes.ts";
import type { AcceptedReading, ReadingsAround, StoredReading } from "./ledger-host.ts";
import { monthOfNumber } from "./month-number.ts";
import type { ProjectedReading } from "./packed-run.ts";
import type { ReadingStore } from "./reading-store.ts";

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

/** Prepares the questions on a database whose projection tables exist. */
export function makeReadingQueries(db: DatabaseSync, store: ReadingStore): ReadingQueries {
  const months = db.prepare(
    `SELECT closed FROM p_months WHERE channel_no = ? AND month >= ? ORDER BY month, revision`,
  );

  function monthOfReading(sourceNo: SourceNo, takenAtMs: number, seq: number) {
    const reading = store.one(sourceNo, takenAtMs, seq);
    return reading && monthOfNumber(reading.monthNo);
  }

  return {
    readingsAround(sourceNo, atMs) {
      const older = store.newestBefore(sourceNo, atMs, isAccepted);
      const newer = store.oldestAfter(sourceNo, atMs, isAccepted);
      return {
        ...(older === undefined ? {} : { before: acceptedOf(sourceNo, older) }),
        ...(newer === undefined ? {} : { after: acceptedOf(sourceNo, newer) }),
      };
    },
    readingsBetween(sourceNo, fromMs, toMs, limit) {
      assert(limit >= 1 && limit <= READINGS_MAX, `a limit is 1 to ${READINGS_MAX}`);
      const found = store.between(sourceNo, fromMs, toMs, limit);
      return found.map((reading) => storedOf(sourceNo, reading));
    },
    knownReading(sourceNo, takenAtMs, seq) {
      const month = monthOfReading(sourceNo, takenAtMs, seq);
      if (month === undefined) return null;
      const before = store.newestBefore(sourceNo, takenAtMs - 1, isAccepted);
      const after = store.oldestAfter(sourceNo, takenAtMs, isAccepted);
      return { month, before: timedCountOf(before), after: timedCountOf(after) };
    },
    monthOfReading,
    closedMonths: (channelNo, fromMonth) =>
      months
        .all(channelNo, fromMonth)
        .map((row) => JSON.parse(String(row["closed"])) as ClosedMonth),
  };
}

function timedCountOf(reading: ProjectedReading | undefined): TimedCount | null {
  if (reading === undefined || reading.count === null) return null;
  return { takenAtMs: reading.takenAtMs, count: reading.count };
}

function isAccepted({ count, code, decision }: ProjectedReading): boolean {
  if (count === null) return false;
  return decision === null ? statusOfCode(code)?.status === "accepted" : !decision.discarded;
}

function acceptedOf(sourceNo: SourceNo, reading: ProjectedReading): AcceptedReading {
  const stored = storedOf(sourceNo, reading);
  assert(stored.status === "accepted" && stored.count !== null, "only accepted ones are wanted");
  return { ...stored, status: "accepted", count: stored.count };
}

function storedOf(sourceNo: SourceNo, reading: ProjectedReading): StoredReading {
  const { takenAtMs, count, seq, code, decision, clockState } = reading;
  const judged = statusOfCode(code);
  assert(judged !== undefined && judged.status !== "missing", "a stored reading has a known code");
  const decided = decision?.discarded === true ? "discarded" : "accepted";
  return {
    sourceNo,
    takenAtMs,
    count,
    seq,
    status: decision === null ? judged.status : decided,
    mark: judged.mark,
    reason: judged.reason,
    decidedBy: decision?.seq ?? null,
    clockState,
  };
}
