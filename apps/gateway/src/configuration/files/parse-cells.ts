/**
 * Cells of a text that came from a spreadsheet: separated by tabs, semicolons or commas, in quotes
 * where they hold one of these. Total: any text gives rows or says at which line it ends. Pure.
 */

/** A row with the line of the text at which it begins, from 1. */
export interface CellRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows, or the line at which the text cannot be read any further. */
export type ParsedCells =
  | { readonly kind: "rows"; readonly rows: readonly CellRow[] }
  | { readonly kind: "fault"; readonly line: number; readonly allowed: string };

const ROWS_MAX = 512;
const CELLS_MAX = 64;

/** Splits the text; empty rows are left out. */
export function parseCells(text: string): ParsedCells {
  const body = text.replace(/^\uFEFF/, "");
  const separator = separatorOf(body);
  const rows: CellRow[] = [];
  let [at, line] = [0, 1];
  while (at < body.length) {
    const row = readRow(body, at, separator);
    if (row.kind === "open") return { kind: "fault", line, allowed: "a closing quote" };
    if (row.cells.length > CELLS_MAX) {
      return { kind: "fault", line, allowed: `at most ${CELLS_MAX} cells in a row` };
    }
    if (row.cells.some((cell) => cell !== "")) rows.push({ line, cells: row.cells });
    if (rows.length > ROWS_MAX) {
      return { kind: "fault", line, allowed: `at most ${ROWS_MAX} rows` };
    }
    line += body.slice(at, row.end).split(/\r\n|\n|\r/).length - 1;
    at = row.end;
  }
  return { kind: "rows", rows };
}

/** By the first line: what stands in it outside quotes, a tab before a semicolon before a comma. */
function separatorOf(text: string): string {
  const [first = ""] = text.replace(/"(?:[^"]|"")*"/g, "").split(/\r\n|\n|\r/, 1);
  return ["\t", ";", ","].find((sign) => first.includes(sign)) ?? ";";
}

type ReadRow =
  | { readonly kind: "row"; readonly cells: readonly string[]; readonly end: number }
  | { readonly kind: "open" };

function readRow(text: string, from: number, separator: string): ReadRow {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const cell = readCell(text, at, separator);
    if (cell === undefined) return { kind: "open" };
    cells.push(cell.text);
    if (text[cell.end] === separator) {
      at = cell.end + 1;
      continue;
    }
    const isPair = text[cell.end] === "\r" && text[cell.end + 1] === "\n";
    return { kind: "row", cells, end: cell.end + (isPair ? 2 : 1) };
  }
}

/** A cell and where it ends: at a separator, a line's end or the end of the text. */
function readCell(
  text: string,
  from: number,
  separator: string,
): { readonly text: string; readonly end: number } | undefined {
  const isEnd = (at: number) => at >= text.length || /[\r\n]/.test(text[at] ?? "");
  if (text[from] !== '"') {
    let end = from;
    while (!isEnd(end) && text[end] !== separator) end += 1;
    return { text: text.slice(from, end).trim(), end };
  }
  let [value, at] = ["", from + 1];
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      at = quote + 1;
      break;
    }
    value += '"';
    at = quote + 2;
  }
  // What follows a closing quote belongs to the cell, as spreadsheets have it.
  let end = at;
  while (!isEnd(end) && text[end] !== separator) end += 1;
  return { text: value + text.slice(at, end).trim(), end };
}
