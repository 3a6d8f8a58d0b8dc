/** The bars of a span, or a refusal where there would be too many. Pure. */

import type { Bucket } from "@mega/contract";
import {
  addMonths,
  daysOf,
  hoursOf,
  type MonthKey,
  monthOf,
  monthSpan,
  type Span,
} from "@mega/domain";

/** Bars of one counter in an answer. */
export const barsMax: Readonly<Record<Bucket, number>> = { hour: 800, day: 400, month: 60 };

/** Longest day, so that a span is known to be too long before its days are listed. */
const DAY_MS_MAX = 25 * 3_600_000;
const HOUR_MS = 3_600_000;

/** The spans of the bars, oldest first; undefined where there would be more than `barsMax`. */
export function spansOf(bucket: Bucket, span: Span, timeZone: string): readonly Span[] | undefined {
  const lengthMs = span.toMs - span.fromMs;
  switch (bucket) {
    case "hour":
      return lengthMs > barsMax.hour * HOUR_MS ? undefined : hoursOf(span);
    case "day": {
      if (lengthMs > barsMax.day * DAY_MS_MAX) return undefined;
      const days = daysOf(span, timeZone);
      return (days.at(-1)?.toMs ?? span.toMs) < span.toMs ? undefined : days;
    }
    case "month":
      return monthsOf(span, timeZone)?.map((month) => monthSpan(month, timeZone));
  }
}

/** The months that a span touches, oldest first; undefined where there are more than 60. */
export function monthsOf(span: Span, timeZone: string): readonly MonthKey[] | undefined {
  const months: MonthKey[] = [];
  const last = monthOf(span.toMs - 1, timeZone);
  for (let month = monthOf(span.fromMs, timeZone); month <= last; month = addMonths(month, 1)) {
    if (months.length >= barsMax.month) return undefined;
    months.push(month);
  }
  return months;
}
