/** The wide form: the table as on screen, up to four lines a channel and a column for each month. */

import type { ChannelRow, CountersTable, TableColumn } from "@mega/contract";
import type { CsvColumn, CsvWords, FigureLine } from "./csv-words.ts";
import type { CsvValue, DialectRules } from "./dialect.ts";
import { figure, offsetAt, text, timeAt } from "./values.ts";

interface LineOfFigures {
  readonly line: FigureLine;
  readonly counterNo: 1 | 2;
  readonly kind: "index" | "consumption";
}

const lines: readonly LineOfFigures[] = [
  { line: "index1", counterNo: 1, kind: "index" },
  { line: "diff1", counterNo: 1, kind: "consumption" },
  { line: "index2", counterNo: 2, kind: "index" },
  { line: "diff2", counterNo: 2, kind: "consumption" },
];

type LeadColumn = readonly [CsvColumn, (row: ChannelRow, line: LineOfFigures) => CsvValue];

/** Head and lines. `columns` are those ticked; the channel number and the line always stand. */
export function wideRows(
  table: CountersTable,
  words: CsvWords,
  rules: DialectRules,
  columns: readonly TableColumn[],
): readonly (readonly CsvValue[])[] {
  const leads = leadsOf(words, rules, columns);
  const { demo } = table.gateway;
  const head = [
    ...leads.map(([column]) => text(words.head(column))),
    ...table.months.map(({ month }) => text(words.month(month))),
    ...(demo ? [text(words.head("demo"))] : []),
  ];
  const shown = lines.filter(({ line }) => columns.includes(line));
  const body = table.rows.flatMap((row) =>
    shown.flatMap((line) => {
      const counter = row.counters.find(({ counterNo }) => counterNo === line.counterNo);
      if (counter === undefined) return [];
      const figures = table.months.map(({ month }) => {
        const cell = counter.cells.find((candidate) => candidate.month === month);
        return figure(cell?.[line.kind] ?? null);
      });
      const lead = leads.map(([, render]) => render(row, line));
      return [[...lead, ...figures, ...(demo ? [text(words.truth(true))] : [])]];
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
    [true, ["channel", (row) => text(String(row.channelNo))]],
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

function unitOf(row: ChannelRow, line: LineOfFigures, words: CsvWords): string {
  const counter = row.counters.find(({ counterNo }) => counterNo === line.counterNo);
  return counter === undefined ? "" : words.unit(counter.unit);
}
