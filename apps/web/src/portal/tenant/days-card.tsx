/** The bars of a span with their sum, and the same figures as a table. */

import type { ChannelRow, CounterRow, Series, SeriesBar } from "@mega/contract";
import { formatDecimal, formatQuantity, unitSymbol } from "@mega/locale";
import { barText } from "../../channel/bar-text.ts";
import { isMissing } from "../../channel/chart.tsx";
import type { ChartSpan } from "../../channel/span.ts";
import { sumOf } from "../../channel/sum.ts";
import { language, words } from "../../state/session.ts";
import { tenantWords } from "../state/words.ts";
import { BarChart } from "./bar-chart.tsx";
import type { OwnChannel } from "./own-channels.ts";
import { useOwnSeries } from "./own-figures.ts";

interface DaysCardProps {
  readonly own: OwnChannel;
  readonly span: ChartSpan;
  readonly counter: CounterRow;
  readonly medium: ChannelRow["medium"];
  /** The span in words. */
  readonly name: string;
}

/** Everything about the span. */
export function DaysCard({ own, span, counter, medium, name }: DaysCardProps) {
  const { bucket, fromMs, toMs } = span;
  const { answer: series, failure } = useOwnSeries(own, { bucket, fromMs, toMs });
  const said = tenantWords.value;
  if (series === null) return <p class="soft">{failure ?? words.value.shell.loading}</p>;
  const bars = series.bars.filter(({ counterNo }) => counterNo === counter.counterNo);
  const figures = bars.flatMap(({ consumption }) => (consumption === null ? [] : [consumption]));
  const sum = sumOf(figures, counter.decimals);
  if (sum === null) return <p class="soft">{said.noBars}</p>;
  const quantity = formatQuantity(sum, counter.unit, language.value);
  return (
    <>
      <p class="own-sum">{bars.some(isMissing) ? said.sumKnown(quantity) : said.sum(quantity)}</p>
      <BarChart
        series={series}
        counter={counter}
        medium={medium}
        summary={bucket === "hour" ? said.hourBars(name) : said.dayBars(name)}
      />
      {series.hoursHidden === undefined ? null : <p class="soft small">{said.hourlyHidden}</p>}
      <details>
        <summary>{said.figures}</summary>
        <BarsTable series={series} bars={bars} unit={counter.unit} />
      </details>
    </>
  );
}

interface BarsTableProps {
  readonly series: Series;
  readonly bars: readonly SeriesBar[];
  readonly unit: string;
}

/** A line for each bar that has begun; marks in words. */
function BarsTable({ series, bars, unit }: BarsTableProps) {
  const said = tenantWords.value;
  const marks: Readonly<Record<string, string>> = {
    ...words.value.states.marks,
    provisional: said.keys.running,
  };
  const shown = bars.filter(({ consumption, mark }) => consumption !== null || mark !== null);
  return (
    <table class="table own-table">
      <thead>
        <tr>
          <th scope="col">{series.bucket === "hour" ? said.hourColumn : said.dayColumn}</th>
          <th scope="col" class="num">
            {said.consumption} ({unitSymbol(unit)})
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((bar) => (
          <tr key={bar.from}>
            <th scope="row">{barText(bar, series, "long", series.timeZone)}</th>
            <td class="num">
              {formatDecimal(bar.consumption, language.value)}
              {bar.mark === null ? null : <small>{marks[bar.mark] ?? bar.mark}</small>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
