/** The figures of the chart as a table. */

import type { Series } from "@mega/contract";
import { formatDecimal, unitSymbol } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language } from "../state/session.ts";
import { barText } from "./bar-text.ts";
import { pairedBars } from "./compared.ts";
import type { ChartSpan } from "./span.ts";

interface SeriesTableProps {
  readonly series: Series;
  readonly span: ChartSpan;
  /** Whether there are figures to compare with. */
  readonly compared: boolean;
}

/** A line a span; columns for each counter, and for what each is compared with. */
export function SeriesTable({ series, span, compared }: SeriesTableProps) {
  const { channel, counters } = allWords.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard.
    <section class="scroll" tabIndex={0} aria-label={channel.showData}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{channel.span}</th>
            {series.counters.flatMap(({ counterNo, unit }) => {
              const name = `${counters.diff(String(counterNo))} (${unitSymbol(unit)})`;
              return [
                <NumberHead key={counterNo} text={name} />,
                compared ? (
                  <NumberHead key={`c${counterNo}`} text={`${name}, ${channel.compared}`} />
                ) : null,
              ];
            })}
            <th scope="col">{channel.mark}</th>
          </tr>
        </thead>
        <tbody>
          <Lines series={series} span={span} compared={compared} />
        </tbody>
      </table>
    </section>
  );
}

function NumberHead({ text }: { readonly text: string }) {
  return (
    <th scope="col" class="num">
      {text}
    </th>
  );
}

function Lines({ series, span, compared }: SeriesTableProps) {
  const { channel, states } = allWords.value;
  const marks: Readonly<Record<string, string>> = {
    ...states.marks,
    provisional: channel.provisionalBar,
  };
  const columns = series.counters.map(({ counterNo }) => pairedBars(series, counterNo, span));
  const figure = (text: string | null | undefined, key: string) => (
    <td key={key} class="num">
      {formatDecimal(text ?? null, language.value)}
    </td>
  );
  return (
    <>
      {(columns[0] ?? []).map(({ bar }, line) => {
        const said = columns.map((column) => column[line]?.bar.mark ?? null);
        const mark = said.find((candidate) => candidate !== null) ?? null;
        return (
          <tr key={bar.from}>
            <th scope="row">{barText(bar, span, "long")}</th>
            {columns.flatMap((column, index) => [
              figure(column[line]?.bar.consumption, `f${index}`),
              compared ? figure(column[line]?.compared?.consumption, `c${index}`) : null,
            ])}
            <td>{mark === null ? "" : (marks[mark] ?? mark)}</td>
          </tr>
        );
      })}
    </>
  );
}
