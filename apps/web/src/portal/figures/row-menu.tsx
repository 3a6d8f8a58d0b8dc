/** What stands beside a channel's name at the server: the way to its page, and what is asked of its gateway. */

import type { ChannelRow } from "@mega/contract";
import { isTyped } from "../../entered/awaiting.tsx";
import { Dots } from "../../shell/icons.tsx";
import { Popover } from "../../shell/popover.tsx";
import { inside } from "../../state/address.ts";
import { exchangeOf } from "../../state/exchange.ts";
import { periodOf } from "../../state/period.ts";
import { below } from "../../state/place.ts";
import { words } from "../../state/session.ts";
import { readChannel } from "../commands/give.ts";
import { mayAs } from "../state/session.ts";
import { commandWords } from "../state/words.ts";

interface RowProps {
  readonly row: ChannelRow;
}

/** CHx leads to the channel's page. */
export function RowLink({ row }: RowProps) {
  if (!row.used) return <span class="chb">CH{row.channelNo}</span>;
  const name = `CH${row.channelNo}, ${words.value.counters.details}`;
  return (
    <a class="chb" href={inside(below(`/channels/${row.channelNo}`))} aria-label={name} data-inside>
      CH{row.channelNo}
    </a>
  );
}

/** The ⋯ button. */
export function RowMenu({ row }: RowProps) {
  if (!row.used) return null;
  return (
    <Popover
      label={<Dots />}
      name={words.value.counters.actions(String(row.channelNo))}
      buttonClass="btn btn--quiet dots"
    >
      {(close) => <Items row={row} close={close} />}
    </Popover>
  );
}

function Items({ row, close }: RowProps & { readonly close: () => void }) {
  const { counters } = words.value;
  const { deeds } = commandWords.value;
  const { channelNo } = row;
  const item = (text: string, act: () => void) => (
    <li>
      <button
        type="button"
        onClick={() => {
          close();
          act();
        }}
      >
        {text}
      </button>
    </li>
  );
  return (
    <ul class="menu">
      <li>
        <a href={inside(below(`/channels/${channelNo}`))} data-inside onClick={close}>
          {counters.details}
        </a>
      </li>
      {isTyped(row) ? null : item(deeds.readChannel, () => void readChannel(channelNo))}
      {mayAs(["manager"])
        ? item(deeds.newPeriod, () => {
            periodOf.value = channelNo;
          })
        : null}
      {item(deeds.exchange, () => {
        exchangeOf.value = channelNo;
      })}
    </ul>
  );
}
