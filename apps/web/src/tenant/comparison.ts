/** Which months of a channel may be compared: whole ones that have a figure and are not open. */

import type { Series, SeriesBar } from "@mega/contract";
import { changeInPercent } from "./change.ts";

/** The newest whole month and how it stands against others. */
export interface Comparison {
  /** The month that is compared. */
  readonly bar: SeriesBar & { readonly consumption: string };
  /** Per cent against the month before; null where that is not known. */
  readonly onMonth: string | null;
  /** Per cent against the same month a year earlier; null where that is not known. */
  readonly onYear: string | null;
}

/** Marks of a figure that stands for less than its month, or for something else. */
const unlike: readonly (SeriesBar["mark"] | undefined)[] = ["provisional", "gap", "Q"];

/**
 * The comparison of counter 1 between the start of the period and now; null while no month is whole.
 * A month in which the period began is not whole.
 */
export function comparisonOf(
  series: Series,
  { since, now }: { readonly since: string | null; readonly now: string },
): Comparison | null {
  const sinceMs = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
  const within = (bars: readonly SeriesBar[]) =>
    bars.map((bar) => (Date.parse(bar.from) < sinceMs ? { ...bar, consumption: null } : bar));
  const bars = within(series.bars.filter(({ counterNo }) => counterNo === 1));
  const before = series.compare?.bars ?? [];
  const others = within(before.filter(({ counterNo }) => counterNo === 1));
  const at = bars.findLastIndex((bar) => Date.parse(bar.to) <= Date.parse(now) && isWhole(bar));
  const bar = bars[at];
  if (bar === undefined || !isWhole(bar)) return null;
  return { bar, onMonth: against(bar, bars[at - 1]), onYear: against(bar, others[at]) };
}

function isWhole(bar: SeriesBar): bar is SeriesBar & { readonly consumption: string } {
  return bar.consumption !== null && !unlike.includes(bar.mark);
}

function against(
  { consumption }: { readonly consumption: string },
  other: SeriesBar | undefined,
): string | null {
  return other === undefined || !isWhole(other)
    ? null
    : changeInPercent(consumption, other.consumption);
}
