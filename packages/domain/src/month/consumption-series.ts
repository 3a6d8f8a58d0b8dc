/**
 * Bars for charts. A bar is the difference of two printed indexes like a month; where a reading is
 * wanting the bar is missing. A gap stays a gap: its consumption is neither 0 nor spread over the
 * bars it covers.
 */

import type { Source } from "../installation/source.ts";
import type { Quantity } from "../quantity/quantity.ts";
import type { Span } from "../time/calendar.ts";
import { consumedBetween, type RolloverAt, rolloversBetween } from "./consumed.ts";
import {
  ACTUAL_WITHIN_MS,
  indexAtBoundary,
  type ReadingNear,
  type ReadingsNear,
} from "./index-at-boundary.ts";
import type { IndexAt } from "./month.ts";

/** How well a bar is known. */
export type BarMethod = "actual" | "interpolated" | "estimated" | "missing";

/** Consumption of a source in a span; null exactly when it is missing. */
export interface SeriesBar extends Span {
  readonly consumed: Quantity | null;
  readonly method: BarMethod;
}

/** What bars are made from. */
export interface SeriesInput {
  readonly source: Source;
  /** Hours, days or months, oldest first. */
  readonly boundaries: readonly Span[];
  /** Accepted readings of the source, oldest first, from before the first span to after the last. */
  readonly readings: readonly ReadingNear[];
  readonly rollovers?: readonly RolloverAt[];
}

const missing = { consumed: null, method: "missing" } as const;

/** One bar for each span, in their order. */
export function consumptionSeries(input: SeriesInput): readonly SeriesBar[] {
  return input.boundaries.map(({ fromMs, toMs }) => ({
    fromMs,
    toMs,
    ...barOf(input, { fromMs, toMs }),
  }));
}

function barOf(input: SeriesInput, span: Span): Pick<SeriesBar, "consumed" | "method"> {
  const opening = endOf(input, span, span.fromMs);
  const closing = endOf(input, span, span.toMs);
  if (opening === undefined || closing === undefined) return missing;
  const turns = rolloversBetween(input.source, opening, closing, input.rollovers ?? []);
  const consumed = consumedBetween(input.source, opening, closing, turns);
  if (consumed === undefined) return missing;
  const methods = [opening.method, closing.method];
  if (methods.includes("estimated")) return { consumed, method: "estimated" };
  return { consumed, method: methods.includes("interpolated") ? "interpolated" : "actual" };
}

/** The index at an end of a bar; a line longer than the bar would spread a gap over bars. */
function endOf(input: SeriesInput, span: Span, atMs: number): IndexAt | undefined {
  const near = readingsNear(input.readings, atMs);
  const index = indexAtBoundary(input.source, atMs, near);
  if (index === undefined || index.method === "actual") return index;
  const lineMs = (near.after?.takenAtMs ?? 0) - (near.before?.takenAtMs ?? 0);
  return lineMs <= span.toMs - span.fromMs + ACTUAL_WITHIN_MS ? index : undefined;
}

/** The readings next to an instant in a list that is sorted by time, oldest first. */
export function readingsNear(readings: readonly ReadingNear[], atMs: number): ReadingsNear {
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((readings[middle]?.takenAtMs ?? atMs) <= atMs) low = middle + 1;
    else high = middle;
  }
  const before = readings[low - 1];
  const after = readings[low];
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}
