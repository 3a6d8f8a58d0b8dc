/** What a document must show of a table: every figure with its letter. */

import type { CellMark, CountersTable } from "@mega/contract";
import type { PrintedFigure } from "./printed-figures.ts";

const letters: Readonly<Record<CellMark, string>> = {
  I: "I",
  E: "E",
  S: "S",
  Q: "Q",
  held: "=",
  person: "M",
};

/** By channel, counter, month and kind; sums by their order. */
export function wantedFigures(table: CountersTable): Readonly<Record<string, PrintedFigure>> {
  const wanted: Record<string, PrintedFigure> = {};
  for (const { channelNo, counters } of table.rows) {
    for (const { counterNo, cells } of counters) {
      for (const cell of cells) {
        const name = `CH${channelNo}/${counterNo} ${cell.month}`;
        const sign = (mark: CellMark | null) => (mark === null ? "" : letters[mark]);
        wanted[`${name} index`] = { figure: cell.index, sign: sign(cell.indexMark) };
        wanted[`${name} diff`] = { figure: cell.consumption, sign: sign(cell.consumptionMark) };
      }
    }
  }
  for (const [at, { cells }] of table.totals.entries()) {
    for (const { month, consumption, partial } of cells) {
      wanted[`total ${at + 1} ${month}`] = { figure: consumption, sign: partial ? "P" : "" };
    }
  }
  return wanted;
}
