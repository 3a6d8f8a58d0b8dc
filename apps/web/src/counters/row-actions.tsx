/** What can be done with a channel: CHx reads it, a double click or the menu asks for a period. */

import type { ChannelRow } from "@mega/contract";
import { useRef } from "preact/hooks";
import { isTyped, mayEnter } from "../entered/awaiting.tsx";
import { UndoItem } from "../period/undo-button.tsx";
import { Dots } from "../shell/icons.tsx";
import { Popover } from "../shell/popover.tsx";
import { inside } from "../state/address.ts";
import { enteredOf } from "../state/entered.ts";
import { periodOf } from "../state/period.ts";
import { reading, readOne } from "../state/readings.ts";
import { mayStartPeriod } from "../state/rights.ts";
import { words } from "../state/session.ts";

/** A double click is waited for, so that its first click does not read the meter. */
const DOUBLE_CLICK_MS = 300;

/** The CHx button. The keyboard reads at once; a double click only opens the dialog. */
export function ChannelButton({ row }: { readonly row: ChannelRow }) {
  const { counters, doors } = words.value;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  if (!row.used) return <span class="chb">CH{row.channelNo}</span>;
  const busy = reading.value.has(row.channelNo);
  const click = (event: MouseEvent) => {
    clearTimeout(timer.current);
    if (event.detail === 0) readOrType(row);
    else if (event.detail === 1) {
      timer.current = setTimeout(() => readOrType(row), DOUBLE_CLICK_MS);
    } else if (mayStartPeriod()) {
      periodOf.value = row.channelNo;
    }
  };
  return (
    <button
      type="button"
      class={busy ? "chb st--busy" : "chb"}
      title={isTyped(row) ? doors.enterHint : counters.chHint}
      aria-label={`CH${row.channelNo}, ${isTyped(row) ? doors.enterIndex : counters.chButton(String(row.channelNo))}`}
      aria-busy={busy}
      onClick={click}
    >
      CH{row.channelNo}
    </button>
  );
}

/** Reads the meter; of one that nobody can ask, the dialog asks the person. */
function readOrType(row: ChannelRow): void {
  if (!isTyped(row)) void readOne(row.channelNo);
  else if (mayEnter()) enteredOf.value = row.channelNo;
}

/** The ⋯ button with the actions of a channel. */
export function RowMenu({ row }: { readonly row: ChannelRow }) {
  const { counters, doors } = words.value;
  if (!row.used) return null;
  const typed = isTyped(row);
  return (
    <Popover
      label={<Dots />}
      name={counters.actions(String(row.channelNo))}
      buttonClass="btn btn--quiet dots"
    >
      {(close) => (
        <ul class="menu">
          {typed && !mayEnter() ? null : (
            <li>
              <button
                type="button"
                onClick={() => {
                  close();
                  readOrType(row);
                }}
              >
                {typed ? doors.enterIndex : counters.readNow}
              </button>
            </li>
          )}
          <li>
            <a href={inside(`/channels/${row.channelNo}`)} data-inside onClick={close}>
              {counters.details}
            </a>
          </li>
          {mayStartPeriod() ? (
            <li>
              <button
                type="button"
                onClick={() => {
                  close();
                  periodOf.value = row.channelNo;
                }}
              >
                {counters.newPeriod}
              </button>
            </li>
          ) : null}
          <UndoItem channelNo={row.channelNo} close={close} />
        </ul>
      )}
    </Popover>
  );
}
