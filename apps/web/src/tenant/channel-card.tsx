/** One channel of a tenant: the month that runs, the months before as bars and in figures. */

import type { ChannelRow, CounterRow, CountersTable, Series } from "@mega/contract";
import {
  formatDateTime,
  formatDecimal,
  formatMonth,
  formatQuantity,
  unitSymbol,
} from "@mega/locale";
import { barText } from "../channel/bar-text.ts";
import { Chart, type ChartBar, niceTop } from "../channel/chart.tsx";
import { ChartKeys } from "../channel/chart-keys.tsx";
import { pairedBars } from "../channel/compared.ts";
import { type ChartSpan, spanOf } from "../channel/span.ts";
import { useSeries } from "../channel/use-series.ts";
import { inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { localDay } from "../time/zone.ts";
import { comparisonOf } from "./comparison.ts";

interface ChannelCardProps {
  readonly row: ChannelRow;
  readonly table: CountersTable;
}

/** Twelve months, and the same ones a year earlier. */
const wanted = new URLSearchParams({ p: "month", compare: "year" });

/** The card. */
export function ChannelCard({ row, table }: ChannelCardProps) {
  const { states, tenant } = allWords.value;
  const span = spanOf(wanted, Date.parse(table.generatedAt), timeZone.value);
  const { series } = useSeries(row.channelNo, span);
  const [first, second] = row.counters;
  const month = table.months[0]?.month;
  const id = `own-${row.channelNo}`;
  return (
    <section class="card own" aria-labelledby={id}>
      <div class="lead-line">
        <h2 id={id}>
          <i class={`key of-${row.medium ?? "electricity"}`} />
          {month === undefined
            ? row.name
            : tenant.month(
                mediumText(row, states.media),
                formatMonth(month, language.value, "long"),
              )}
        </h2>
        {row.logTime === null ? null : (
          <span>{tenant.until(formatDateTime(row.logTime, timeZone.value, language.value))}</span>
        )}
      </div>
      <p class="soft">{row.name}</p>
      {first === undefined ? null : <Big counter={first} />}
      {second === undefined ? null : <Second counter={second} />}
      {series === null ? null : (
        <Compared series={series} since={row.firstInit} now={table.generatedAt} />
      )}
      {series === null || first === undefined ? null : (
        <Bars series={series} span={span} row={row} counter={first} />
      )}
      <MonthsTable row={row} table={table} />
      <p>
        <a href={inside(`/channels/${row.channelNo}`)} data-inside>
          {tenant.more(String(row.channelNo))}
        </a>
      </p>
    </section>
  );
}

function mediumText(row: ChannelRow, media: Readonly<Record<string, string>>): string {
  return media[row.medium ?? "electricity"] ?? row.name;
}

function Big({ counter }: { readonly counter: CounterRow }) {
  const { tenant } = allWords.value;
  const consumption = counter.cells[0]?.consumption ?? null;
  if (consumption === null) return <p class="soft">{tenant.notYet}</p>;
  return (
    <p class="big">
      {formatDecimal(consumption, language.value)}{" "}
      <span class="unit">{unitSymbol(counter.unit)}</span>
    </p>
  );
}

/** What was given to the grid, where the meter counts it. */
function Second({ counter }: { readonly counter: CounterRow }) {
  const names: Readonly<Record<string, string>> = allWords.value.states.counterIds;
  const consumption = counter.cells[0]?.consumption ?? null;
  if (consumption === null) return null;
  return (
    <p class="soft">
      {names[counter.counterId] ?? counter.counterId}{" "}
      {formatQuantity(consumption, counter.unit, language.value)}
    </p>
  );
}

function Compared(props: {
  readonly series: Series;
  readonly since: string | null;
  readonly now: string;
}) {
  const { series, since, now } = props;
  const { tenant } = allWords.value;
  const found = comparisonOf(series, { since, now });
  const unit = series.counters[0]?.unit;
  if (found === null || unit === undefined) return <p class="soft small">{tenant.noCompare}</p>;
  const month = localDay(found.bar.from, timeZone.value).slice(0, 7);
  const lines = [
    [tenant.lastMonth, found.onMonth],
    [tenant.lastYear, found.onYear],
  ] as const;
  return (
    <dl class="cmp">
      <div>
        <dt>{formatMonth(month, language.value, "long")}</dt>
        <dd>{formatQuantity(found.bar.consumption, unit, language.value)}</dd>
      </div>
      {lines.map(([name, percent]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{percent === null ? "—" : percentText(percent)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** "7.1" → "+7,1 %". */
function percentText(percent: string): string {
  const sign = percent.startsWith("-") || /^0\.0$/.test(percent) ? "" : "+";
  return `${sign}${formatDecimal(percent, language.value)} %`;
}

function Bars(props: {
  readonly series: Series;
  readonly span: ChartSpan;
  readonly row: ChannelRow;
  readonly counter: CounterRow;
}) {
  const { series, span, row, counter } = props;
  const { tenant } = allWords.value;
  const bars: readonly ChartBar[] = pairedBars(series, 1, span).map((pair) => ({
    ...pair,
    tick: barText(pair.bar, span, "tick"),
    title: `${barText(pair.bar, span, "long")}: ${formatQuantity(pair.bar.consumption, counter.unit, language.value)}`,
  }));
  const drawn = bars.flatMap(({ bar, compared }) => [bar.consumption, compared?.consumption]);
  const top = niceTop(Math.max(...drawn.map((text) => Number(text ?? 0))));
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
        summary={tenant.bars(String(bars.length))}
        medium={`of-${row.medium ?? "electricity"}`}
        below={false}
      />
      <ChartKeys
        bars={series.bars}
        compared={bars.some(({ compared }) => compared?.consumption != null)}
      />
    </figure>
  );
}

function MonthsTable({ row, table }: ChannelCardProps) {
  const { channel, tenant } = allWords.value;
  const [counter] = row.counters;
  if (counter === undefined) return null;
  const unit = unitSymbol(counter.unit);
  const cells = counter.cells.filter(
    ({ index, consumption }) => index !== null || consumption !== null,
  );
  return (
    <details>
      <summary>{tenant.months}</summary>
      <table class="table mini">
        <thead>
          <tr>
            <th scope="col">{channel.month}</th>
            <th scope="col" class="num">
              {tenant.index} ({unit})
            </th>
            <th scope="col" class="num">
              DIFF ({unit})
            </th>
          </tr>
        </thead>
        <tbody>
          {cells.map(({ month, index, consumption }) => (
            <tr key={month}>
              <th scope="row">
                {formatMonth(month, language.value, "long")}
                {table.months.find((one) => one.month === month)?.provisional === true ? " *" : ""}
              </th>
              <td class="num">{formatDecimal(index, language.value)}</td>
              <td class="num">{formatDecimal(consumption, language.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{tenant.printed}</p>
    </details>
  );
}
