/** A part of the table: the channels asked for, with totals of exactly these. Pure. */

import type { CountersTable } from "@mega/contract";
import type { ChannelNo } from "@mega/domain";
import { totalsOf } from "./totals.ts";

/** The table with the channels of the set only. */
export function selectChannels(
  table: CountersTable,
  channelNos: ReadonlySet<ChannelNo>,
): CountersTable {
  const rows = table.rows.filter(({ channelNo }) => channelNos.has(channelNo));
  const months = table.months.map(({ month }) => month);
  return { ...table, rows, totals: totalsOf(rows, months) };
}
