/** GET /channels/:channelNo/series: consumption by hour, day or month, with a span to compare. */

import type { Series, SeriesBar, SeriesQuery } from "@mega/contract";
import { parseInstant, type Span, toUtcString } from "@mega/domain";
import type { SeenFigures } from "../counters/seen-figures.ts";
import { barsBy, type ChannelSeriesInput } from "../series/channel-series.ts";
import { comparedSpan } from "../series/compared-span.ts";
import { barsMax, monthsOf as monthsOfSpan, spansOf } from "../series/spans-of.ts";
import type { ApiContext } from "./api-context.ts";
import { fieldProblem } from "./problem.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** The bars of a channel. */
export async function channelSeries(
  context: ApiContext,
  seen: SeenFigures,
  channelNo: number,
  query: SeriesQuery,
): Promise<Series> {
  const { ledger, clock, installation } = context;
  const { timeZone } = installation;
  const { input: channel, computed: view, monthsOf, isSeenIn } = await seen.channel(channelNo);
  if (query.bucket === "hour" && !seen.hourly) throw hourlyNotChosen();
  const span = spanAsked(query);
  const nowMs = clock.nowMs();
  const input = { ledger, view, monthsOf, isSeenIn, timeZone, nowMs, channel };
  const compared =
    query.compare === undefined ? undefined : comparedSpan(span, query.compare, timeZone);
  return {
    channelNo,
    bucket: query.bucket,
    ...written(span),
    timeZone,
    counters: channel.counters.map(({ counterNo, counterId, unit, decimals }) => ({
      counterNo,
      counterId,
      unit,
      decimals,
    })),
    bars: await barsOver(input, query, span),
    ...(compared === undefined
      ? {}
      : { compare: { ...written(compared), bars: await barsOver(input, query, compared) } }),
  };
}

async function barsOver(
  input: ChannelSeriesInput,
  { bucket, to }: SeriesQuery,
  span: Span,
): Promise<SeriesBar[]> {
  const spans = spansOf(bucket, span, input.timeZone);
  const months = bucket === "month" ? monthsOfSpan(span, input.timeZone) : [];
  if (spans === undefined || months === undefined) {
    const allowed = `at most ${barsMax[bucket]} bars by ${bucket}`;
    throw fieldProblem({ pointer: "/query/to", value: to, allowed });
  }
  return barsBy(bucket, input, { spans, months });
}

/** Values by the hour tell when somebody sleeps: only the tenant himself allows them. */
function hourlyNotChosen(): Error {
  return fieldProblem({
    pointer: "/query/bucket",
    value: "hour",
    allowed: "day, month; hour once you have allowed values by the hour yourself",
    error: "FORBIDDEN",
    hint: "PUT /session/hourly.",
  });
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
