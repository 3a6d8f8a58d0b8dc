/** Consumption between two printed indexes of one meter, and never less than nothing. */

import type { Source } from "../installation/source.ts";
import { indexOfCount, worthOfCounts } from "../quantity/index-of-count.ts";
import { add, type Decimal, type Quantity, subtract } from "../quantity/quantity.ts";
import type { IndexAt } from "./month.ts";

/**
 * closing − opening as printed, and the span of the whole register for each rollover recorded
 * between them. A fall without a recorded rollover is taken for one only where the rated maximum
 * lets it through. Undefined where the figure would be negative: a person has to look.
 */
export function consumedBetween(
  source: Source,
  opening: IndexAt,
  closing: IndexAt,
  rolloversRecorded: number,
): Quantity | undefined {
  const difference = subtract(closing.index, opening.index);
  if (source.rolloverCount === null) return difference.amount < 0 ? undefined : difference;
  const register = worthOfCounts(source, source.rolloverCount);
  let consumed = difference;
  for (let turn = 0; turn < rolloversRecorded; turn += 1) consumed = add(consumed, register);
  if (consumed.amount >= 0) return consumed;
  if (rolloversRecorded > 0) return undefined;
  const over = add(consumed, register);
  const elapsedMs = closing.atMs - opening.atMs;
  return over.amount >= 0 && isWithinRating(source, over, elapsedMs) ? over : undefined;
}

/** Whether a consumption is possible within the elapsed milliseconds. */
function isWithinRating(source: Source, consumed: Decimal, elapsedMs: number): boolean {
  const rated = source.ratedMaximumPerHour;
  const used = BigInt(consumed.amount) * 3_600_000n * 10n ** BigInt(rated.decimals);
  const possible =
    BigInt(rated.amount) * BigInt(Math.max(0, elapsedMs)) * 10n ** BigInt(consumed.decimals);
  return used <= possible;
}

/** A counter that passed its maximum, as recorded. */
export interface RolloverAt {
  readonly sourceNo: number;
  /** When the first count after it was read. */
  readonly atMs: number;
}

/** So near a boundary the index itself tells on which side of the rollover it lies. */
const NEAR_MS = 6 * 3_600_000;

/** Recorded rollovers that lie between two indexes of a source. */
export function rolloversBetween(
  source: Source,
  opening: IndexAt,
  closing: IndexAt,
  rollovers: readonly RolloverAt[],
): number {
  if (source.rolloverCount === null) return 0;
  const half = indexOfCount(source, Math.floor(source.rolloverCount / 2));
  const full = indexOfCount(source, source.rolloverCount);
  const turns = rollovers
    .filter(({ sourceNo }) => sourceNo === source.sourceNo)
    .map(({ atMs }) => atMs);
  const isPast = (boundary: IndexAt, atMs: number) => {
    const isLow = subtract(boundary.index, half).amount < 0;
    if (Math.abs(boundary.atMs - atMs) <= NEAR_MS) return isLow;
    if (boundary.atMs > atMs) return true;
    const isNext = !turns.some((other) => other > boundary.atMs && other < atMs);
    if (boundary.turned === true) return isNext;
    // Fixed on a long line: had it not come round there, it could not have by then.
    const left = subtract(full, boundary.index);
    const elapsedMs = atMs - boundary.atMs;
    const isFixed = isLow && isNext && boundary.method === "estimated";
    return isFixed && !isWithinRating(source, left, elapsedMs);
  };
  return turns.filter((atMs) => isPast(closing, atMs) && !isPast(opening, atMs)).length;
}
