/** Bars of one counter with their axis and what their drawing means. */

import type { ChannelRow, CounterRow, Series, SeriesBar } from "@mega/contract";
import { formatDecimal, formatQuantity, unitSymbol } from "@mega/locale";
import { barText } from "../../channel/bar-text.ts";
import { Chart, type ChartBar, isMissing, niceTop } from "../../channel/chart.tsx";
import { language, words } from "../../state/session.ts";
import { tenantWords } from "../state/words.ts";

interface BarChartProps {
  readonly series: Series;
  readonly counter: Pick<CounterRow, "counterNo" | "unit">;
  readonly medium: ChannelRow["medium"];
  /** For those who do not see the bars. */
  readonly summary: string;
}

/** The chart. */
export function BarChart({ series, counter, medium, summary }: BarChartProps) {
  const { bucket, timeZone } = series;
  const text = (bar: SeriesBar, style: "tick" | "long") =>
    barText(bar, { bucket }, style, timeZone);
  const isOf = ({ counterNo }: SeriesBar) => counterNo === counter.counterNo;
  const others = new Map(
    (series.compare?.bars ?? []).filter(isOf).map((bar) => [text(bar, "tick"), bar]),
  );
  const bars: readonly ChartBar[] = series.bars.filter(isOf).map((bar) => ({
    bar,
    compared: others.get(text(bar, "tick")),
    tick: text(bar, "tick"),
    title: `${text(bar, "long")}: ${formatQuantity(bar.consumption, counter.unit, language.value)}`,
  }));
  const drawn = bars.flatMap(({ bar, compared }) => [bar.consumption, compared?.consumption]);
  const top = niceTop(Math.max(...drawn.map((figure) => Number(figure ?? 0))));
  return (
    <figure>
      <figcaption class="axis">
        <span>
          {formatDecimal(top, language.value)} {unitSymbol(counter.unit)}
        </span>
      </figcaption>
      <Chart
        bars={bars}
        top={Number(top)}
        summary={summary}
        medium={`of-${medium ?? "electricity"}`}
        below={false}
      />
      <Keys bars={bars} />
    </figure>
  );
}

/** What occurs, in words. */
function Keys({ bars }: { readonly bars: readonly ChartBar[] }) {
  const { keys } = tenantWords.value;
  const { marks } = words.value.states;
  const has = (mark: SeriesBar["mark"]) =>
    bars.some(({ bar }) => bar.mark === mark && bar.consumption !== null);
  const missing = bars.some(({ bar }) => isMissing(bar));
  const shown = [
    { shown: has("provisional"), drawn: "nowkey", text: keys.running },
    { shown: has("E"), drawn: "estkey", text: marks.E },
    { shown: has("I"), drawn: "estkey", text: marks.I },
    {
      shown: bars.some(({ compared }) => compared?.consumption != null),
      drawn: "ghostkey",
      text: keys.compared,
    },
  ].filter((key) => key.shown);
  return (
    <>
      {shown.length === 0 ? null : (
        <ul class="keys chart-keys">
          {shown.map(({ drawn, text }) => (
            <li key={text}>
              <i class={drawn} aria-hidden="true" /> {text}
            </li>
          ))}
        </ul>
      )}
      {missing ? <p class="gapnote">{keys.gap}</p> : null}
    </>
  );
}
