/**
 * Compares the projections with the entries they follow from, entry by entry in order. The hash chain
 * covers the entries alone, but pages and month ends read projections: a bit that turned there would
 * be a wrong figure under a chain that verifies.
 */

import type { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { type ClosedMonth, type LedgerState, quarantineKey } from "../append/state.ts";
import type { Envelope } from "../entry/envelope.ts";
import type { LedgerFact, RoundReading } from "../entry/facts.ts";
import { codeOfStatus } from "../entry/status-codes.ts";
import { monthNumber } from "./month-number.ts";
import { makeProjector } from "./projections.ts";

type Fact<Kind extends LedgerFact["kind"]> = Extract<LedgerFact, { kind: Kind }>;

/** Reads entries in order; each answer says what differs, or nothing. */
export interface ProjectionCheck {
  /** What of an entry stands otherwise in the projections. */
  differenceOf(fact: LedgerFact, envelope: Envelope): string | undefined;
  /** What of the state behind an entry was saved otherwise. */
  differenceOfState(state: LedgerState): string | undefined;
  /** What stands in the projections besides, up to the head. */
  surplus(headSeq: number): string | undefined;
}

/** Makes the check of a database; undefined when it has no projections. */
export function makeProjectionCheck(db: DatabaseSync): ProjectionCheck | undefined {
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name GLOB 'p_*'").get();
  if (Number(tables?.["n"]) < 3) return undefined;
  const selectReading = db.prepare(
    `SELECT count, code, accepted, discarded, decided_by, clock_state, month_no FROM p_readings
     WHERE source_no = ? AND taken_at_ms = ? AND seq = ?`,
  );
  const selectMonth = db.prepare(
    "SELECT closed FROM p_months WHERE channel_no = ? AND month = ? AND revision = ?",
  );
  const countReadings = db.prepare("SELECT count(*) AS n FROM p_readings WHERE seq <= ?");
  const selectMonths = db.prepare("SELECT closed FROM p_months");
  const selectDecided = db.prepare(
    "SELECT source_no, seq, decided_by FROM p_readings WHERE decided_by <= ?",
  );
  const savedState = makeProjector(db).loadState();
  /** The newest decision on each reading that has one, by quarantineKey. */
  const decisions = new Map<string, number>();
  let readings = 0;
  let months = 0;

  function roundDifference(fact: Fact<"RoundTaken">, envelope: Envelope): string | undefined {
    for (const reading of fact.readings) {
      if (reading.status === "missing") continue;
      readings++;
      const row = selectReading.get(reading.sourceNo, reading.takenAtMs, envelope.seq);
      const same =
        row?.["code"] === codeOfStatus(reading) &&
        row["clock_state"] === envelope.clockState &&
        row["month_no"] === monthNumber(fact.month) &&
        (row["decided_by"] !== null || isUndecided(row, reading));
      if (!same) return `the reading of source ${reading.sourceNo}`;
    }
    return undefined;
  }

  function decisionDifference(
    fact: Fact<"QuarantineReleased" | "QuarantineDiscarded" | "ReadingCorrected">,
    seq: number,
  ): string | undefined {
    decisions.set(quarantineKey(fact.seq, fact.sourceNo), seq);
    const row = selectReading.get(fact.sourceNo, fact.takenAtMs, fact.seq);
    // A later decision stands instead; it is compared when it comes.
    if (Number(row?.["decided_by"]) > seq) return undefined;
    const discarded = fact.kind === "QuarantineDiscarded";
    const same =
      row?.["decided_by"] === seq &&
      row["accepted"] === (discarded ? 0 : 1) &&
      row["discarded"] === (discarded ? 1 : 0) &&
      (fact.kind !== "ReadingCorrected" || row["count"] === fact.count);
    return same ? undefined : `what was decided on the reading of source ${fact.sourceNo}`;
  }

  function monthDifference(fact: Fact<"MonthClosed">, envelope: Envelope): string | undefined {
    months++;
    const { kind: _kind, ...fields } = fact;
    const closed = { ...fields, closedAtMs: envelope.recordedAtMs, seq: envelope.seq };
    const row = selectMonth.get(fact.channelNo, fact.month, fact.revision);
    return isDeepStrictEqual(closedFrom(row?.["closed"]), closed)
      ? undefined
      : `month ${fact.month} of channel ${fact.channelNo}`;
  }

  return {
    differenceOf(fact, envelope) {
      switch (fact.kind) {
        case "RoundTaken":
          return roundDifference(fact, envelope);
        case "QuarantineReleased":
        case "QuarantineDiscarded":
        case "ReadingCorrected":
          return decisionDifference(fact, envelope.seq);
        case "MonthClosed":
          return monthDifference(fact, envelope);
        default:
          return undefined;
      }
    },
    differenceOfState(state) {
      if (savedState?.head.seq !== state.head.seq) return undefined;
      return isDeepStrictEqual(savedState, state) ? undefined : "the saved state";
    },
    surplus(headSeq) {
      if (Number(countReadings.get(headSeq)?.["n"]) !== readings) return "the number of readings";
      for (const { seq, source_no: sourceNo, decided_by: decidedBy } of selectDecided.all(
        headSeq,
      )) {
        const decision = decisions.get(quarantineKey(Number(seq), Number(sourceNo)));
        if (decision !== decidedBy) return `a decision on the reading of source ${sourceNo}`;
      }
      const stored = selectMonths.all().map((row) => closedFrom(row["closed"]));
      const known = stored.filter((closed) => closed === undefined || closed.seq <= headSeq);
      return known.length === months ? undefined : "the number of closed months";
    },
  };
}

function isUndecided(row: Record<string, unknown>, reading: RoundReading): boolean {
  return (
    row["count"] === reading.count &&
    row["accepted"] === (reading.status === "accepted" ? 1 : 0) &&
    row["discarded"] === 0
  );
}

function closedFrom(json: unknown): ClosedMonth | undefined {
  try {
    return JSON.parse(String(json)) as ClosedMonth;
  } catch {
    return undefined;
  }
}
