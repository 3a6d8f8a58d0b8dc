/** The figures and letters on paper, by channel, counter, month and kind. */

import { dictionaries, formatMonth, type Language, MISSING, separators } from "@mega/locale";
import type { ReadLine, ReadPdf } from "./read-pdf.ts";

/** A figure as plain decimal text, null where the dash stands; the letter beside it. */
export interface PrintedFigure {
  readonly figure: string | null;
  readonly sign: string;
}

/** "CH1/1 2026-05 index" → the figure; sums by their order, "total 1 2026-05". */
export function printedFigures(
  { pages }: ReadPdf,
  months: readonly string[],
  language: Language,
): Readonly<Record<string, PrintedFigure>> {
  const { counters } = dictionaries[language];
  const found: Record<string, PrintedFigure> = {};
  const [totalWord = ""] = counters.total("", "").split(" ");
  let place = "";
  let totals = 0;
  let shown: readonly string[] = [];
  for (const line of pages.flat()) {
    const [first = ""] = line;
    if (first === counters.ch) shown = monthsOf(line, months, language);
    if (first.startsWith(totalWord)) place = `total ${++totals}`;
    if (/^CH\d+$/.test(first)) [place, totals] = [first, 0];
    const at = line.findIndex((text) => /^(Index|DIFF|Stand) [12]( \(|$)/.test(text));
    const [, word = "", counter = ""] = /^(\w+) (\d)/.exec(line[at] ?? "") ?? [];
    if (at < 0) continue;
    const [name, kind] =
      totals > 0 ? [place, ""] : [`${place}/${counter}`, word === "DIFF" ? " diff" : " index"];
    for (const [no, figure] of figuresOf(line.slice(at + 1), language).entries()) {
      found[`${name} ${shown[no]}${kind}`] = figure;
    }
  }
  return found;
}

function monthsOf(
  line: ReadLine,
  months: readonly string[],
  language: Language,
): readonly string[] {
  return line.flatMap((text) =>
    months.filter((month) => formatMonth(month, language, "short-year") === text.replace(" *", "")),
  );
}

function figuresOf(texts: readonly string[], language: Language): readonly PrintedFigure[] {
  const { decimal } = separators[language];
  const figures: PrintedFigure[] = [];
  for (const text of texts) {
    if (/^[IEQSP=]$/.test(text)) {
      const last = figures.pop();
      if (last !== undefined) figures.push({ ...last, sign: text });
      continue;
    }
    const digits = text.replace("\u2212", "-").replace(decimal, "#").replace(/[ .,]/g, "");
    figures.push({ figure: text === MISSING ? null : digits.replace("#", "."), sign: "" });
  }
  return figures;
}
