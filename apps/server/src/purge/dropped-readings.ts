/**
 * Which readings of a source go when a tenant takes his choice of hours back: those within his stays, but
 * for what days, months and the ends of periods are computed from. Pure.
 */

import { ACTUAL_WITHIN_MS, type ReadingNear, readingsNear, type Span } from "@mega/domain";

/** A reading with a count. */
export interface CountedReading extends ReadingNear {
  readonly isAccepted: boolean;
  /** It is put aside, and a person has yet to decide. */
  readonly waits: boolean;
}

/** What goes and what stays. */
export interface Sorted {
  readonly dropped: readonly CountedReading[];
  readonly kept: readonly CountedReading[];
}

/**
 * Sorts the readings of a month.
 *
 * @param spans Of the stays whose hours go.
 * @param instants At which an index must be computable as before: midnights, begins and ends.
 */
export function sortReadings(
  readings: readonly CountedReading[],
  spans: readonly Span[],
  instants: readonly number[],
): Sorted {
  const inOrder = readings.toSorted((a, b) => a.takenAtMs - b.takenAtMs || a.seq - b.seq);
  const needed = neededAt(
    inOrder.filter(({ isAccepted }) => isAccepted),
    instants,
  );
  const isDropped = ({ seq, takenAtMs, waits }: CountedReading) =>
    !waits &&
    !needed.has(seq) &&
    spans.some(({ fromMs, toMs }) => takenAtMs >= fromMs && takenAtMs < toMs);
  return {
    dropped: inOrder.filter(isDropped),
    kept: inOrder.filter((reading) => !isDropped(reading)),
  };
}

/** Entries of the readings that an index at one of the instants rests on. */
function neededAt(
  accepted: readonly CountedReading[],
  instants: readonly number[],
): ReadonlySet<number> {
  const needed = new Set<number>();
  for (const atMs of instants) {
    const { before, after } = readingsNear(accepted, atMs);
    const olderMs = before === undefined ? Number.POSITIVE_INFINITY : atMs - before.takenAtMs;
    const newerMs = after === undefined ? Number.POSITIVE_INFINITY : after.takenAtMs - atMs;
    // One that stands for the instant needs no other: what was consumed next to it is not told.
    if (Math.min(olderMs, newerMs) <= ACTUAL_WITHIN_MS) {
      const nearest = olderMs <= newerMs ? before : after;
      if (nearest !== undefined) needed.add(nearest.seq);
      continue;
    }
    if (before !== undefined) needed.add(before.seq);
    if (after !== undefined) needed.add(after.seq);
  }
  return needed;
}
