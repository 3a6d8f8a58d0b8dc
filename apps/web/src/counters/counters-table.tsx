/** The table of the leaflet: four lines a channel, twelve months, totals. A native table. */

import type { ChannelRow, CountersTable as Table, TotalRow } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { useMemo } from "preact/hooks";
import { language, timeZone, words } from "../state/session.ts";
import { mostDecimals } from "../table/align.ts";
import { exportedRows, visibleMonths } from "../table/table-view.ts";
import { ChannelBody } from "./channel-body.tsx";
import { choices } from "./choices.ts";
import { TableHeads } from "./table-heads.tsx";
import { TotalLine } from "./total-line.tsx";

interface TableProps {
  readonly table: Table;
  readonly rows: readonly ChannelRow[];
  /** Totals of exactly the rows that are shown or ticked. */
  readonly totals: readonly TotalRow[];
}

/** The list of the picture before while it says the same: whoever is given it is not drawn anew. */
function useKept<T>(list: readonly T[]): readonly T[] {
  return useMemo(() => list, [JSON.stringify(list)]);
}

/** The table in its scrolling region. */
export function CountersTable({ table, rows, totals }: TableProps) {
  const { counters, shell } = words.value;
  const months = useKept(visibleMonths(table, choices.value));
  const most = mostDecimals(rows, choices.value.unit);
  const leaving = exportedRows(table, choices.value);
  const { location, model, mac, demo } = table.gateway;
  const time = formatDateTime(table.generatedAt, timeZone.value, language.value);
  const paperLine = [demo ? shell.demoWord : "", location, `${model} ${mac}`, time];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard.
    <section class="region" tabIndex={0} aria-label={counters.region}>
      <table class="ct">
        <caption>{counters.caption(location, `${model} ${mac}`, time)}</caption>
        <colgroup>
          <col class="c1" />
          <col class="c2" />
          <col class="c3" />
          <col span={Math.max(1, months.length)} />
        </colgroup>
        <TableHeads
          months={months}
          rows={rows}
          paperLine={paperLine.filter((text) => text !== "").join(" · ")}
        />
        {rows.map((row) => (
          <ChannelBody
            key={row.channelNo}
            row={row}
            months={months}
            most={most}
            leftOut={!leaving.includes(row)}
          />
        ))}
        <tfoot>
          {totals.map((total) => (
            <TotalLine
              key={`${total.medium} ${total.unit} ${total.counterNo} ${total.counterId}`}
              total={total}
              months={months}
              most={most}
            />
          ))}
        </tfoot>
      </table>
    </section>
  );
}
