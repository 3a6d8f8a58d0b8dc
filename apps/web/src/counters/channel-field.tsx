/** The leaflet's "Print Channel (0=All)": a number, a name, or 0 for all. */

import type { CountersTable } from "@mega/contract";
import { useEffect, useId, useState } from "preact/hooks";
import { setParams } from "../state/address.ts";
import { announce, words } from "../state/session.ts";
import { channelMeant } from "../table/table-view.ts";
import { choices } from "./choices.ts";

/** The field with its list of channels. What is unclear is marked and changes nothing. */
export function ChannelField({ table }: { readonly table: CountersTable }) {
  const { counters } = words.value;
  const id = useId();
  const { channelNo } = choices.value;
  const row = table.rows.find((candidate) => candidate.channelNo === channelNo);
  const shown = row === undefined ? counters.allChannels : nameOf(row.channelNo, row.name);
  const [typed, setTyped] = useState(shown);
  const [unclear, setUnclear] = useState(false);
  useEffect(() => setTyped(shown), [shown]);
  const take = (text: string) => {
    const meant = channelMeant(text, table.rows);
    setUnclear(meant === undefined);
    if (meant === undefined) {
      announce(counters.channelUnclear);
      return;
    }
    setTyped(meant === channelNo ? shown : text);
    setParams({ ch: meant === 0 ? null : String(meant) });
  };
  return (
    <div class="field">
      <label for={id}>{counters.channel}</label>
      <input
        class="input"
        id={id}
        list={`${id}-list`}
        value={typed}
        title={counters.channelHint}
        aria-invalid={unclear}
        aria-describedby={`${id}-hint`}
        autocomplete="off"
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <small id={`${id}-hint`} class={unclear ? "err" : "vh"}>
        {unclear ? counters.channelUnclear : counters.channelHint}
      </small>
      <datalist id={`${id}-list`}>
        <option value={counters.allChannels} />
        {table.rows
          .filter(({ used }) => used)
          .map(({ channelNo: no, name }) => (
            <option key={no} value={nameOf(no, name)} />
          ))}
      </datalist>
    </div>
  );
}

function nameOf(channelNo: number, name: string): string {
  return name === "" ? String(channelNo) : `${channelNo} = ${name}`;
}
