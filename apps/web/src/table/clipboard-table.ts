/**
 * The table as it goes to the clipboard: tab-separated text with the decimals of the language, and
 * the same as an HTML table. The rows and months are those on screen or ticked.
 */

import type { ChannelRow, CountersTable } from "@mega/contract";
import {
  type FirstWords,
  formatDateTime,
  formatDecimal,
  formatMonth,
  type Language,
  unitSymbol,
} from "@mega/locale";
import { displayUnit, inMode } from "./display-unit.ts";
import {
  counterOf,
  exportedRows,
  figureOf,
  type Line,
  type TableChoices,
  visibleLines,
  visibleMonths,
} from "./table-view.ts";

/** Rows of texts, the first one being the head. */
export function clipboardRows(
  table: CountersTable,
  choices: TableChoices,
  words: FirstWords,
  language: Language,
): readonly (readonly string[])[] {
  const months = visibleMonths(table, choices);
  const shown = (column: TableChoices["hiddenColumns"][number]) =>
    !choices.hiddenColumns.includes(column);
  const pick = (cells: readonly (readonly [boolean, string])[]) =>
    cells.filter(([keep]) => keep).map(([, text]) => text);
  const head = pick([
    [true, words.counters.ch],
    [shown("name"), words.counters.name],
    [shown("logTime"), words.counters.logTime],
    [shown("firstInit"), words.counters.firstInitLong],
    [true, words.doors.line],
    [shown("units"), words.counters.units],
  ]);
  const lineRow = (row: ChannelRow, line: Line): string[] => {
    const unit = counterOf(row, line.counterNo)?.unit ?? "";
    const instant = (at: string | null) =>
      at === null ? "" : formatDateTime(at, table.timeZone, language);
    const lead = pick([
      [true, String(row.channelNo)],
      [shown("name"), guarded(row.name)],
      [shown("logTime"), instant(row.logTime)],
      [shown("firstInit"), instant(row.firstInit)],
      [true, words.counters[line.kind](String(line.counterNo))],
      [shown("units"), unitSymbol(displayUnit(unit, choices.unit).unit)],
    ]);
    return [...lead, ...months.map(({ month }) => clipboardFigure(row, line, month, unit))];
  };
  const clipboardFigure = (row: ChannelRow, line: Line, month: string, unit: string): string => {
    const text = inMode(figureOf(row, line, month)?.text ?? null, unit, choices.unit);
    return text === null ? "" : formatDecimal(text, language, { grouping: false, minus: "ascii" });
  };
  const body = exportedRows(table, choices).flatMap((row) =>
    visibleLines(choices)
      .filter((line) => counterOf(row, line.counterNo) !== undefined)
      .map((line) => lineRow(row, line)),
  );
  return [[...head, ...months.map(({ month }) => formatMonth(month, language, "long"))], ...body];
}

/**
 * A name that a spreadsheet would take for a formula gets an apostrophe before it; so does a quote,
 * because a spreadsheet takes the quotes around a pasted cell off and then looks at what is inside.
 */
function guarded(text: string): string {
  return /^["=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Tab-separated text, CRLF. */
export function asTsv(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t"))
    .join("\r\n");
}

/** An HTML table with a head row. */
export function asHtmlTable(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  const [head = [], ...body] = rows;
  const bodyLines = body.map((row) => line(row, "td")).join("");
  return `<table><thead>${line(head, "th")}</thead><tbody>${bodyLines}</tbody></table>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
