/** Consumption over a span, with its neighbours one step away and the same figures as a table. */

import type { ChannelDetail, Series, SeriesBar } from "@mega/contract";
import {
  dateFields,
  formatDate,
  formatDecimal,
  formatMonth,
  formatQuantity,
  formatTime,
  unitSymbol,
} from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { fetchSeries } from "../api/client.ts";
import { Segments } from "../counters/toolbar.tsx";
import { Chevron } from "../shell/icons.tsx";
import { address, setParams } from "../state/address.ts";
import { changes } from "../state/readings.ts";
import { failureText, language, timeZone, words } from "../state/session.ts";
import { localDay } from "../time/zone.ts";
import { Chart, type ChartBar, niceTop } from "./chart.tsx";
import { SeriesTable } from "./series-table.tsx";
import { type ChartSpan, movedDay, spanOf, spanText } from "./span.ts";
import { sumOf } from "./sum.ts";

/** The chart card of a channel. */
export function ChartCard({ detail }: { readonly detail: ChannelDetail }) {
  const { channel, shell } = words.value;
  const nowMs = Date.parse(detail.generatedAt);
  const span = spanOf(address.value.params, nowMs, timeZone.value);
  const { series, failure } = useSeries(detail.channel.channelNo, span);
  const first = detail.firstReadingAt === null ? nowMs : Date.parse(detail.firstReadingAt);
  const by = { hour: channel.byHour, day: channel.byDay, month: channel.byMonth }[span.bucket];
  return (
    <section class="card" aria-labelledby="chart-title">
      <div class="card-head">
        <h2 id="chart-title">
          {spanText(span, timeZone.value, language.value)}{" "}
          <span class="unit small">
            {unitSymbol(series?.counters[0]?.unit ?? "")} {by}
          </span>
        </h2>
        <SpanButtons span={span} first={first <= span.fromMs} last={nowMs < span.toMs} />
      </div>
      <div class="bar chart-bar no-print">
        <Segments
          name="p"
          label={channel.bucket}
          value={span.bucket}
          options={[
            ["month", channel.month],
            ["day", channel.day],
            ["hour", channel.hour],
          ]}
        />
        <CompareField span={span} />
      </div>
      {failure === null ? null : (
        <p class="banner banner--bad" role="alert">
          {failure}
        </p>
      )}
      {series === null ? (
        failure === null && <p class="muted chart-wait">{shell.loading}</p>
      ) : (
        <Figures series={series} span={span} medium={detail.channel.medium ?? "electricity"} />
      )}
    </section>
  );
}

function SpanButtons(props: {
  readonly span: ChartSpan;
  readonly first: boolean;
  readonly last: boolean;
}) {
  const { channel } = words.value;
  return (
    <div class="row no-print">
      <button
        type="button"
        class="btn btn--icon"
        aria-label={channel.previous}
        aria-disabled={!props.first}
        onClick={() => props.first && setParams({ d: movedDay(props.span, -1) })}
      >
        <Chevron to="left" />
      </button>
      <button type="button" class="btn" onClick={() => setParams({ d: null })}>
        {channel.today}
      </button>
      <button
        type="button"
        class="btn btn--icon"
        aria-label={channel.next}
        aria-disabled={props.last}
        onClick={() => props.last || setParams({ d: movedDay(props.span, 1) })}
      >
        <Chevron to="right" />
      </button>
    </div>
  );
}

function CompareField({ span }: { readonly span: ChartSpan }) {
  const { channel } = words.value;
  return (
    <div class="field">
      <label for="compare">{channel.compare}</label>
      <select
        id="compare"
        class="select"
        value={span.compare ?? ""}
        onChange={(event) => setParams({ compare: event.currentTarget.value })}
      >
        <option value="">{channel.compareNone}</option>
        <option value="previous">{channel.comparePrevious}</option>
        <option value="year">{channel.compareYear}</option>
      </select>
    </div>
  );
}

function useSeries(channelNo: number, span: ChartSpan) {
  const [state, setState] = useState<{ series: Series | null; failure: string | null }>({
    series: null,
    failure: null,
  });
  const version = changes.value;
  const { bucket, fromMs, toMs, compare } = span;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when figures changed.
  useEffect(() => {
    let stale = false;
    const bounds = {
      bucket,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
    };
    fetchSeries(channelNo, bounds, compare).then(
      (series) => stale || setState({ series, failure: null }),
      (error) => stale || setState({ series: null, failure: failureText(error).text }),
    );
    return () => {
      stale = true;
    };
  }, [channelNo, bucket, fromMs, toMs, compare, version]);
  return state;
}

