/**
 * Rows of channels put into a configuration: rows of a spreadsheet fill the channels they name, and
 * what they do not speak of stays. A meter is found again by its name, by where it is, or by the
 * channel that shows it; a new one gets a name of its own. Pure.
 */

import type { ConfigurationFault } from "@mega/contract";
import { columnNamed, type RowColumn, rowColumns } from "./columns.ts";
import { type CellRow, parseCells } from "./parse-cells.ts";
import { RowMerger } from "./row-merger.ts";
import type { RowsGround } from "./rows-ground.ts";

/** A document made from rows, or why there is none. */
export type ImportedRows =
  | {
      readonly kind: "document";
      readonly document: unknown;
      /** The line of the text that filled a place; undefined where none did. */
      readonly lineOf: (pointer: string) => number | undefined;
    }
  | { readonly kind: "faults"; readonly faults: readonly ConfigurationFault[] };

const FAULTS_MAX = 100;

/** Reads rows separated by tabs, semicolons or commas, with heads or in the editor's order. */
export function importRows(text: string, ground: RowsGround): ImportedRows {
  const parsed = parseCells(text);
  if (parsed.kind === "fault") {
    return { kind: "faults", faults: [unreadable(parsed.line, "the text", parsed.allowed)] };
  }
  const [first, ...others] = parsed.rows;
  if (first === undefined) {
    const allowed = "rows of channels, the number of the channel first";
    return { kind: "faults", faults: [unreadable(1, "nothing", allowed)] };
  }
  const isHead = first.cells.filter((cell) => columnNamed(cell) !== undefined).length >= 2;
  const columns = isHead ? first.cells.map(columnNamed) : rowColumns;
  const wrongHeads = isHead ? headFaults(first, columns) : [];
  if (wrongHeads.length > 0) return { kind: "faults", faults: wrongHeads };
  const faults: ConfigurationFault[] = [];
  const merger = new RowMerger(ground);
  for (const row of isHead ? others : parsed.rows) {
    const read = readRow(row, columns);
    if (read.kind === "fault") faults.push(read.fault);
    else merger.take(read.channelNo, read.cells, row.line);
  }
  if (faults.length > 0) return { kind: "faults", faults: faults.slice(0, FAULTS_MAX) };
  return { kind: "document", document: merger.document(), lineOf: merger.lineOf };
}

function headFaults(
  { line, cells }: CellRow,
  columns: readonly (RowColumn | undefined)[],
): ConfigurationFault[] {
  const allowed = `heads among ${rowColumns.join(", ")}, or those of an exported file`;
  const strangers = cells.filter((cell, index) => cell !== "" && columns[index] === undefined);
  const doubled = columns.filter((column, index) => {
    return column !== undefined && columns.indexOf(column) !== index;
  });
  const faults = strangers.map((head) => unreadable(line, `the head ${short(head)}`, allowed));
  if (doubled.length > 0) faults.push(unreadable(line, `${doubled[0]} twice`, "each head once"));
  if (!columns.includes("channel")) faults.push(unreadable(line, "no head CH", "a column CH"));
  return faults;
}

type ReadRow =
  | {
      readonly kind: "row";
      readonly channelNo: number;
      readonly cells: ReadonlyMap<RowColumn, string>;
    }
  | { readonly kind: "fault"; readonly fault: ConfigurationFault };

function readRow({ line, cells }: CellRow, columns: readonly (RowColumn | undefined)[]): ReadRow {
  const found = new Map<RowColumn, string>();
  for (const [index, cell] of cells.entries()) {
    const column = columns[index];
    if (column !== undefined) found.set(column, withoutGuard(cell));
    else if (cell !== "") {
      const allowed = `at most ${columns.length} cells, as the first line has them`;
      return { kind: "fault", fault: unreadable(line, `${cells.length} cells`, allowed) };
    }
  }
  const written = found.get("channel") ?? "";
  const [, digits] = /^(?:ch)?\s*(\d{1,4})$/i.exec(written) ?? [];
  if (digits !== undefined) return { kind: "row", channelNo: Number(digits), cells: found };
  const allowed = "the number of a channel, 3 or CH3";
  return { kind: "fault", fault: unreadable(line, short(written), allowed) };
}

/** Files for Excel have an apostrophe before what would be taken for a formula. */
function withoutGuard(cell: string): string {
  return /^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell;
}

function short(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function unreadable(line: number, value: string, allowed: string): ConfigurationFault {
  return { pointer: "", line, code: "unreadable", params: { value, allowed } };
}
