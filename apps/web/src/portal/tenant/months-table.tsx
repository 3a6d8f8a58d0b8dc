/** The months of a channel in figures, as printed, with their marks and changes. */

import type { CounterRow, CountersTable, Series } from "@mega/contract";
import { formatDecimal, formatMonth, unitSymbol } from "@mega/locale";
import { Mark } from "../../counters/marks.tsx";
import { language } from "../../state/session.ts";
import { localDay } from "../../time/zone.ts";
import { tenantWords } from "../state/words.ts";
import { type MonthChange, monthChanges } from "./month-changes.ts";
import { percentText } from "./percent-text.ts";
import { firstWholeMonth } from "./same-days.ts";

interface MonthsTableProps {
  readonly table: CountersTable;
  readonly counter: CounterRow;
  /** Bars by month with those a year earlier; null until they have come. */
  readonly months: Series | null;
  readonly since: string;
}

/** The table; months of which nothing is known have no line. */
export function MonthsTable({ table, counter, months, since }: MonthsTableProps) {
  const said = tenantWords.value;
  const unit = unitSymbol(counter.unit);
  const lines = counter.cells.filter(
    ({ index, consumption }) => index !== null || consumption !== null,
  );
  const changes = monthChanges({
    months: table.months,
    cells: counter.cells,
    earlier: earlierMonths(months, counter.counterNo),
    firstWhole: firstWholeMonth(since, table.timeZone),
  });
  const running = new Set(
    table.months.filter(({ provisional }) => provisional).map(({ month }) => month),
  );
  return (
    <details class="months">
      <summary>{said.months}</summary>
      <table class="table own-table">
        <thead>
          <tr>
            <th scope="col">{said.monthColumn}</th>
            <th scope="col" class="num">
              {said.indexColumn} ({unit})
            </th>
            <th scope="col" class="num">
              {said.consumption} ({unit})
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((cell) => (
            <tr key={cell.month}>
              <th scope="row">
                {formatMonth(cell.month, language.value, "long")}
                {running.has(cell.month) ? " *" : ""}
              </th>
              <td class="num">
                {formatDecimal(cell.index, language.value)} <Mark mark={cell.indexMark} />
              </td>
              <td class="num">
                {formatDecimal(cell.consumption, language.value)}{" "}
                <Mark mark={cell.consumptionMark} />
                <Change change={changes.get(cell.month)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">
        {said.printed}
        {lines.some(({ month }) => running.has(month)) ? ` ${said.provisional}.` : ""}
      </p>
    </details>
  );
}

function Change({ change }: { readonly change: MonthChange | undefined }) {
  const said = tenantWords.value;
  const { onMonth = null, onYear = null } = change ?? {};
  return (
    <>
      {onMonth === null ? null : <small>{said.onMonth(percentText(onMonth))}</small>}
      {onYear === null ? null : <small>{said.onYear(percentText(onYear))}</small>}
    </>
  );
}

/** Printed consumption of the months a year earlier, as far as they are whole. */
function earlierMonths(series: Series | null, counterNo: number): ReadonlyMap<string, string> {
  const bars = series?.compare?.bars ?? [];
  const unlike = ["provisional", "gap", "Q"];
  return new Map(
    bars.flatMap((bar) =>
      bar.counterNo === counterNo &&
      bar.consumption !== null &&
      !unlike.includes(bar.mark ?? "") &&
      series !== null
        ? [[localDay(bar.from, series.timeZone).slice(0, 7), bar.consumption] as const]
        : [],
    ),
  );
}