function Figures(props: {
  readonly series: Series;
  readonly span: ChartSpan;
  readonly medium: string;
}) {
  const { channel, states } = words.value;
  const { series, span, medium } = props;
  const compared = series.compare?.bars ?? [];
  if (series.bars.every((bar) => bar.consumption === null) && compared.length === 0) {
    return <p class="empty chart-empty">{channel.noData}</p>;
  }
  const ids: Readonly<Record<string, string>> = states.counterIds;
  const shown = series.counters.filter(
    ({ counterNo }) =>
      counterNo === 1 ||
      series.bars.some((bar) => bar.counterNo === counterNo && Number(bar.consumption) !== 0),
  );
  const comparedKnown = compared.some((bar) => bar.consumption !== null);
  return (
    <>
      {shown.map((counter, index) => {
        const bars = chartBars(series, counter.counterNo, span, counter.unit);
        const summary = sumText(
          bars.map(({ bar }) => bar),
          counter.decimals,
          counter.unit,
        );
        const top = niceTop(Math.max(...bars.map(({ bar }) => Number(bar.consumption ?? 0))));
        const name = ids[counter.counterId] ?? counter.counterId;
        return (
          <figure key={counter.counterNo} aria-label={name}>
            <figcaption class="axis">
              <span>
                {formatDecimal(String(top), language.value)} {unitSymbol(counter.unit)}
              </span>
              <span>
                {shown.length > 1 ? `${name} : ` : ""}
                {summary}
              </span>
            </figcaption>
            <Chart
              bars={bars}
              summary={`${spanText(span, timeZone.value, language.value)}, ${name}: ${summary}`}
              medium={counter.counterId === "export" ? "m-export" : `m-${medium}`}
              below={index > 0}
            />
          </figure>
        );
      })}
      <ChartKeys bars={series.bars} compared={comparedKnown} />
      {span.compare !== undefined && !comparedKnown ? (
        <p class="gapnote">{channel.noCompare}</p>
      ) : null}
      <details>
        <summary>{channel.showData}</summary>
        <SeriesTable series={series} span={span} />
      </details>
    </>
  );
}

function ChartKeys({ bars, compared }: { bars: readonly SeriesBar[]; compared: boolean }) {
  const { channel, states } = words.value;
  const has = (mark: SeriesBar["mark"]) => bars.some((bar) => bar.mark === mark);
  const gap = bars.some((bar) => bar.mark === "gap");
  return (
    <>
      <ul class="keys chart-keys">
        {has("provisional") ? (
          <li>
            <i class="nowkey" /> {states.marks.provisional}
          </li>
        ) : null}
        {has("E") ? (
          <li>
            <i class="estkey" /> {states.marks.E}
          </li>
        ) : null}
        {has("I") ? (
          <li>
            <i class="estkey" /> {states.marks.I}
          </li>
        ) : null}
        {gap ? (
          <li>
            <i class="hatch" /> {states.marks.gap}
          </li>
        ) : null}
        {compared ? (
          <li>
            <i class="ghostkey" /> {channel.compared}
          </li>
        ) : null}
      </ul>
      {gap ? <p class="gapnote">{channel.gapNote}</p> : null}
    </>
  );
}

function chartBars(
  series: Series,
  counterNo: number,
  span: ChartSpan,
  unit: string,
): readonly ChartBar[] {
  const of = (bars: readonly SeriesBar[]) => bars.filter((bar) => bar.counterNo === counterNo);
  const compared = of(series.compare?.bars ?? []);
  return of(series.bars).map((bar, index) => ({
    bar,
    compared: compared[index],
    tick: barText(bar, span, "tick"),
    title: `${barText(bar, span, "long")}: ${formatQuantity(bar.consumption, unit, language.value)}`,
  }));
}

/** How a bar is named: the hour, the day or the month at its start. */
export function barText(bar: SeriesBar, span: ChartSpan, style: "tick" | "long"): string {
  const zone = timeZone.value;
  if (span.bucket === "month") {
    const month = localDay(bar.from, zone).slice(0, 7);
    return formatMonth(month, language.value, style === "tick" ? "short" : "long");
  }
  if (span.bucket === "day") {
    const { day } = dateFields(bar.from, zone);
    return style === "tick" ? String(Number(day)) : formatDate(bar.from, zone, language.value);
  }
  const from = formatTime(bar.from, zone);
  return style === "tick" ? from : `${from}–${formatTime(bar.to, zone)}`;
}

function sumText(bars: readonly SeriesBar[], decimals: number, unit: string): string {
  const { channel } = words.value;
  const known = bars.flatMap(({ consumption }) => (consumption === null ? [] : [consumption]));
  const gaps = bars.filter((bar) => bar.mark === "gap").length;
  const quantity = formatQuantity(sumOf(known, decimals), unit, language.value);
  return gaps === 0 ? channel.sum(quantity) : channel.sumWithGaps(quantity, String(gaps));
}
