/** The choices of the page as state, and the ways to change them. */

import type { TableColumn } from "@mega/contract";
import { computed, type ReadonlySignal } from "@preact/signals";
import { address, setParams } from "../state/address.ts";
import { choicesOf, visibleLines } from "../table/table-view.ts";

/** What the address asks for. */
export const choices = computed(() => choicesOf(address.value.params));

/** The unit in which figures are shown. */
export const unitMode = computed(() => choices.value.unit);
/** The lines of a channel that are shown. */
export const shownLines = kept(() => visibleLines(choices.value));
/** The columns that are not shown. */
export const hiddenColumns = kept(() => choices.value.hiddenColumns);

/**
 * A list that stays the same object while nothing in it changes: then the 128 channels that read it
 * are not drawn again for every other choice.
 */
function kept<T>(read: () => readonly T[]): ReadonlySignal<readonly T[]> {
  let last: { readonly key: string; readonly list: readonly T[] } = { key: "[]", list: [] };
  return computed(() => {
    const list = read();
    const key = JSON.stringify(list);
    if (key !== last.key) last = { key, list };
    return last.list;
  });
}

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
