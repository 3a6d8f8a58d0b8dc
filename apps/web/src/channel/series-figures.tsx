/** The charts of a series, one a counter, with their sums, keys and the same figures as a table. */

import type { ChannelDetail, Series, SeriesBar } from "@mega/contract";
import { formatDecimal, formatMonth, formatQuantity, unitSymbol } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { localDay } from "../time/zone.ts";
import { barText } from "./bar-text.ts";
import { Chart, type ChartBar, isMissing, niceTop } from "./chart.tsx";
import { ChartKeys } from "./chart-keys.tsx";
import { pairedBars } from "./compared.ts";
import { SeriesTable } from "./series-table.tsx";
import { type ChartSpan, spanText } from "./span.ts";
import { sumOf } from "./sum.ts";

interface FiguresProps {
  readonly series: Series;
  readonly span: ChartSpan;
  readonly detail: ChannelDetail;
}

/** Everything that is said about a span. */
export function SeriesFigures({ series, span, detail }: FiguresProps) {
  const { channel } = allWords.value;
  const compared = series.compare?.bars ?? [];
  const comparedKnown = compared.some((bar) => bar.consumption !== null);
  if (series.bars.every((bar) => bar.consumption === null) && !comparedKnown) {
    return <p class="empty chart-empty">{channel.noData}</p>;
  }
  const shown = series.counters.filter(
    ({ counterNo }) =>
      counterNo === 1 ||
      series.bars.some((bar) => bar.counterNo === counterNo && Number(bar.consumption) !== 0),
  );
  return (
    <>
      {shown.map((counter, index) => (
        <CounterFigure
          key={counter.counterNo}
          series={series}
          span={span}
          counter={counter}
          medium={detail.channel.medium ?? "electricity"}
          named={shown.length > 1}
          // Only injection is the reverse of what stands above; a volume has a chart of its own.
          below={index > 0 && counter.counterId === "export"}
        />
      ))}
      <ChartKeys bars={series.bars} compared={comparedKnown} />
      {span.compare !== undefined && !comparedKnown ? (
        <p class="gapnote">{notYet(span, detail)}</p>
      ) : null}
      <details>
        <summary>{channel.showData}</summary>
        <SeriesTable series={series} span={span} compared={comparedKnown} />
      </details>
    </>
  );
}

interface CounterFigureProps {
  readonly series: Series;
  readonly span: ChartSpan;
  readonly counter: Series["counters"][number];
  readonly medium: string;
  /** Whether the counter's name is said, as there is another one. */
  readonly named: boolean;
  readonly below: boolean;
}

function CounterFigure(props: CounterFigureProps) {
  const { series, span, counter, medium, named, below } = props;
  const { channel, config, states } = allWords.value;
  const ids: Readonly<Record<string, string>> = states.counterIds;
  const name = ids[counter.counterId] ?? counter.counterId;
  const bars: readonly ChartBar[] = pairedBars(series, counter.counterNo, span).map((pair) => ({
    ...pair,
    tick: barText(pair.bar, span, "tick"),
    title: `${barText(pair.bar, span, "long")}: ${formatQuantity(pair.bar.consumption, counter.unit, language.value)}`,
  }));
  const drawn = bars.flatMap(({ bar, compared }) => [bar.consumption, compared?.consumption]);
  const top = niceTop(Math.max(...drawn.map((text) => Number(text ?? 0))));
  // Bars to come and those before the period are not missing.
  const due = bars
    .map(({ bar }) => bar)
    .filter((bar) => bar.consumption !== null || isMissing(bar));
  const sum = sumText(due, counter);
  const others = series.compare?.bars.filter((bar) => bar.counterNo === counter.counterNo) ?? [];
  const otherSum = others.some((bar) => bar.consumption !== null)
    ? ` · ${config.said(channel.compared, sumText(others, counter))}`
    : "";
  const summary = `${named ? `${name}, ` : ""}${sum}${otherSum}`;
  return (
    <figure class={below ? "below" : ""} aria-label={name}>
      <figcaption class="axis">
        <span>
          {formatDecimal(top, language.value)} {unitSymbol(counter.unit)}
        </span>
        <span class="sum-of">{summary}</span>
      </figcaption>
      <Chart
        bars={bars}
        top={Number(top)}
        summary={`${spanText(span, timeZone.value, language.value)}, ${summary}`}
        medium={counter.counterId === "export" ? "of-export" : `of-${medium}`}
        below={below}
      />
    </figure>
  );
}

/** The sum of bars, and how many of them are not in it. */
function sumText(bars: readonly SeriesBar[], counter: Series["counters"][number]): string {
  const { channel } = allWords.value;
  const known = bars.flatMap(({ consumption }) => (consumption === null ? [] : [consumption]));
  const gaps = bars.filter(({ consumption }) => consumption === null).length;
  const quantity = formatQuantity(sumOf(known, counter.decimals), counter.unit, language.value);
  return gaps === 0 ? channel.sum(quantity) : channel.sumWithGaps(quantity, String(gaps));
}

/** Since when the channel has figures: its first reading, or the period's start; null for never. */
function startOf({ firstReadingAt, channel }: ChannelDetail): string | null {
  if (firstReadingAt === null || channel.firstInit === null) return firstReadingAt;
  return channel.firstInit > firstReadingAt ? channel.firstInit : firstReadingAt;
}

/** Why there is nothing to compare: over a year, when there will be. */
function notYet(span: ChartSpan, detail: ChannelDetail): string {
  const { channel } = allWords.value;
  const since = startOf(detail);
  if (span.compare !== "year" || since === null) return channel.noCompare;
  const [year = "", month = ""] = localDay(since, timeZone.value).split("-");
  const starts = formatMonth(`${Number(year) + 1}-${month}`, language.value, "long");
  return channel.comparisonStarts(starts);
}
