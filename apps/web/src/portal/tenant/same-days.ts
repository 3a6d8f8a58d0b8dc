/**
 * The month that runs against the same days of another month: whole days alone, and only where every
 * one of them has a figure on both sides. Sums of printed figures, exact. Pure.
 */

import type { SeriesBar } from "@mega/contract";
import { sumOf } from "../../channel/sum.ts";
import { changeInPercent } from "../../tenant/change.ts";
import { localDay } from "../../time/zone.ts";

/** How the month that runs stands against another one. */
export type SameDays =
  | {
      readonly kind: "figure";
      /** The other month, "2026-04". */
      readonly month: string;
      /** The last day that is compared; the first is 1. */
      readonly lastDay: number;
      /** What the other month had in these days. */
      readonly consumption: string;
      /** "7.1"; null where there is nothing to divide by. */
      readonly percent: string | null;
    }
  /** The first month in which there will be something to compare. */
  | { readonly kind: "starts"; readonly month: string }
  | { readonly kind: "tomorrow" }
  | { readonly kind: "gap" };

/** What is compared. */
export interface SameDaysGround {
  /** Bars by day of both months, of one counter. */
  readonly bars: readonly SeriesBar[];
  readonly decimals: number;
  readonly timeZone: string;
  /** The local day that runs, "2026-05-28". */
  readonly today: string;
  /** From when on the figures are the person's. */
  readonly since: string;
  /** How many months lie between: 1 or 12. */
  readonly back: number;
}

/** The comparison. */
export function sameDays(ground: SameDaysGround): SameDays {
  const { bars, decimals, timeZone, today, since, back } = ground;
  const thisMonth = today.slice(0, 7);
  const first = shiftedMonth(firstWholeMonth(since, timeZone), back);
  if (thisMonth < first) return { kind: "starts", month: first };
  const whole = Number(today.slice(8)) - 1;
  if (whole === 0) return { kind: "tomorrow" };
  const month = shiftedMonth(thisMonth, -back);
  const lastDay = Math.min(whole, daysOf(month));
  const own = daysSum(bars, thisMonth, lastDay, { decimals, timeZone });
  const other = daysSum(bars, month, lastDay, { decimals, timeZone });
  if (own === null || other === null) return { kind: "gap" };
  return {
    kind: "figure",
    month,
    lastDay,
    consumption: other,
    percent: changeInPercent(own, other),
  };
}

/** The sum of the first days of a month; null where one of them has no figure. */
function daysSum(
  bars: readonly SeriesBar[],
  month: string,
  lastDay: number,
  { decimals, timeZone }: Pick<SameDaysGround, "decimals" | "timeZone">,
): string | null {
  const own = bars.filter(({ from }) => {
    const day = localDay(from, timeZone);
    return day.startsWith(month) && Number(day.slice(8)) <= lastDay;
  });
  const figures = own.flatMap(({ consumption }) => (consumption === null ? [] : [consumption]));
  return own.length === lastDay && figures.length === lastDay ? sumOf(figures, decimals) : null;
}

/** The first month that lies wholly behind an instant, "2026-02". */
export function firstWholeMonth(since: string, timeZone: string): string {
  const day = localDay(since, timeZone);
  const before = localDay(Date.parse(since) - 1, timeZone);
  const isStart = day.endsWith("-01") && before !== day;
  return isStart ? day.slice(0, 7) : shiftedMonth(day.slice(0, 7), 1);
}

/** A month so many months later. */
export function shiftedMonth(month: string, by: number): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return at.toISOString().slice(0, 7);
}

function daysOf(month: string): number {
  const end = new Date(`${shiftedMonth(month, 1)}-01T00:00:00Z`);
  return new Date(end.getTime() - 1).getUTCDate();
}
