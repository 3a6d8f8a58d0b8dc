/** Reading one meter from its row, with what came of it kept beside the row. */

import type { RoundItem } from "@mega/contract";
import { signal } from "@preact/signals";
import { readChannel } from "../../api/client.ts";
import { failure, reading, refresh } from "../../state/readings.ts";
import { announce, failureText, words } from "../../state/session.ts";
import { openRow } from "./opened.ts";

/** How reading a row fared, and when. */
export interface Outcome {
  readonly at: string;
  readonly item: RoundItem;
}

/** The last reading of each row from this page. */
export const outcomes = signal<ReadonlyMap<number, Outcome>>(new Map());

/** Reads the meter of a channel as it is stored, and shows the evidence in its row. */
export async function readRow(channelNo: number): Promise<void> {
  if (reading.value.has(channelNo)) return;
  reading.value = new Set([...reading.value, channelNo]);
  const { counters, states } = words.value;
  announce(counters.reading(String(channelNo)));
  try {
    const { item, round } = await readChannel(channelNo);
    const at = round.endedAt ?? round.startedAt;
    outcomes.value = new Map(outcomes.value).set(channelNo, { at, item });
    openRow(channelNo);
    const why = item.reason === null ? states.itemStatus[item.status] : states.reasons[item.reason];
    announce(
      item.status === "accepted"
        ? counters.readDone(String(channelNo), item.indexText ?? "")
        : counters.readFailed(String(channelNo), why),
    );
    await refresh();
  } catch (error) {
    failure.value = failureText(error);
  } finally {
    reading.value = new Set([...reading.value].filter((other) => other !== channelNo));
  }
}
