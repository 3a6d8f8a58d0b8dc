/** The wide form: the table as on screen, up to four lines a channel and a column for each month. */

import type { ChannelRow, CountersTable, TableColumn } from "@mega/contract";
import { type FigureLine, linesOf } from "../figure-lines.ts";
import { type FileValue, figure, offsetAt, text, timeAt, whole } from "../file-value.ts";
import type { CsvColumn, CsvWords } from "./csv-words.ts";
import type { DialectRules } from "./dialect.ts";

type LeadColumn = readonly [CsvColumn, (row: ChannelRow, line: FigureLine) => FileValue];

/** Head and lines. `columns` are those ticked; the channel number and the line always stand. */
export function wideRows(
  table: CountersTable,
  words: CsvWords,
  rules: DialectRules,
  columns: readonly TableColumn[],
): readonly (readonly FileValue[])[] {
  const leads = leadsOf(words, rules, columns);
  const { demo } = table.gateway;
  const head = [
    ...leads.map(([column]) => text(words.head(column))),
    ...table.months.map(({ month }) => text(words.month(month))),
    ...(demo ? [text(words.head("demo"))] : []),
  ];
  const body = table.rows.flatMap((row) =>
    linesOf(row, columns).map(({ counter, ...line }) => {
      const figures = table.months.map(({ month }) => {
        const cell = counter.cells.find((candidate) => candidate.month === month);
        return figure(cell?.[line.kind] ?? null);
      });
      const lead = leads.map(([, render]) => render(row, line));
      return [...lead, ...figures, ...(demo ? [text(words.truth(true))] : [])];
    }),
  );
  return [head, ...body];
}

function leadsOf(
  words: CsvWords,
  rules: DialectRules,
  columns: readonly TableColumn[],
): readonly LeadColumn[] {
  const offset = rules.offsetColumns;
  const all: readonly (readonly [boolean, LeadColumn])[] = [
    [true, ["channel", (row) => whole(row.channelNo)]],
    [columns.includes("name"), ["name", (row) => text(row.name)]],
    [columns.includes("logTime"), ["logTime", (row) => timeAt(row.logTime)]],
    [columns.includes("logTime") && offset, ["logTimeOffset", (row) => offsetAt(row.logTime)]],
    [columns.includes("firstInit"), ["firstInit", (row) => timeAt(row.firstInit)]],
    [
      columns.includes("firstInit") && offset,
      ["firstInitOffset", (row) => offsetAt(row.firstInit)],
    ],
    [true, ["line", (_row, line) => text(words.line(line.line))]],
    [columns.includes("units"), ["unit", (row, line) => text(unitOf(row, line, words))]],
  ];
  return all.filter(([shown]) => shown).map(([, column]) => column);
}

function unitOf(row: ChannelRow, line: FigureLine, words: CsvWords): string {
  const counter = row.counters.find(({ counterNo }) => counterNo === line.counterNo);
  return counter === undefined ? "" : words.unit(counter.unit);
}
