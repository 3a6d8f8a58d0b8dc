/** The channels, one a row: a table to the eye on a wide screen, a card each on a narrow one. */

import type { GatewayConfig } from "@mega/contract";
import { address, inside, setParams } from "../../state/address.ts";
import { allWords } from "../../state/all-words.ts";
import { table } from "../../state/readings.ts";
import { gateway } from "../../state/session.ts";
import { rows } from "../state/config-state.ts";
import { openDialog } from "../state/dialogs.ts";
import { ChannelRow } from "./channel-row.tsx";
import { opened } from "./opened.ts";

/** The card with the rows. */
export function ChannelEditor({ of }: { readonly of: GatewayConfig }) {
  const { config, counters } = allWords.value;
  const activeOnly = address.value.params.get("show") !== "all";
  const shown = rows.value.filter((row) => !activeOnly || row.channel !== null);
  const firstFree = rows.value.find((row) => row.channel === null)?.channelNo ?? 1;
  return (
    <section class="card ed" aria-labelledby="channels-title">
      <div class="card-head">
        <div>
          <h2 id="channels-title">{config.channels}</h2>
          <p class="small soft">{config.channelsNote}</p>
        </div>
        <PasteButton firstNo={firstFree} />
      </div>
      {shown.length === 0 ? (
        <NoChannelYet note={config.noChannelYet} />
      ) : (
        <ol class="chans" aria-label={config.channels} onPaste={pasted}>
          <li class="chan-heads" aria-hidden="true">
            <span>{counters.ch}</span>
            <span>{config.fields.address}</span>
            <span>{config.fields.bus}</span>
            <span>{config.fields.profile}</span>
            <span>{config.fields.unit}</span>
            <span>{config.fields.name}</span>
            <span>{config.fields.errorMail}</span>
            <span class="num">{config.fields.counter1}</span>
            <span class="num">{config.fields.counter2}</span>
            <span>{config.lastSeen}</span>
            <span />
          </li>
          {shown.map((row) => (
            <ChannelRow
              key={row.channelNo}
              row={row}
              figures={table.value?.rows[row.channelNo - 1]}
              isOpen={opened.value.has(row.channelNo)}
              buses={of.buses}
              p1Ports={of.p1Ports}
              mqtt={of.mqtt}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

/** The ways to the first channel. */
function NoChannelYet({ note }: { readonly note: string }) {
  const { setup } = allWords.value;
  return (
    <div class="empty">
      <p>{note}</p>
      <p class="row">
        {(gateway.value?.counts.buses ?? 0) === 0 ? null : (
          <a class="btn" href={inside("/bus")} data-inside>
            {setup.steps.channels.go}
          </a>
        )}
        <button type="button" class="btn" onClick={() => setParams({ show: "all" })}>
          {setup.byHand}
        </button>
      </p>
    </div>
  );
}

function PasteButton({ firstNo }: { readonly firstNo: number }) {
  const { config } = allWords.value;
  return (
    <button
      type="button"
      class="btn"
      onClick={() => openDialog({ kind: "paste", text: "", firstNo })}
    >
      {config.paste}
    </button>
  );
}

/** A table on the clipboard is proposed; a single cell goes into its field as ever. */
function pasted(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/\t|\n.*\S/.test(text.trim())) return;
  const row = (event.target as Element | null)?.closest<HTMLElement>("[data-channel]");
  event.preventDefault();
  openDialog({ kind: "paste", text, firstNo: Number(row?.dataset["channel"] ?? "1") });
}
