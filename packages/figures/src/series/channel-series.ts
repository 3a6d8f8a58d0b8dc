/** Gathers the bars of a channel: by hour and day from readings, by month from the table's months. */

import type { Bucket, SeriesBar } from "@mega/contract";
import {
  assert,
  type MonthKey,
  monthSpan,
  type ReadingNear,
  type SourceNo,
  type Span,
  stretchesOf,
  toUtcString,
} from "@mega/domain";
import type { LedgerView } from "@mega/ledger";
import { type ChannelInput, counterCell, type ShownMonth } from "@mega/reports";
import type { FiguresLedger } from "../ports.ts";
import { shownTenancy } from "../table/channel-inputs.ts";
import { barsOf } from "./bars.ts";

/** Readings of one source that bars are made from: 400 days by the quarter hour, and many more. */
const READINGS_MAX = 100_000;
/** Readings this far outside may still carry the first and the last bar. */
const MARGIN_MS = 25 * 3_600_000;

/** What bars are gathered from. */
export interface ChannelSeriesInput {
  readonly ledger: Pick<FiguresLedger, "readingsBetween">;
  readonly view: LedgerView;
  readonly monthsOf: (months: readonly MonthKey[]) => Promise<ReadonlyMap<MonthKey, ShownMonth>>;
  /** Bars of other spans are left out: they do not exist for who asks. */
  readonly isSeenIn: (span: Span) => boolean;
  readonly timeZone: string;
  readonly nowMs: number;
  readonly channel: Omit<ChannelInput, "months">;
}

/** Bars by hour or day, by time, then by counter. */
async function readingBars(
  input: ChannelSeriesInput,
  spans: readonly Span[],
): Promise<SeriesBar[]> {
  const { view, channel, nowMs } = input;
  const { channelNo } = channel;
  const whole = { fromMs: spans[0]?.fromMs ?? nowMs, toMs: spans.at(-1)?.toMs ?? nowMs };
  const tenancy = shownTenancy(view, channelNo);
  const bindings = view.bindings.get(channelNo) ?? [];
  const byCounter: SeriesBar[][] = [];
  for (const { counterNo, sourceNos, otherNos } of channel.counters) {
    const readings = new Map<SourceNo, readonly ReadingNear[]>();
    for (const sourceNo of sourceNos)
      if (!otherNos.includes(sourceNo))
        readings.set(sourceNo, await readingsOf(input, sourceNo, whole));
    const exchanges = view.exchanges.filter(({ oldSourceNo }) => readings.has(oldSourceNo));
    const tenancies = tenancy === undefined ? [] : [tenancy];
    byCounter.push(
      barsOf({
        counterNo,
        nowMs,
        spans,
        stretches: stretchesOf(counterNo, whole, bindings, exchanges, tenancies),
        sources: view.sources,
        readings,
        exchanges,
        rollovers: view.rollovers,
      }),
    );
  }
  return interleaved(byCounter);
}

async function readingsOf(
  { ledger }: ChannelSeriesInput,
  sourceNo: SourceNo,
  span: Span,
): Promise<readonly ReadingNear[]> {
  const fromMs = span.fromMs - MARGIN_MS;
  const toMs = span.toMs + MARGIN_MS;
  const stored = await ledger.readingsBetween(sourceNo, fromMs, toMs, READINGS_MAX);
  assert(stored.length < READINGS_MAX, "the limits of a series keep its readings below the limit");
  return stored.flatMap(({ status, count, takenAtMs, seq }) =>
    status === "accepted" && count !== null ? [{ takenAtMs, count, seq }] : [],
  );
}

/** Bars by month, equal to the cells of the table; by time, then by counter. */
async function monthBars(
  input: ChannelSeriesInput,
  months: readonly MonthKey[],
): Promise<SeriesBar[]> {
  const { channel, timeZone, nowMs } = input;
  const shown = await input.monthsOf(months);
  const byCounter = channel.counters.map((counter) =>
    months.map((month): SeriesBar => {
      const bounds = { month, ...monthSpan(month, timeZone) };
      const known = shown.get(month);
      const cell = counterCell(bounds, counter, channel.tenancy, known);
      const ended = bounds.toMs <= nowMs;
      const begun = known !== undefined && (channel.tenancy?.startedAtMs ?? nowMs) < bounds.toMs;
      const missing = cell.consumption === null && begun ? "gap" : null;
      return {
        from: toUtcString(bounds.fromMs),
        to: toUtcString(bounds.toMs),
        counterNo: counter.counterNo,
        consumption: cell.consumption,
        mark: cell.consumptionMark ?? (ended ? missing : begun ? "provisional" : null),
      };
    }),
  );
  return interleaved(byCounter);
}

function interleaved(byCounter: readonly (readonly SeriesBar[])[]): SeriesBar[] {
  const [first = [], second = []] = byCounter;
  return first.flatMap((bar, at) => {
    const other = second[at];
    return other === undefined ? [bar] : [bar, other];
  });
}

/** The bars of a bucket over spans. */
export function barsBy(
  bucket: Bucket,
  input: ChannelSeriesInput,
  parts: { readonly spans: readonly Span[]; readonly months: readonly MonthKey[] },
): Promise<SeriesBar[]> {
  const { isSeenIn, timeZone } = input;
  const months = parts.months.filter((month) => isSeenIn(monthSpan(month, timeZone)));
  const spans = parts.spans.filter(isSeenIn);
  return bucket === "month" ? monthBars(input, months) : readingBars(input, spans);
}
