/** Rows whose further fields are shown. */

import { signal } from "@preact/signals";

/** Channel numbers of open rows. */
export const opened = signal<ReadonlySet<number>>(new Set());

/** Opens a row, or shuts it. */
export function toggleRow(channelNo: number): void {
  const next = new Set(opened.value);
  if (!next.delete(channelNo)) next.add(channelNo);
  opened.value = next;
}

/** Opens a row that may be open already. */
export function openRow(channelNo: number): void {
  if (!opened.value.has(channelNo)) toggleRow(channelNo);
}
