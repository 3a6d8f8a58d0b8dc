/**
 * The span that bars are compared with: the one before, or the same a year earlier. Months and days
 * are moved in the building's calendar, so that a March is compared with a February and a day of 25
 * hours with one of 24. Pure.
 */

import type { Compare } from "@mega/contract";
import {
  addMonths,
  daySpan,
  daysOf,
  localTime,
  type MonthKey,
  monthOf,
  monthSpan,
  type Span,
} from "@mega/domain";

const DAY_MS = 24 * 3_600_000;

/** The span to compare with. */
export function comparedSpan(span: Span, compare: Compare, timeZone: string): Span {
  const months = wholeMonths(span, timeZone);
  if (months !== undefined) return monthsBefore(months, compare, timeZone);
  const isWholeDays = [span.fromMs, span.toMs].every(
    (atMs) => daySpan(atMs, timeZone).fromMs === atMs,
  );
  if (compare === "year") {
    const fromMs = yearBefore(span.fromMs, timeZone);
    const toMs = isWholeDays ? yearBefore(span.toMs, timeZone) : fromMs + (span.toMs - span.fromMs);
    return { fromMs, toMs };
  }
  if (!isWholeDays) return { fromMs: 2 * span.fromMs - span.toMs, toMs: span.fromMs };
  const days = daysOf(span, timeZone).length;
  return { fromMs: daysBefore(span.fromMs, days, timeZone), toMs: span.fromMs };
}

interface Months {
  readonly first: MonthKey;
  readonly count: number;
}

/** The months of a span that begins and ends with one; undefined for any other. */
function wholeMonths(span: Span, timeZone: string): Months | undefined {
  const first = monthOf(span.fromMs, timeZone);
  const after = monthOf(span.toMs, timeZone);
  const begins = monthSpan(first, timeZone).fromMs === span.fromMs;
  if (!begins || monthSpan(after, timeZone).fromMs !== span.toMs) return undefined;
  const number = (month: MonthKey) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return { first, count: number(after) - number(first) };
}

function monthsBefore({ first, count }: Months, compare: Compare, timeZone: string): Span {
  const begin = addMonths(first, compare === "year" ? -12 : -count);
  return {
    fromMs: monthSpan(begin, timeZone).fromMs,
    toMs: monthSpan(addMonths(begin, count), timeZone).fromMs,
  };
}

/** The first instant of the local day so many days earlier. */
function daysBefore(atMs: number, days: number, timeZone: string): number {
  // From noon to noon: a changed clock moves it by an hour and never into another day.
  const { fromMs } = daySpan(atMs, timeZone);
  return daySpan(fromMs + DAY_MS / 2 - days * DAY_MS, timeZone).fromMs;
}

/** The same local day and time since its begin, a year earlier; of 29 February the 1 March. */
function yearBefore(atMs: number, timeZone: string): number {
  const { fromMs } = daySpan(atMs, timeZone);
  const { year, month, day } = localTime(atMs, timeZone);
  const key = `${String(year - 1).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  const noonMs = monthSpan(key, timeZone).fromMs + (day - 1) * DAY_MS + DAY_MS / 2;
  return daySpan(noonMs, timeZone).fromMs + (atMs - fromMs);
}
