/**
 * The answer to GET /channels/:channelNo/series: consumption by hour, day or month, with a span to compare. Where
 * hours are not for who asks, the answer is by day and says why.
 */

import {
  type Bucket,
  fieldProblem,
  type HoursHidden,
  type Series,
  type SeriesBar,
  type SeriesQuery,
} from "@mega/contract";
import { parseInstant, type Span, toUtcString } from "@mega/domain";
import type { FiguresGround } from "../ports.ts";
import type { SeenFigures } from "../seen/seen-figures.ts";
import type { HoursRule } from "../stay/private-hours.ts";
import { barsBy, type ChannelSeriesInput } from "./channel-series.ts";
import { comparedSpan } from "./compared-span.ts";
import { barsMax, monthsOf as monthsOfSpan, spansOf } from "./spans-of.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** The bars of a channel. */
export async function channelSeries(
  ground: FiguresGround,
  seen: SeenFigures,
  channelNo: number,
  query: SeriesQuery,
): Promise<Series> {
  const { ledger, clock, installation } = ground;
  const { timeZone } = installation;
  const { input: channel, computed: view, monthsOf, isSeenIn } = await seen.channel(channelNo);
  const span = spanAsked(query);
  const nowMs = clock.nowMs();
  const input = { ledger, view, monthsOf, isSeenIn, timeZone, nowMs, channel };
  const compared =
    query.compare === undefined ? undefined : comparedSpan(span, query.compare, timeZone);
  for (const one of [span, compared]) if (one !== undefined) refuseTooMany(query, one, timeZone);
  const isHour = query.bucket === "hour";
  const hoursHidden = isHour ? whyHidden(seen.hoursOf(channelNo), input, [span, compared]) : null;
  const bucket = hoursHidden === null ? query.bucket : "day";
  return {
    channelNo,
    bucket,
    ...(hoursHidden === null ? {} : { hoursHidden }),
    ...written(span),
    timeZone,
    counters: channel.counters.map(({ counterNo, counterId, unit, decimals }) => ({
      counterNo,
      counterId,
      unit,
      decimals,
    })),
    bars: await barsOver(input, bucket, span),
    ...(compared === undefined
      ? {}
      : { compare: { ...written(compared), bars: await barsOver(input, bucket, compared) } }),
  };
}

/** Why hours of the spans are not shown, as far as who asks sees anything of them. */
function whyHidden(
  hours: HoursRule,
  { isSeenIn, timeZone }: ChannelSeriesInput,
  spans: readonly (Span | undefined)[],
): HoursHidden | null {
  const all = spans.flatMap((span) => (span && spansOf("hour", span, timeZone)) ?? []);
  return (
    all
      .filter(isSeenIn)
      .map(hours)
      .find((why) => why !== null) ?? null
  );
}

function refuseTooMany({ bucket, to }: SeriesQuery, span: Span, timeZone: string): void {
  const parts = bucket === "month" ? monthsOfSpan(span, timeZone) : spansOf(bucket, span, timeZone);
  if (parts !== undefined) return;
  const allowed = `at most ${barsMax[bucket]} bars by ${bucket}`;
  throw fieldProblem({ pointer: "/query/to", value: to, allowed });
}

function barsOver(input: ChannelSeriesInput, bucket: Bucket, span: Span): Promise<SeriesBar[]> {
  const { timeZone } = input;
  const spans = spansOf(bucket, span, timeZone) ?? [];
  const months = bucket === "month" ? (monthsOfSpan(span, timeZone) ?? []) : [];
  return barsBy(bucket, input, { spans, months });
}

function spanAsked({ from, to }: SeriesQuery): Span {
  const fromMs = instantOf("/query/from", from);
  const toMs = instantOf("/query/to", to);
  if (toMs > fromMs) return { fromMs, toMs };
  throw fieldProblem({ pointer: "/query/to", value: to, allowed: `an instant after ${from}` });
}

function instantOf(pointer: string, text: string): number {
  const atMs = parseInstant(text);
  if (atMs !== undefined && atMs >= EARLIEST_MS && atMs < LATEST_MS) return atMs;
  const allowed = "an instant of the years 2000 to 2099, RFC 3339 with Z or an offset";
  throw fieldProblem({ pointer, value: text, allowed, code: "format" });
}

function written({ fromMs, toMs }: Span): { from: string; to: string } {
  return { from: toUtcString(fromMs), to: toUtcString(toMs) };
}
