/** The sample as a demo, with every letter and with sums, one of them partial and one missing. */

import type { CountersTable } from "@mega/contract";
import { sampleTable } from "./sample-table.ts";

const [first, ...others] = sampleTable.rows;

/** Two months, five channels, two sums. */
export const marked: CountersTable = {
  ...sampleTable,
  gateway: { ...sampleTable.gateway, demo: true },
  rows: first === undefined ? others : [{ ...first, counters: heldIn(first.counters) }, ...others],
  totals: [
    {
      medium: "electricity",
      unit: "kWh",
      counterNo: 1,
      counterId: "import",
      decimals: 3,
      channels: [1],
      cells: [
        { month: "2026-10", consumption: "1145.678", partial: true, missingChannels: [3] },
        { month: "2026-09", consumption: "200.500", partial: false, missingChannels: [] },
      ],
    },
    {
      medium: "hotWater",
      unit: "m3",
      counterNo: 2,
      counterId: "volume",
      decimals: 2,
      channels: [2],
      cells: [
        { month: "2026-10", consumption: "1.05", partial: false, missingChannels: [] },
        { month: "2026-09", consumption: null, partial: false, missingChannels: [2] },
      ],
    },
  ],
};

/** The newest index of every counter was held. */
function heldIn<Counter extends CountersTable["rows"][number]["counters"][number]>(
  counters: readonly Counter[],
): Counter[] {
  return counters.map((counter) => ({
    ...counter,
    cells: counter.cells.map((cell, at) => (at === 0 ? { ...cell, indexMark: "held" } : cell)),
  }));
}
