/** Which channels and months are shown, and how they leave the page. */

import type { CountersTable } from "@mega/contract";
import { formatCount } from "@mega/locale";
import { Segments } from "../shell/segments.tsx";
import { setParams } from "../state/address.ts";
import { language, words } from "../state/session.ts";
import { exportedRows, visibleMonths } from "../table/table-view.ts";
import { ChannelField } from "./channel-field.tsx";
import { choices, tickOnly } from "./choices.ts";
import { ColumnsButton } from "./columns-button.tsx";
import { Exports } from "./exports.tsx";

interface ToolbarProps {
  readonly table: CountersTable;
  readonly narrow: boolean;
}

/** The bar above the table. */
export function Toolbar({ table, narrow }: ToolbarProps) {
  const { counters } = words.value;
  const chosen = choices.value;
  return (
    <section class="bar no-print" aria-label={counters.toolbar}>
      <ChannelField table={table} />
      <div class="field">
        <label for="q">{counters.search}</label>
        <input
          class="input"
          id="q"
          type="search"
          value={chosen.search}
          onInput={(event) => setParams({ q: event.currentTarget.value })}
        />
      </div>
      <Segments
        name="show"
        label={counters.shown}
        value={chosen.show}
        options={[
          ["active", counters.active],
          ["all", counters.all],
        ]}
      />
      <Segments
        name="unit"
        label={counters.unit}
        value={chosen.unit}
        options={[
          ["auto", counters.unitAuto],
          ["Wh", "Wh"],
          ["kWh", "kWh"],
        ]}
      />
      {narrow ? null : (
        <Segments
          name="order"
          label={counters.order}
          value={chosen.order}
          options={[
            ["newest", counters.newestFirst],
            ["calendar", counters.calendar],
          ]}
        />
      )}
      {narrow ? null : <ColumnsButton table={table} />}
      <div class="push">
        <Scope table={table} />
        {narrow ? <ColumnsButton table={table} /> : null}
        <Exports table={table} narrow={narrow} />
      </div>
    </section>
  );
}

/** What would leave the page, in words. */
function Scope({ table }: { readonly table: CountersTable }) {
  const { counters } = words.value;
  const rows = exportedRows(table, choices.value);
  const months = visibleMonths(table, choices.value);
  const ticked = rows.filter((row) => choices.value.ticked.includes(row.channelNo)).length;
  const count = (n: number) => formatCount(n, language.value);
  return (
    <span class="scope">
      {ticked === 0 ? null : (
        <>
          <b>{counters.selected(count(ticked))}</b>{" "}
          <button type="button" class="btn btn--quiet" onClick={() => tickOnly([])}>
            {counters.clearSelection}
          </button>{" "}
        </>
      )}
      {counters.scope(count(rows.length), count(months.length))}
    </span>
  );
}
