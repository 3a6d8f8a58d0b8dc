/**
 * The one file that knows the spreadsheet library. It is loaded when the first workbook is asked
 * for, so that a gateway nobody asks does not carry it.
 */

import type { Cell, CellStyle, WriteSheet } from "hucre/xlsx";
import type { FileValue } from "../file-value.ts";
import { figureNumber, rememberedTimes } from "./cell-number.ts";
import type { RowLook, Sheet, SheetRow, Workbook } from "./sheet.ts";

/** Width of a column in characters. */
const WIDTH_MIN = 4;
const WIDTH_MAX = 44;
/** Longer heads are broken. */
const HEAD_MAX = 12;
/** The arrow of the filter covers the end of a head. */
const FILTER_ARROW = 3;

/** The bytes of the file. */
export async function writeWorkbook(book: Workbook): Promise<Uint8Array> {
  const { writeXlsx } = await import("hucre/xlsx");
  const at = new Date(book.createdAtMs);
  const { title, creator } = book;
  const times = { timeAt: rememberedTimes(book.timeZone), timeFormat: book.timeFormat };
  return writeXlsx({
    sheets: book.sheets.map((sheet) => writtenSheet(sheet, book, times)),
    properties: { title, creator, created: at, modified: at },
  });
}

/** How a cell of this workbook writes times. */
interface TimeWriting {
  readonly timeAt: ReturnType<typeof rememberedTimes>;
  readonly timeFormat: string;
}

function writtenSheet(sheet: Sheet, book: Workbook, times: TimeWriting): WriteSheet {
  const { rows, frozenColumns, filteredRows } = sheet;
  const hasHead = rows[0]?.look === "head";
  const cells = new Map<string, Partial<Cell>>();
  for (const [rowNo, { look, values }] of rows.entries()) {
    for (const [columnNo, value] of values.entries()) {
      cells.set(`${rowNo},${columnNo}`, writtenCell(value, look, times));
    }
  }
  const columns = Math.max(0, ...rows.map(({ values }) => values.length));
  return {
    name: sheet.name,
    rows: rows.map(({ values }) => values.map(() => null)),
    cells,
    columns: widthsOf(rows, columns).map((width) => ({ width })),
    // A pane that freezes nothing is a fault to spreadsheets.
    ...(hasHead ? { freezePane: { rows: 1, columns: frozenColumns } } : {}),
    ...(filteredRows > 0
      ? { autoFilter: { range: `A1:${columnName(columns - 1)}${filteredRows}` } }
      : {}),
    pageSetup: {
      paperSize: "a4",
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      margins: { top: 0.6, bottom: 0.6, left: 0.4, right: 0.4, header: 0.3, footer: 0.3 },
      ...(hasHead ? { printTitlesRow: "$1:$1" } : {}),
    },
    headerFooter: {
      oddHeader: `&L${escaped(book.pageHead)}&R${escaped(sheet.name)}`,
      oddFooter: `&L${escaped(book.pageFoot)}&R&P/&N`,
    },
  };
}

/** "&" begins a command in the head and foot of a page. */
function escaped(text: string): string {
  return text.replaceAll("&", "&&");
}

function writtenCell(value: FileValue, look: RowLook, times: TimeWriting): Partial<Cell> {
  const style = styles[look];
  switch (value.kind) {
    case "text":
      return textCell(value.text, style);
    case "offset":
      return textCell(value.atMs === null ? "" : times.timeAt(value.atMs).offset, style);
    case "whole":
      return { value: value.value, style };
    case "time":
      return value.atMs === null
        ? { value: null, style }
        : {
            value: times.timeAt(value.atMs).serial,
            style: { ...style, numFmt: times.timeFormat },
          };
    case "figure": {
      if (value.decimal === null) return { value: null, style };
      const number = figureNumber(value.decimal);
      return number.kind === "number"
        ? { value: number.value, style: { ...style, numFmt: number.format } }
        : textCell(number.text, { ...style, alignment: { horizontal: "right" } });
    }
  }
}

/**
 * Text stays text, whatever it begins with. The library takes "#N/A" and its like for errors of a
 * formula; as rich text they are words.
 */
function textCell(text: string, style: CellStyle): Partial<Cell> {
  if (text === "") return { value: null, style };
  return text.startsWith("#")
    ? { value: text, richText: [{ text }], style }
    : { value: text, style };
}

/** A font that names no face and size would be shown in another one. */
const bold = { name: "Calibri", size: 11, bold: true } as const;
const thin = { style: "thin", color: { rgb: "9AA5B1" } } as const;
const styles: Readonly<Record<RowLook, CellStyle>> = {
  head: {
    font: bold,
    fill: { type: "pattern", pattern: "solid", fgColor: { rgb: "E4E9EE" } },
    border: { bottom: thin },
    alignment: { vertical: "center", wrapText: true },
  },
  first: { border: { top: thin } },
  plain: {},
  total: { font: bold },
};

function widthsOf(rows: readonly SheetRow[], columns: number): readonly number[] {
  return Array.from({ length: columns }, (_, columnNo) => {
    const widest = Math.max(
      WIDTH_MIN,
      ...rows.map(({ look, values }) => {
        const value = values[columnNo];
        const length = value === undefined ? 0 : lengthOf(value);
        return look === "head" ? Math.min(length, HEAD_MAX) + FILTER_ARROW : length + 2;
      }),
    );
    return Math.min(WIDTH_MAX, widest);
  });
}

function lengthOf(value: FileValue): number {
  switch (value.kind) {
    case "text":
      return value.text.length;
    case "whole":
      return String(value.value).length;
    case "offset":
      return "UTC+02:00".length;
    case "time":
      return "02/05/2026 18:03:11".length;
    case "figure":
      // A separator for each three digits.
      return Math.ceil((value.decimal?.length ?? 0) * 1.25);
  }
}

/** "A" for 0, "AA" for 26. */
function columnName(columnNo: number): string {
  const letter = String.fromCharCode(65 + (columnNo % 26));
  return columnNo < 26 ? letter : `${columnName(Math.floor(columnNo / 26) - 1)}${letter}`;
}
