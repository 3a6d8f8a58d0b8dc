/** The table as on screen: a line for each figure, a column for each month and one for its sign. */

import type { ChannelRow, CounterCell, CountersTable, TableColumn } from "@mega/contract";
import { type Dictionary, formatCount, formatMonth, type Language, unitSymbol } from "@mega/locale";
import { linesOf } from "../figure-lines.ts";
import { markLetter, PARTIAL_SIGN, PROVISIONAL_SIGN } from "../figure-marks.ts";
import { type FileValue, figure, text, timeAt, whole } from "../file-value.ts";
import { totalName } from "../total-name.ts";
import type { Sheet, SheetRow } from "./sheet.ts";

interface Lead {
  readonly head: string;
  readonly of: (row: ChannelRow, label: string) => FileValue;
}

/** What the sheet is made in. */
export interface SheetWords {
  readonly words: Dictionary;
  readonly language: Language;
}

/** The sheet; `columns` are those ticked. */
export function countersSheet(
  table: CountersTable,
  columns: readonly TableColumn[],
  { words, language }: SheetWords,
): Sheet {
  const { files } = words;
  const leads = leadsOf(columns, words);
  const demo = table.gateway.demo ? [files.demo] : [];
  const head = [
    ...leads.map((lead) => lead.head),
    ...table.months.flatMap(({ month, provisional }) => {
      const sign = provisional ? ` ${PROVISIONAL_SIGN}` : "";
      return [`${formatMonth(month, language, "long")}${sign}`, files.mark];
    }),
    ...demo,
  ];
  const body = table.rows.flatMap((row) =>
    linesOf(row, columns).map(({ line, kind, counter }, at): SheetRow => {
      const label = columns.includes("units")
        ? `${files.lines[line]} (${unitSymbol(counter.unit)})`
        : files.lines[line];
      const figures = table.months.flatMap(({ month }) =>
        figureWithMark(
          counter.cells.find((cell) => cell.month === month),
          kind,
        ),
      );
      const lead = leads.map((column) => column.of(row, label));
      const values = [...lead, ...figures, ...demo.map(() => text(files.yes))];
      return { look: at === 0 ? "first" : "plain", values };
    }),
  );
  return {
    name: files.sheets.counters,
    rows: [
      { look: "head", values: head.map(text) },
      ...body,
      ...totalRows(table, leads, { words, language }),
    ],
    // Up to the line: without it nobody knows what a figure is.
    frozenColumns: leads.findIndex(({ head: title }) => title === files.headers.line) + 1,
    filteredRows: body.length + 1,
  };
}

function leadsOf(columns: readonly TableColumn[], { files }: Dictionary): readonly Lead[] {
  const { headers } = files;
  const all: readonly (readonly [boolean, Lead])[] = [
    [true, { head: headers.channel, of: (row) => whole(row.channelNo) }],
    [columns.includes("name"), { head: headers.name, of: (row) => text(row.name) }],
    [true, { head: headers.line, of: (_row, label) => text(label) }],
    [columns.includes("logTime"), { head: headers.logTime, of: (row) => timeAt(row.logTime) }],
    [
      columns.includes("firstInit"),
      { head: headers.firstInit, of: (row) => timeAt(row.firstInit) },
    ],
  ];
  return all.filter(([shown]) => shown).map(([, lead]) => lead);
}

function figureWithMark(
  cell: CounterCell | undefined,
  kind: "index" | "consumption",
): readonly FileValue[] {
  const mark = kind === "index" ? cell?.indexMark : cell?.consumptionMark;
  return [figure(cell?.[kind] ?? null), text(markLetter(mark ?? null))];
}

/** Below the table and a free line, outside the filter: sums as the table has them. */
function totalRows(
  table: CountersTable,
  leads: readonly Lead[],
  { words, language }: SheetWords,
): readonly SheetRow[] {
  if (table.totals.length === 0) return [];
  const rows = table.totals.map((total): SheetRow => {
    const label = `${totalName(total, words)} (${unitSymbol(total.unit)})`;
    const channels = words.counters.channels(formatCount(total.channels.length, language));
    const figures = total.cells.flatMap(({ consumption, partial }) => [
      figure(consumption),
      text(partial ? PARTIAL_SIGN : ""),
    ]);
    const lead = leads.map((_, at) => text([channels, label][at] ?? ""));
    return { look: "total", values: [...lead, ...figures] };
  });
  return [{ look: "plain", values: [] }, ...rows];
}
