/** Every reading of a ledger by source and time: runs in the file, and the newest in memory. */

import type { DatabaseSync } from "node:sqlite";
import type { MonthKey, SourceNo } from "@mega/domain";
import type { LedgerFact } from "../entry/facts.ts";
import { monthNumber } from "./month-number.ts";
import type { ProjectedReading } from "./packed-run.ts";
import { ReadingRuns } from "./reading-runs.ts";
import { ReadingTail, type TailEntry, withDecision } from "./reading-tail.ts";

/** Whether a reading is looked for. */
export type IsWanted = (reading: ProjectedReading) => boolean;

/** Readings of a database whose projection tables exist. */
export class ReadingStore {
  readonly #runs: ReadingRuns;
  readonly #tail = new ReadingTail();

  constructor(db: DatabaseSync) {
    this.#runs = new ReadingRuns(db);
  }

  /** Readings and decisions that are in memory alone. */
  get waiting(): number {
    return this.#tail.size;
  }

  /** Drops what is in memory: it is derived again. */
  forget(): void {
    this.#tail.clear();
  }

  /** Takes what an entry says of readings, into memory. */
  take(fact: LedgerFact, entry: TailEntry): void {
    this.#tail.take(fact, entry);
  }

  /** Puts what is in memory into the file, within the caller's transaction. */
  flush(): void {
    for (const sourceNo of this.#tail.sources()) this.#runs.add(sourceNo, this.#tail.of(sourceNo));
    for (const decided of this.#tail.decisions()) {
      const { sourceNo, takenAtMs, seq } = decided;
      const run = this.#runs.atOrBefore(sourceNo, takenAtMs);
      if (run === undefined) continue;
      const readings = run.readings.map((reading) =>
        reading.seq === seq && reading.takenAtMs === takenAtMs
          ? withDecision(reading, decided)
          : reading,
      );
      this.#runs.replace(run, readings);
    }
    this.#tail.clear();
  }

  /** Empties counts whose keys are erased, of one source or of all; after a `flush`. */
  purge(beforeMonth: MonthKey, sourceNo: SourceNo | undefined): void {
    const before = monthNumber(beforeMonth);
    for (const run of this.#runs.withCountsBefore(before, sourceNo)) {
      const readings = run.readings.map((reading) =>
        reading.monthNo < before ? { ...reading, count: null } : reading,
      );
      this.#runs.replace(run, readings);
    }
  }

  /** Readings of a source with fromMs ≤ takenAtMs < toMs, oldest first. */
  between(
    sourceNo: SourceNo,
    fromMs: number,
    toMs: number,
    limit: number,
  ): readonly ProjectedReading[] {
    const isWithin: IsWanted = ({ takenAtMs }) => takenAtMs >= fromMs && takenAtMs < toMs;
    const newest = this.#tail.of(sourceNo).filter(isWithin);
    const found: ProjectedReading[] = [];
    let run = this.#runs.atOrBefore(sourceNo, fromMs) ?? this.#runs.after(sourceNo, fromMs);
    while (run !== undefined && run.fromMs < toMs && found.length < limit) {
      for (const reading of run.readings) {
        if (isWithin(reading)) found.push(this.#tail.decided(sourceNo, reading));
      }
      run = this.#runs.after(sourceNo, run.fromMs);
    }
    return merged(found, newest).slice(0, limit);
  }

  /** The newest wanted reading at or before an instant. */
  newestBefore(sourceNo: SourceNo, atMs: number, isWanted: IsWanted): ProjectedReading | undefined {
    const fits: IsWanted = (reading) => reading.takenAtMs <= atMs && isWanted(reading);
    const newest = this.#tail.of(sourceNo).findLast(fits);
    let run = this.#runs.atOrBefore(sourceNo, atMs);
    while (run !== undefined) {
      const found = this.#asDecided(sourceNo, run.readings).findLast(fits);
      if (found !== undefined)
        return newest === undefined || isAfter(found, newest) ? found : newest;
      run = this.#runs.atOrBefore(sourceNo, run.fromMs - 1);
    }
    return newest;
  }

  /** The oldest wanted reading after an instant. */
  oldestAfter(sourceNo: SourceNo, atMs: number, isWanted: IsWanted): ProjectedReading | undefined {
    const fits: IsWanted = (reading) => reading.takenAtMs > atMs && isWanted(reading);
    const newest = this.#tail.of(sourceNo).find(fits);
    let run = this.#runs.atOrBefore(sourceNo, atMs) ?? this.#runs.after(sourceNo, atMs);
    while (run !== undefined) {
      const found = this.#asDecided(sourceNo, run.readings).find(fits);
      if (found !== undefined)
        return newest === undefined || isAfter(newest, found) ? found : newest;
      run = this.#runs.after(sourceNo, run.fromMs);
    }
    return newest;
  }

  /** A reading by its time and entry. */
  one(sourceNo: SourceNo, takenAtMs: number, seq: number): ProjectedReading | undefined {
    const isIt: IsWanted = (reading) => reading.takenAtMs === takenAtMs && reading.seq === seq;
    const newest = this.#tail.of(sourceNo).find(isIt);
    if (newest !== undefined) return newest;
    const stored = this.#runs.atOrBefore(sourceNo, takenAtMs)?.readings.find(isIt);
    return stored && this.#tail.decided(sourceNo, stored);
  }

  #asDecided(
    sourceNo: SourceNo,
    readings: readonly ProjectedReading[],
  ): readonly ProjectedReading[] {
    if (!this.#tail.hasDecisions) return readings;
    return readings.map((reading) => this.#tail.decided(sourceNo, reading));
  }
}

/** The newest entry of which a reading is in the file; 0 when there is none. */
export function newestStoredSeq(db: DatabaseSync): number {
  let newest = 0;
  for (const { readings } of new ReadingRuns(db).all()) {
    for (const { seq, decision } of readings) newest = Math.max(newest, seq, decision?.seq ?? 0);
  }
  return newest;
}

function isAfter(a: ProjectedReading, b: ProjectedReading): boolean {
  return a.takenAtMs > b.takenAtMs || (a.takenAtMs === b.takenAtMs && a.seq > b.seq);
}

/** Two lists in order as one. */
function merged(
  stored: readonly ProjectedReading[],
  newest: readonly ProjectedReading[],
): readonly ProjectedReading[] {
  const last = stored.at(-1);
  const first = newest[0];
  if (last === undefined) return newest;
  if (first === undefined) return stored;
  const both = [...stored, ...newest];
  return isAfter(first, last)
    ? both
    : both.sort((a, b) => a.takenAtMs - b.takenAtMs || a.seq - b.seq);
}
