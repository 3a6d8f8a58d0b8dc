/** Which channels wait for somebody to read their display: a quiet line on COUNTERS. */

import type { ChannelRow } from "@mega/contract";
import { isReadByPerson } from "@mega/domain";
import { enteredOf } from "../state/entered.ts";
import { mayAs } from "../state/login.ts";
import { words } from "../state/session.ts";

const NAMED_MAX = 12;

/** Whether a person types the index of the channel. */
export function isTyped({ meter }: Pick<ChannelRow, "meter">): boolean {
  return meter !== null && isReadByPerson(meter);
}

/** Whether the person at the page may type indexes. */
export function mayEnter(): boolean {
  return mayAs(["owner", "installer", "manager"]);
}

/** The line; nothing while no index is awaited. */
export function AwaitedIndexes({ rows }: { readonly rows: readonly ChannelRow[] }) {
  const waiting = rows.filter((row) => row.problem?.reason === "index-awaited");
  if (waiting.length === 0 || !mayEnter()) return null;
  const { doors } = words.value;
  return (
    <p class="small soft awaited no-print">
      {doors.toEnter}{" "}
      {waiting.slice(0, NAMED_MAX).map(({ channelNo, name }) => (
        <button
          key={channelNo}
          type="button"
          class="btn btn--quiet"
          title={name}
          onClick={() => {
            enteredOf.value = channelNo;
          }}
        >
          CH{channelNo}
        </button>
      ))}
      {waiting.length > NAMED_MAX ? "…" : ""}
    </p>
  );
}

/** Opens the dialog of a channel; nothing for those who may not. */
export function EnterButton({ channelNo }: { readonly channelNo: number }) {
  if (!mayEnter()) return null;
  return (
    <button
      type="button"
      class="btn btn--main"
      onClick={() => {
        enteredOf.value = channelNo;
      }}
    >
      {words.value.doors.enterIndex}
    </button>
  );
}
