/** How one meter fared over the cells of a day, and how it fares now. Pure. */

import type { MeterHealth } from "@mega/contract";
import { noCounts, type UnitCounts } from "../recorder/tally.ts";
import { type BookedCell, sumOfCounts } from "../store/cell-book.ts";

/** Cells that stand for now: two hours hold two rounds. */
const NOW_CELLS = 8;
/** Of so many attempts one may be spoilt before it is told. */
const SPOILT_ONE_IN = 50;
/** A single spoilt reply was repeated and tells nothing. */
const SPOILT_MIN = 2;

/** What is wrong with a meter now. */
export type Trouble = "silent" | "spoilt" | "refuses";

/** How a meter fared. */
export interface MeterCourse {
  readonly day: UnitCounts;
  /** Of the last two hours. */
  readonly now: UnitCounts;
  readonly state: MeterHealth["state"];
  readonly trouble: Trouble | null;
  /** Start of the first cell of the trouble, milliseconds since 1970 UTC; null without one. */
  readonly sinceMs: number | null;
}

/** The course of the unit over the cells, the newest last. */
export function courseOf(cells: readonly (BookedCell | undefined)[], unit: number): MeterCourse {
  const counts = cells.map((cell) => cell?.units.get(unit)?.counts);
  const day = sumOfCounts(counts.filter((part) => part !== undefined));
  const lately = sumOfCounts(counts.slice(-NOW_CELLS).filter((part) => part !== undefined));
  // A gateway that reads every hour and was just started has only its last cells.
  const now = attemptsOf(lately) === 0 ? newest(counts) : lately;
  const trouble = troubleOf(now);
  return {
    day,
    now,
    state: stateOf(day, trouble),
    trouble,
    sinceMs: trouble === null ? null : sinceOf(cells, counts, trouble),
  };
}

/** Attempts that reached the line. */
export function attemptsOf(counts: UnitCounts): number {
  return failuresOf(counts) + counts.answered + counts.exceptions;
}

/** Attempts without an answer that can be read. */
export function failuresOf({ timeouts, badCrcs, wrongReplies, busDowns }: UnitCounts): number {
  return timeouts + badCrcs + wrongReplies + busDowns;
}

function troubleOf(counts: UnitCounts): Trouble | null {
  const { answered, exceptions, timeouts, badCrcs, wrongReplies } = counts;
  const spoilt = badCrcs + wrongReplies;
  if (timeouts > 0 && answered + exceptions + spoilt === 0) return "silent";
  if (spoilt >= SPOILT_MIN && spoilt * SPOILT_ONE_IN >= attemptsOf(counts)) return "spoilt";
  return exceptions > 0 && answered === 0 ? "refuses" : null;
}

function stateOf(day: UnitCounts, trouble: Trouble | null): MeterHealth["state"] {
  if (attemptsOf(day) === 0) return "unasked";
  if (trouble === "silent") return "silent";
  return trouble === null ? "answers" : "errors";
}

/** Back from now to the first cell of the same trouble; cells without an attempt say nothing. */
function sinceOf(
  cells: readonly (BookedCell | undefined)[],
  counts: readonly (UnitCounts | undefined)[],
  trouble: Trouble,
): number | null {
  let sinceMs: number | null = null;
  for (let index = counts.length - 1; index >= 0; index--) {
    const part = counts[index];
    if (part === undefined || attemptsOf(part) === 0) continue;
    if (!showsTrouble(part, trouble)) break;
    sinceMs = cells[index]?.startMs ?? sinceMs;
  }
  return sinceMs;
}

function showsTrouble(counts: UnitCounts, trouble: Trouble): boolean {
  if (trouble === "spoilt") return counts.badCrcs + counts.wrongReplies > 0;
  if (trouble === "silent") return counts.answered + counts.exceptions === 0;
  return counts.answered === 0;
}

function newest(counts: readonly (UnitCounts | undefined)[]): UnitCounts {
  return counts.findLast((part) => part !== undefined && attemptsOf(part) > 0) ?? noCounts();
}
