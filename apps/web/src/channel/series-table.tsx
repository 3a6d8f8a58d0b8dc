/** The figures of the chart as a table. */

import type { Series } from "@mega/contract";
import { formatDecimal, unitSymbol } from "@mega/locale";
import { language, words } from "../state/session.ts";
import { barText } from "./chart-card.tsx";
import type { ChartSpan } from "./span.ts";

/** A line a span, a column a counter, and one more for what it is compared with. */
export function SeriesTable(props: { readonly series: Series; readonly span: ChartSpan }) {
  const { channel, counters, states } = words.value;
  const { series, span } = props;
  const main = series.bars.filter((bar) => bar.counterNo === series.counters[0]?.counterNo);
  const compared = (series.compare?.bars ?? []).filter(
    (bar) => bar.counterNo === series.counters[0]?.counterNo,
  );
  const marks: Readonly<Record<string, string>> = states.marks;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard.
    <section class="scroll" tabIndex={0} aria-label={channel.showData}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{channel.span}</th>
            {series.counters.map((counter) => (
              <th key={counter.counterNo} scope="col" class="num">
                {counters.diff(String(counter.counterNo))} ({unitSymbol(counter.unit)})
              </th>
            ))}
            {compared.length === 0 ? null : (
              <th scope="col" class="num">
                {channel.compared}
              </th>
            )}
            <th scope="col">{channel.mark}</th>
          </tr>
        </thead>
        <tbody>
          {main.map((bar, index) => (
            <tr key={bar.from}>
              <th scope="row">{barText(bar, span, "long")}</th>
              {series.counters.map(({ counterNo }) => {
                const found = series.bars.find(
                  (other) => other.counterNo === counterNo && other.from === bar.from,
                );
                return (
                  <td key={counterNo} class="num">
                    {formatDecimal(found?.consumption ?? null, language.value)}
                  </td>
                );
              })}
              {compared.length === 0 ? null : (
                <td class="num">
                  {formatDecimal(compared[index]?.consumption ?? null, language.value)}
                </td>
              )}
              <td>{bar.mark === null ? "" : (marks[bar.mark] ?? bar.mark)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
