/**
 * The index that must stand at an instant, by the order of docs/internals/acquisition.md: a reading
 * within five minutes, the line between two readings within six hours, the line between readings
 * farther away, or none.
 */

import { canHaveRisen, type PrintedIndex, printedIndex } from "./counter-facts.ts";
import type { Change, Source } from "./counter-life.ts";
import { riseOverTheEnd } from "./judging.ts";

/** How an index came about. */
type Method = "actual" | "interpolated" | "estimated" | "person";

/** What an index rests on: a reading, or an index that a person recorded. */
export interface Evidence {
  readonly takenMs: number;
  /** Null where a person recorded it. */
  readonly trueMs: number | null;
  /** When the meter showed it; null where a person recorded it. */
  readonly shownMs: number | null;
  readonly count: number;
  /** The last count stands in the place of a reading one step lower. */
  readonly held: boolean;
  readonly vouched: boolean;
}

/** An index at an instant by the gateway's clock. */
export interface BoundaryIndex {
  readonly atMs: number;
  readonly index: PrintedIndex;
  readonly method: Method;
  /** One for a reading that stands for the instant, two for a line. */
  readonly evidence: readonly Evidence[];
}

const actualWithinMs = 300_000;
const lineWithinMs = 6 * 3_600_000;

/** The readings next to an instant. */
export interface Neighbours {
  readonly before: Evidence | null;
  readonly after: Evidence | null;
}

/** Accepted readings around an instant; an exchange is a reading of either meter. */
export function neighbours(source: Source, changes: readonly Change[], atMs: number): Neighbours {
  const { accepted } = source;
  let low = 0;
  let high = accepted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((accepted[middle]?.takenMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  let before: Evidence | null = accepted[low - 1] ?? null;
  let after: Evidence | null = accepted[low] ?? null;
  for (const { from, to, atMs: takenMs, oldEnd, newStart } of changes) {
    const said = { takenMs, trueMs: null, shownMs: null, held: false, vouched: true };
    if (to === source && takenMs <= atMs && takenMs >= (before?.takenMs ?? takenMs)) {
      before = { ...said, count: newStart };
    }
    if (from === source && takenMs > atMs && takenMs <= (after?.takenMs ?? takenMs)) {
      after = { ...said, count: oldEnd };
    }
  }
  return { before, after };
}

/** The index at an instant; null where no reading tells it. */
export function boundaryIndex(
  source: Source,
  changes: readonly Change[],
  atMs: number,
): BoundaryIndex | null {
  const { before, after } = neighbours(source, changes, atMs);
  const sinceMs = before === null ? Number.POSITIVE_INFINITY : atMs - before.takenMs;
  const untilMs = after === null ? Number.POSITIVE_INFINITY : after.takenMs - atMs;
  const nearest = sinceMs <= untilMs ? before : after;
  if (nearest !== null && Math.min(sinceMs, untilMs) <= actualWithinMs) {
    const index = printedIndex(source.facts, BigInt(nearest.count));
    return { atMs, index, method: "actual", evidence: [nearest] };
  }
  if (before === null || after === null) return null;
  const { facts } = source;
  const wholeMs = after.takenMs - before.takenMs;
  const over = riseOverTheEnd(facts, before.count, after.count);
  const turned = after.count < before.count;
  const rise = turned ? over : after.count - before.count;
  if (rise === null || (turned && !canHaveRisen(facts, rise, wholeMs))) return null;
  const whole = BigInt(wholeMs);
  let counted = BigInt(before.count) * whole + BigInt(rise) * BigInt(sinceMs);
  const end = facts.rolloverCount === null ? null : BigInt(facts.rolloverCount) * whole;
  if (end !== null && counted >= end) counted -= end;
  const method = Math.max(sinceMs, untilMs) <= lineWithinMs ? "interpolated" : "estimated";
  const index = printedIndex(facts, counted, whole);
  return { atMs, index, method, evidence: [before, after] };
}
