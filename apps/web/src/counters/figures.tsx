/** The figures of the rows that are chosen: a table, or on a phone cards. */

import type { CountersTable as Table } from "@mega/contract";
import { setParams } from "../state/address.ts";
import { words } from "../state/session.ts";
import { exportedRows, visibleRows } from "../table/table-view.ts";
import { ChannelCards } from "./channel-cards.tsx";
import { choices } from "./choices.ts";
import { CountersTable } from "./counters-table.tsx";
import { useTotals } from "./use-totals.ts";

/** The table or the cards; the page around gives the parts of the rows. */
export function Figures({ shown, narrow }: { readonly shown: Table; readonly narrow: boolean }) {
  const { counters } = words.value;
  const rows = visibleRows(shown, choices.value);
  const leaving = exportedRows(shown, choices.value).map((row) => row.channelNo);
  const totals = useTotals(shown, leaving);
  if (rows.length === 0) {
    return <Nothing text={counters.noMatch} onShow={() => setParams({ q: null, ch: null })} />;
  }
  return narrow ? (
    <ChannelCards table={shown} rows={rows} />
  ) : (
    <CountersTable table={shown} rows={rows} totals={totals} />
  );
}

/** Why there is no figure, with the way to all of them. */
export function Nothing({ text, onShow }: { readonly text: string; readonly onShow: () => void }) {
  return (
    <div class="empty">
      <p>{text}</p>
      <button type="button" class="btn" onClick={onShow}>
        {words.value.counters.showEverything}
      </button>
    </div>
  );
}
