/** The choices of the page as state, and the ways to change them. */

import type { TableColumn } from "@mega/contract";
import { computed } from "@preact/signals";
import { address, setParams } from "../state/address.ts";
import { choicesOf } from "../table/table-view.ts";

/** What the address asks for. */
export const choices = computed(() => choicesOf(address.value.params));

/** Ticks or unticks a channel. */
export function tickChannel(channelNo: number, ticked: boolean): void {
  const others = choices.value.ticked.filter((other) => other !== channelNo);
  const next = ticked ? [...others, channelNo].sort((a, b) => a - b) : others;
  setParams({ sel: next.join(",") });
}

/** Ticks exactly these channels. */
export function tickOnly(channelNos: readonly number[]): void {
  setParams({ sel: channelNos.join(",") });
}

/** Shows or hides a column or line. */
export function showColumn(column: TableColumn, shown: boolean): void {
  const others = choices.value.hiddenColumns.filter((other) => other !== column);
  setParams({ hide: (shown ? others : [...others, column]).join(",") });
}

/** Shows or hides a month. */
export function showMonth(month: string, shown: boolean): void {
  const others = choices.value.hiddenMonths.filter((other) => other !== month);
  setParams({ without: (shown ? others : [...others, month]).join(",") });
}
