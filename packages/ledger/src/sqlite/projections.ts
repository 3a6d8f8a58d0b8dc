/**
 * The projections of ledger.db: readings by source and time, and closed months. They follow from the
 * entries and can be derived again from them.
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ClockState } from "@mega/domain";
import type { ClosedMonth } from "../append/state.ts";
import type { LedgerFact } from "../entry/facts.ts";
import type { ReadingStore } from "./reading-store.ts";

/** What a projection is told about the entry of a fact. */
export interface ProjectedEntry {
  readonly seq: number;
  readonly recordedAtMs: number;
  readonly clockState: ClockState;
}

type MonthFact = Extract<LedgerFact, { kind: "MonthClosed" }>;

/** Whether a database has all projections, in the tables of this version. */
export function hasProjections(db: DatabaseSync): boolean {
  const sql = `SELECT count(*) AS n FROM sqlite_schema
    WHERE type = 'table' AND name IN ('p_runs', 'p_months', 'p_state')`;
  return db.prepare(sql).get()?.["n"] === 3;
}

/**
 * Writes projections into a database whose projection tables exist. Closed months are written at once,
 * readings when they are put into the file together.
 */
export class Projector {
  readonly #readings: ReadingStore;
  readonly #insertMonth: StatementSync;

  constructor(db: DatabaseSync, readings: ReadingStore) {
    this.#readings = readings;
    this.#insertMonth = db.prepare(
      "INSERT INTO p_months (channel_no, month, revision, closed) VALUES (?, ?, ?, ?)",
    );
  }

  project(fact: LedgerFact, entry: ProjectedEntry): void {
    if (fact.kind === "MonthClosed") this.#projectMonth(fact, entry);
    else this.#readings.take(fact, entry);
  }

  #projectMonth(fact: MonthFact, { seq, recordedAtMs }: ProjectedEntry): void {
    const { kind: _kind, ...fields } = fact;
    const closed: ClosedMonth = { ...fields, closedAtMs: recordedAtMs, seq };
    const { channelNo, month, revision } = fact;
    this.#insertMonth.run(channelNo, month, revision, JSON.stringify(closed));
  }
}
