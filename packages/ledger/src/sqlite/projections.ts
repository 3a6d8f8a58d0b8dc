/**
 * The projections of ledger.db: readings by source and time, and closed months. They are written with
 * the entries in one transaction and can be derived again from them.
 */

import type { DatabaseSync } from "node:sqlite";
import type { ClockState, MonthKey, SourceNo } from "@mega/domain";
import type { ClosedMonth } from "../append/state.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { codeOfStatus } from "../entry/status-codes.ts";
import { monthNumber } from "./month-number.ts";

/** What a projection is told about the entry of a fact. */
interface ProjectedEntry {
  readonly seq: number;
  readonly recordedAtMs: number;
  readonly clockState: ClockState;
}

type Fact<Kind extends LedgerFact["kind"]> = Extract<LedgerFact, { kind: Kind }>;
type Statements = ReturnType<typeof prepare>;

/** Whether a database has all projections. */
export function hasProjections(db: DatabaseSync): boolean {
  const sql = "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name GLOB 'p_*'";
  return db.prepare(sql).get()?.["n"] === 3;
}

/** Writes projections into a database whose projection tables exist. */
export class Projector {
  readonly #statements: Statements;

  constructor(db: DatabaseSync) {
    this.#statements = prepare(db);
  }

  project(fact: LedgerFact, entry: ProjectedEntry): void {
    const { release, discard, correct } = this.#statements;
    switch (fact.kind) {
      case "RoundTaken":
        this.#projectRound(fact, entry);
        return;
      case "MonthClosed":
        this.#projectMonth(fact, entry);
        return;
      case "QuarantineReleased":
        release.run(entry.seq, fact.sourceNo, fact.takenAtMs, fact.seq);
        return;
      case "QuarantineDiscarded":
        discard.run(entry.seq, fact.sourceNo, fact.takenAtMs, fact.seq);
        return;
      case "ReadingCorrected":
        correct.run(entry.seq, fact.count, fact.sourceNo, fact.takenAtMs, fact.seq);
        return;
      default:
        return;
    }
  }

  /** Empties what was derived from readings whose keys are erased. */
  purge(beforeMonth: MonthKey, sourceNo: SourceNo | undefined): void {
    const before = monthNumber(beforeMonth);
    if (sourceNo === undefined) this.#statements.purgeAll.run(before);
    else this.#statements.purgeOne.run(before, sourceNo);
  }

  #projectRound(fact: Fact<"RoundTaken">, { seq, clockState }: ProjectedEntry): void {
    const monthNo = monthNumber(fact.month);
    for (const reading of fact.readings) {
      if (reading.status === "missing") continue;
      const { sourceNo, takenAtMs, count } = reading;
      const accepted = reading.status === "accepted" ? 1 : 0;
      const code = codeOfStatus(reading);
      const { insert } = this.#statements;
      insert.run(sourceNo, takenAtMs, seq, count, code, accepted, clockState, monthNo);
    }
  }

  #projectMonth(fact: Fact<"MonthClosed">, { seq, recordedAtMs }: ProjectedEntry): void {
    const { kind: _kind, ...fields } = fact;
    const closed: ClosedMonth = { ...fields, closedAtMs: recordedAtMs, seq };
    const { channelNo, month, revision } = fact;
    this.#statements.insertMonth.run(channelNo, month, revision, JSON.stringify(closed));
  }
}

function prepare(db: DatabaseSync) {
  const one = "WHERE source_no = ? AND taken_at_ms = ? AND seq = ?";
  return {
    insert: db.prepare(
      `INSERT INTO p_readings
        (source_no, taken_at_ms, seq, count, code, accepted, discarded, decided_by, clock_state,
         month_no)
       VALUES (?, ?, ?, ?, ?, ?, 0, NULL, ?, ?)`,
    ),
    release: db.prepare(`UPDATE p_readings SET accepted = 1, decided_by = ? ${one}`),
    discard: db.prepare(`UPDATE p_readings SET accepted = 0, discarded = 1, decided_by = ? ${one}`),
    correct: db.prepare(
      `UPDATE p_readings SET accepted = 1, discarded = 0, decided_by = ?, count = ? ${one}`,
    ),
    insertMonth: db.prepare(
      "INSERT INTO p_months (channel_no, month, revision, closed) VALUES (?, ?, ?, ?)",
    ),
    purgeAll: db.prepare("UPDATE p_readings SET count = NULL WHERE month_no < ?"),
    purgeOne: db.prepare("UPDATE p_readings SET count = NULL WHERE month_no < ? AND source_no = ?"),
  };
}
