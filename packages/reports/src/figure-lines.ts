/** The lines of figures of a channel, as on screen: index and consumption of each counter. */

import type { ChannelRow, CounterRow, TableColumn } from "@mega/contract";

/** A line of figures; its name is that of the tick that hides it. */
export interface FigureLine {
  readonly line: Extract<TableColumn, "index1" | "diff1" | "index2" | "diff2">;
  readonly counterNo: 1 | 2;
  readonly kind: "index" | "consumption";
}

const figureLines: readonly FigureLine[] = [
  { line: "index1", counterNo: 1, kind: "index" },
  { line: "diff1", counterNo: 1, kind: "consumption" },
  { line: "index2", counterNo: 2, kind: "index" },
  { line: "diff2", counterNo: 2, kind: "consumption" },
];

/** The lines that are ticked and whose counter the channel has, with that counter. */
export function linesOf(
  row: ChannelRow,
  columns: readonly TableColumn[],
): readonly (FigureLine & { readonly counter: CounterRow })[] {
  return figureLines.flatMap((line) => {
    const counter = row.counters.find(({ counterNo }) => counterNo === line.counterNo);
    return counter === undefined || !columns.includes(line.line) ? [] : [{ ...line, counter }];
  });
}
