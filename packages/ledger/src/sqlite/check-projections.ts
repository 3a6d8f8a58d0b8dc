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
import { makeStateStore } from "./state-store.ts";

type Fact<Kind extends LedgerFact["kind"]> = Extract<LedgerFact, { kind: Kind }>;
type Decision = Fact<"QuarantineReleased" | "QuarantineDiscarded" | "ReadingCorrected">;
type Row = Readonly<Record<string, unknown>>;

/** Reads entries in order; each answer says what differs, or nothing. */
export class ProjectionCheck {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #savedState: LedgerState | undefined;
  /** The newest decision on each reading that has one, by quarantineKey. */
  readonly #decisions = new Map<string, number>();
  #readings = 0;
  #months = 0;

  constructor(db: DatabaseSync) {
    this.#statements = prepare(db);
    this.#savedState = makeStateStore(db).load();
  }

  /** What of an entry stands otherwise in the projections. */
  differenceOf(fact: LedgerFact, envelope: Envelope): string | undefined {
    switch (fact.kind) {
      case "RoundTaken":
        return this.#roundDifference(fact, envelope);
      case "QuarantineReleased":
      case "QuarantineDiscarded":
      case "ReadingCorrected":
        return this.#decisionDifference(fact, envelope.seq);
      case "MonthClosed":
        return this.#monthDifference(fact, envelope);
      default:
        return undefined;
    }
  }

  /** What of the state behind an entry was saved otherwise. */
  differenceOfState(state: LedgerState): string | undefined {
    if (this.#savedState?.head.seq !== state.head.seq) return undefined;
    return isDeepStrictEqual(this.#savedState, state) ? undefined : "the saved state";
  }

  /** What stands in the projections besides, up to the head. */
  surplus(headSeq: number): string | undefined {
    const { countReadings, decided, months } = this.#statements;
    if (countReadings.get(headSeq)?.["n"] !== this.#readings) return "the number of readings";
    for (const { seq, source_no: sourceNo, decided_by: decidedBy } of decided.all(headSeq)) {
      const decision = this.#decisions.get(quarantineKey(Number(seq), Number(sourceNo)));
      if (decision !== decidedBy) return `a decision on the reading of source ${sourceNo}`;
    }
    const stored = months.all().map((row) => closedFrom(row["closed"]));
    const known = stored.filter((closed) => closed === undefined || closed.seq <= headSeq);
    return known.length === this.#months ? undefined : "the number of closed months";
  }

  #roundDifference(fact: Fact<"RoundTaken">, envelope: Envelope): string | undefined {
    const monthNo = monthNumber(fact.month);
    for (const reading of fact.readings) {
      if (reading.status === "missing") continue;
      this.#readings++;
      const { sourceNo, takenAtMs } = reading;
      const row = this.#statements.reading.get(sourceNo, takenAtMs, envelope.seq);
      const same =
        row?.["code"] === codeOfStatus(reading) &&
        row["clock_state"] === envelope.clockState &&
        row["month_no"] === monthNo &&
        (row["decided_by"] !== null || isUndecided(row, reading));
      if (!same) return `the reading of source ${sourceNo}`;
    }
    return undefined;
  }

  #decisionDifference(fact: Decision, seq: number): string | undefined {
    this.#decisions.set(quarantineKey(fact.seq, fact.sourceNo), seq);
    const row = this.#statements.reading.get(fact.sourceNo, fact.takenAtMs, fact.seq);
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

  #monthDifference(fact: Fact<"MonthClosed">, envelope: Envelope): string | undefined {
    this.#months++;
    const { kind: _kind, ...fields } = fact;
    const { channelNo, month, revision } = fact;
    const closed = { ...fields, closedAtMs: envelope.recordedAtMs, seq: envelope.seq };
    const row = this.#statements.month.get(channelNo, month, revision);
    return isDeepStrictEqual(closedFrom(row?.["closed"]), closed)
      ? undefined
      : `month ${month} of channel ${channelNo}`;
  }
}

function prepare(db: DatabaseSync) {
  return {
    reading: db.prepare(
      `SELECT count, code, accepted, discarded, decided_by, clock_state, month_no FROM p_readings
       WHERE source_no = ? AND taken_at_ms = ? AND seq = ?`,
    ),
    month: db.prepare(
      "SELECT closed FROM p_months WHERE channel_no = ? AND month = ? AND revision = ?",
    ),
    months: db.prepare("SELECT closed FROM p_months"),
    countReadings: db.prepare("SELECT count(*) AS n FROM p_readings WHERE seq <= ?"),
    decided: db.prepare("SELECT source_no, seq, decided_by FROM p_readings WHERE decided_by <= ?"),
  };
}

function isUndecided(row: Row, reading: RoundReading): boolean {
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
