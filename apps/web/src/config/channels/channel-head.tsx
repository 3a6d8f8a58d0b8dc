/** The two ends of a row: CHx, which reads the meter, and the menu with what else can be done. */

import type { ChannelRow as Figures } from "@mega/contract";
import { Chevron, Dots } from "../../shell/icons.tsx";
import { Popover } from "../../shell/popover.tsx";
import { inside } from "../../state/address.ts";
import { allWords } from "../../state/all-words.ts";
import { reading } from "../../state/readings.ts";
import type { DraftRow } from "../draft/document.ts";
import { clearChannel, setUnused } from "../draft/edit-row.ts";
import { dropSlips, edit } from "../state/config-state.ts";
import { openDialog } from "../state/dialogs.ts";
import { toggleRow } from "./opened.ts";
import { readRow } from "./read-row.ts";

interface HeadProps {
  readonly row: DraftRow;
  readonly figures: Figures | undefined;
}

/** The CHx button; it reads what is stored, so a channel that is not yet stored has none. */
export function ChannelHead({ row, figures }: HeadProps) {
  const { counters } = allWords.value;
  const { channelNo } = row;
  if (figures?.used !== true) return <span class="chb c-ch">CH{channelNo}</span>;
  const busy = reading.value.has(channelNo);
  return (
    <button
      type="button"
      class={busy ? "chb c-ch st--busy" : "chb c-ch"}
      aria-label={`CH${channelNo}, ${counters.chButton(String(channelNo))}`}
      aria-busy={busy}
      onClick={() => void readRow(channelNo)}
    >
      CH{channelNo}
    </button>
  );
}

/** The ⋯ menu and the button that opens the further fields. */
export function ChannelMenu({ row, isOpen }: { readonly row: DraftRow; readonly isOpen: boolean }) {
  const { config, counters } = allWords.value;
  const { channelNo } = row;
  return (
    <span class="c-end">
      <Popover
        label={<Dots />}
        name={counters.actions(String(channelNo))}
        buttonClass="btn btn--quiet dots"
      >
        {(close) => <Actions row={row} close={close} />}
      </Popover>
      <button
        type="button"
        class="btn btn--quiet dots"
        aria-expanded={isOpen}
        aria-label={config.detailOf(String(channelNo))}
        disabled={row.channel === null}
        onClick={() => toggleRow(channelNo)}
      >
        <Chevron to={isOpen ? "up" : "down"} />
      </button>
    </span>
  );
}

function Actions({ row, close }: { readonly row: DraftRow; readonly close: () => void }) {
  const { config, counters } = allWords.value;
  const { channelNo } = row;
  const act = (deed: () => void) => () => {
    close();
    deed();
  };
  const change = (how: typeof setUnused) =>
    act(() => {
      dropSlips(`/row/${channelNo}/`);
      edit((before) => how(before, channelNo));
    });
  return (
    <ul class="menu">
      {row.meter === null ? null : (
        <li>
          <a href={inside(`/channels/${channelNo}`)} data-inside onClick={close}>
            {counters.details}
          </a>
        </li>
      )}
      <li>
        <button
          type="button"
          onClick={act(() => openDialog({ kind: "paste", text: "", firstNo: channelNo }))}
        >
          {config.pasteHere}
        </button>
      </li>
      {row.meter === null ? null : (
        <li>
          <button type="button" onClick={change(setUnused)}>
            {config.setUnused}
          </button>
        </li>
      )}
      {row.channel === null ? null : (
        <li>
          <button type="button" onClick={change(clearChannel)}>
            {config.clear}
          </button>
        </li>
      )}
    </ul>
  );
}
