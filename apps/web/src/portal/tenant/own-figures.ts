/** What a channel's card asks: its table, its days and its months; each kept for the time without a connection. */

import type { CountersTable, Series } from "@mega/contract";
import { dayParts, localDay, startOfDay } from "../../time/zone.ts";
import { type OwnAnswer, useOwn } from "../state/own-answers.ts";

interface OwnPlace {
  readonly gatewayId: number;
  readonly channelNo: number;
}

/** A span of bars by local days of the building. */
export interface Span {
  readonly bucket: "hour" | "day" | "month";
  readonly fromMs: number;
  readonly toMs: number;
  readonly compare?: "year";
}

/** The table of one channel: the months up to the end of the stay. */
export function useOwnTable({ gatewayId, channelNo }: OwnPlace): OwnAnswer<CountersTable> {
  return useOwn<CountersTable>(`/gateways/${gatewayId}/counters?channels=${channelNo}`);
}

/** Bars of a channel; nothing is asked without a span. */
export function useOwnSeries(
  { gatewayId, channelNo }: OwnPlace,
  span: Span | null,
): OwnAnswer<Series> {
  return useOwn<Series>(
    span === null
      ? null
      : `/gateways/${gatewayId}/channels/${channelNo}/series?${new URLSearchParams({
          bucket: span.bucket,
          from: new Date(span.fromMs).toISOString(),
          to: new Date(span.toMs).toISOString(),
          ...(span.compare === undefined ? {} : { compare: span.compare }),
        })}`,
  );
}

/**
 * The whole days of the month that runs and of the one so many months before, asked for together where
 * they lie side by side; null on the first of a month.
 */
export function daySpans(
  atMs: number,
  timeZone: string,
): { readonly near: Span; readonly yearAgo: Span } | null {
  const [year, month, day] = dayParts(localDay(atMs, timeZone)) ?? [1970, 1, 1];
  if (day === 1) return null;
  const start = (y: number, m: number, d: number) => startOfDay(y, m, d, timeZone);
  return {
    near: { bucket: "day", fromMs: start(year, month - 1, 1), toMs: start(year, month, day) },
    // The last day of February may not be there a year before: the start of the next month ends it.
    yearAgo: {
      bucket: "day",
      fromMs: start(year - 1, month, 1),
      toMs: Math.min(start(year - 1, month, day), start(year - 1, month + 1, 1)),
    },
  };
}

/** Twelve months up to the one of an instant, and the same a year earlier. */
export function monthsSpan(atMs: number, timeZone: string): Span {
  const [year, month] = dayParts(localDay(atMs, timeZone)) ?? [1970, 1, 1];
  const start = (m: number) => startOfDay(year, m, 1, timeZone);
  return { bucket: "month", fromMs: start(month - 11), toMs: start(month + 1), compare: "year" };
}
