/** The head of the table: channel, name, log time, years and months. */

import type { ChannelRow, TableMonth } from "@mega/contract";
import { formatMonth } from "@mega/locale";
import { language, words } from "../state/session.ts";
import { yearGroups } from "../table/table-view.ts";
import { choices, tickOnly } from "./choices.ts";

interface HeadsProps {
  readonly months: readonly TableMonth[];
  readonly rows: readonly ChannelRow[];
  /** Stands above the head on every sheet of paper. */
  readonly paperLine: string;
}

/** Where a year begins, a rule runs down the table. */
export function yearRule(months: readonly TableMonth[], index: number): string {
  const before = months[index - 1]?.month.slice(0, 4);
  return before !== undefined && before !== months[index]?.month.slice(0, 4) ? " ny" : "";
}

/** Two rows of heads, and a third one on paper. */
export function TableHeads({ months, rows, paperLine }: HeadsProps) {
  const { counters } = words.value;
  const hidden = choices.value.hiddenColumns;
  return (
    <thead>
      <tr class="paper">
        <td colSpan={3 + months.length}>{paperLine}</td>
      </tr>
      <tr>
        <th scope="col" rowSpan={2} class="stick k1">
          <div>
            <TickAll rows={rows} />
            <span>{counters.ch}</span>
          </div>
        </th>
        <th scope="col" rowSpan={2} class="stick k2">
          {hidden.includes("name") ? counters.units : counters.name}
        </th>
        <th scope="col" rowSpan={2} class="stick k3">
          {hidden.includes("logTime") ? counters.result : counters.logTime}
        </th>
        {yearGroups(months).map(({ year, count }, index) => (
          <th key={`${year} ${index}`} scope="colgroup" colSpan={count} class="yr">
            {year}
          </th>
        ))}
      </tr>
      <tr class="months">
        {months.map((month, index) => (
          <MonthHead key={month.month} month={month} rule={yearRule(months, index)} />
        ))}
      </tr>
    </thead>
  );
}

function TickAll({ rows }: { readonly rows: readonly ChannelRow[] }) {
  const used = rows.filter((row) => row.used).map((row) => row.channelNo);
  const all = used.length > 0 && used.every((no) => choices.value.ticked.includes(no));
  return (
    <input
      class="tick"
      type="checkbox"
      aria-label={words.value.counters.tickAll}
      checked={all}
      onChange={(event) => tickOnly(event.currentTarget.checked ? used : [])}
    />
  );
}

function MonthHead({ month, rule }: { readonly month: TableMonth; readonly rule: string }) {
  const { counters } = words.value;
  const long = formatMonth(month.month, language.value, "long");
  return (
    <th scope="col" class={`mo${month.provisional ? " now" : ""}${rule}`}>
      <abbr title={month.provisional ? counters.provisional(long) : long}>
        {formatMonth(month.month, language.value, "short")}
        {month.provisional ? " *" : ""}
      </abbr>
    </th>
  );
}
