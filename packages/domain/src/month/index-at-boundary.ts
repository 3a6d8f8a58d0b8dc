/**
 * The printed index at an instant at which nobody read the meter. Within five minutes a reading
 * stands for the instant; between two readings the exact count lies on the line between them and is
 * cut off afterwards. Without a reading on both sides there is none: nothing is guessed.
 */

import { isReadByPerson, type Source } from "../installation/source.ts";
import { indexOfCount, indexOfExactCount } from "../quantity/index-of-count.ts";
import { isPlausibleRise } from "../reading/plausible-rise.ts";
import type { TimedCount } from "../reading/reading.ts";
import type { IndexAt } from "./month.ts";

/** A reading this near stands for the instant. */
export const ACTUAL_WITHIN_MS = 5 * 60_000;
/** Readings this near on both sides make a line that is trusted. */
export const INTERPOLATED_WITHIN_MS = 6 * 3_600_000;

/** An accepted reading with the entry that holds it; a count a person recorded is one too. */
export interface ReadingNear extends TimedCount {
  readonly seq: number;
}

/** The accepted readings next to an instant: the newest at or before it, the oldest after it. */
export interface ReadingsNear {
  readonly before?: ReadingNear;
  readonly after?: ReadingNear;
}

/** The index of a source at an instant; undefined where no reading lies near or around it. */
export function indexAtBoundary(
  source: Source,
  atMs: number,
  near: ReadingsNear,
): IndexAt | undefined {
  const actual = nearest(atMs, near);
  if (actual !== undefined) {
    const index = indexOfCount(source, actual.count);
    const method = isReadByPerson(source) ? "person" : "actual";
    return { atMs, index, method, evidence: [actual.seq] };
  }
  const { before, after } = near;
  if (before === undefined || after === undefined) return undefined;
  const rise = riseBetween(source, before, after);
  if (rise === undefined) return undefined;
  const elapsedMs = BigInt(after.takenAtMs - before.takenAtMs);
  let numerator = BigInt(before.count) * elapsedMs + BigInt(rise) * BigInt(atMs - before.takenAtMs);
  const whole = source.rolloverCount === null ? null : BigInt(source.rolloverCount) * elapsedMs;
  const turned = whole !== null && numerator >= whole;
  if (turned) numerator -= whole;
  const farther = Math.max(atMs - before.takenAtMs, after.takenAtMs - atMs);
  return {
    atMs,
    index: indexOfExactCount(source, { numerator, denominator: elapsedMs }),
    method: farther <= INTERPOLATED_WITHIN_MS ? "interpolated" : "estimated",
    evidence: [before.seq, after.seq],
    ...(turned ? { turned } : {}),
  };
}

/** The rise from one reading to a later one; undefined for a fall that is no rollover. */
function riseBetween(source: Source, before: TimedCount, after: TimedCount): number | undefined {
  if (after.count >= before.count) return after.count - before.count;
  if (source.rolloverCount === null) return undefined;
  const rise = source.rolloverCount - before.count + after.count;
  return isPlausibleRise(source, rise, after.takenAtMs - before.takenAtMs) ? rise : undefined;
}

/** The nearer reading within five minutes; the one before when both are equally near. */
function nearest(atMs: number, { before, after }: ReadingsNear): ReadingNear | undefined {
  const olderMs = before === undefined ? Number.POSITIVE_INFINITY : atMs - before.takenAtMs;
  const newerMs = after === undefined ? Number.POSITIVE_INFINITY : after.takenAtMs - atMs;
  const found = olderMs <= newerMs ? before : after;
  return Math.min(olderMs, newerMs) <= ACTUAL_WITHIN_MS ? found : undefined;
}
