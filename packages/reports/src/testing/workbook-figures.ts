/** The figures and letters of the sheet that shows the table, all columns ticked. */

import type { PrintedFigure } from "./printed-figures.ts";
import type { ReadSheet } from "./read-workbook.ts";

/** Channel, name, line, log time, First Init. */
const LEADS = 5;

/** By channel, counter, month and kind; sums by their order. */
export function workbookFigures(
  sheet: ReadSheet,
  months: readonly string[],
): Readonly<Record<string, PrintedFigure>> {
  const found: Record<string, PrintedFigure> = {};
  let totals = 0;
  for (const row of sheet.rows.slice(1)) {
    const [channel, , label] = row;
    const [, word = "", counter = ""] = /^(\w+) (\d) \(/.exec(label?.text ?? "") ?? [];
    if (channel?.kind !== "number" && row[1]?.kind === "text") totals += 1;
    const name = totals > 0 ? `total ${totals}` : `CH${channel?.text}/${counter}`;
    const kind = totals > 0 ? "" : word === "DIFF" ? " diff" : " index";
    if (row.every((cell) => cell.kind === "empty")) continue;
    for (const [at, month] of months.entries()) {
      const [figure, sign] = [row[LEADS + 2 * at], row[LEADS + 2 * at + 1]];
      const isFigure = figure?.kind === "number";
      found[`${name} ${month}${kind}`] = {
        figure: isFigure ? figure.text : null,
        sign: sign?.text ?? "",
      };
    }
  }
  return found;
}
