/** The sample's first channels over twelve months and many channels, with figures of any size. */

import type { ChannelRow, CountersTable } from "@mega/contract";
import { sampleTable } from "./sample-table.ts";

/** Months from May 2026 back; every channel has two counters and the same figures. */
export function wideTable(size: {
  readonly channels: number;
  readonly index: string;
  readonly name: string;
}): CountersTable {
  const months = Array.from({ length: 12 }, (_, age) =>
    age < 5 ? `2026-0${5 - age}` : `2025-${String(17 - age).padStart(2, "0")}`,
  );
  const [row] = sampleTable.rows;
  if (row === undefined) return sampleTable;
  const counters = row.counters.map((counter) => ({
    ...counter,
    cells: months.flatMap((month) =>
      counter.cells.slice(0, 1).map((cell) => ({ ...cell, month, index: size.index })),
    ),
  }));
  const rows = Array.from({ length: size.channels }, (_, at): ChannelRow => {
    return { ...row, channelNo: at + 1, name: size.name, counters };
  });
  const heads = months.map((month, age) => ({ month, provisional: age === 0 }));
  return { ...sampleTable, months: heads, rows };
}
