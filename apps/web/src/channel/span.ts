/**
 * Which span the chart shows: the hours of a day, the days of a month, the months of a year. The
 * address keeps it as "p=hour&d=2026-05-27"; bounds are local days of the building.
 */

import type { Bucket, Compare } from "@mega/contract";
import { formatLongDate, formatMonth, type Language } from "@mega/locale";
import { dayParts, localDay, startOfDay } from "../time/zone.ts";

/** The span of the chart. */
export interface ChartSpan {
  readonly bucket: Bucket;
  /** First local day of the span. */
  readonly day: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly compare: Compare | undefined;
}

/** Reads the span from the address; the span that holds the instant where none is asked for. */
export function spanOf(params: URLSearchParams, nowMs: number, timeZone: string): ChartSpan {
  const asked = params.get("p");
  const bucket = asked === "hour" || asked === "day" ? asked : "month";
  const today = localDay(nowMs, timeZone);
  const [year, month, day] = dayParts(params.get("d") ?? today) ?? dayParts(today) ?? [1970, 1, 1];
  const compared = params.get("compare");
  const compare = compared === "previous" || compared === "year" ? compared : undefined;
  return { ...bounds(bucket, year, month, day, timeZone), compare };
}

function bounds(bucket: Bucket, year: number, month: number, day: number, timeZone: string) {
  const start = (y: number, m: number, d: number) => startOfDay(y, m, d, timeZone);
  const [fromMs, toMs] =
    bucket === "hour"
      ? [start(year, month, day), start(year, month, day + 1)]
      : bucket === "day"
        ? [start(year, month, 1), start(year, month + 1, 1)]
        : [start(year, month - 11, 1), start(year, month + 1, 1)];
  const shown = bucket === "hour" ? day : 1;
  return { bucket, day: dateText(year, month, shown), fromMs, toMs };
}

/** The days of the month, where the hours of a day are not to be seen. */
export function daysInstead({ day, compare }: ChartSpan, timeZone: string): ChartSpan {
  const [year, month] = dayParts(day) ?? [1970, 1];
  return { ...bounds("day", year, month, 1, timeZone), compare };
}

/** The day that names the span so many spans later; a year of months moves by twelve. */
export function movedDay(span: ChartSpan, by: number): string {
  const [year, month, day] = dayParts(span.day) ?? [1970, 1, 1];
  if (span.bucket === "hour") return dateText(year, month, day + by);
  return dateText(year, month + (span.bucket === "day" ? by : 12 * by), 1);
}

function dateText(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** The span in words: "mercredi 27 mai 2026", "mai 2026", "juin 2025 – mai 2026". */
export function spanText(span: ChartSpan, timeZone: string, language: Language): string {
  if (span.bucket === "hour") return formatLongDate(span.fromMs, timeZone, language);
  const last = formatMonth(span.day.slice(0, 7), language, "long");
  if (span.bucket === "day") return last;
  const first = localDay(span.fromMs, timeZone).slice(0, 7);
  return `${formatMonth(first, language, "long")} – ${last}`;
}
