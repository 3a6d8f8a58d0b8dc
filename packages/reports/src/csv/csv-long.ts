/** The long form: a line for each channel, counter and month, newest month first. For programs. */

import type { ChannelRow, CounterCell, CounterRow, CountersTable } from "@mega/contract";
import { figureStatus } from "../figure-status.ts";
import { type FileValue, figure, offsetAt, text, timeAt, whole } from "../file-value.ts";
import type { CsvColumn, CsvWords } from "./csv-words.ts";
import type { DialectRules } from "./dialect.ts";

interface LongLine {
  readonly row: ChannelRow;
  readonly counter: CounterRow;
  readonly cell: CounterCell;
  readonly provisional: boolean;
}

type ColumnOfLine = readonly [CsvColumn, (line: LongLine) => FileValue];

/** Head and lines. */
export function longRows(
  table: CountersTable,
  words: CsvWords,
  rules: DialectRules,
): readonly (readonly FileValue[])[] {
  const columns = columnsOf(table, words, rules);
  const provisional = new Set(
    table.months.filter((month) => month.provisional).map(({ month }) => month),
  );
  const lines = table.rows.flatMap((row) =>
    row.counters.flatMap((counter) =>
      counter.cells.map((cell) => {
        const line = { row, counter, cell, provisional: provisional.has(cell.month) };
        return columns.map(([, render]) => render(line));
      }),
    ),
  );
  return [columns.map(([column]) => text(words.head(column))), ...lines];
}

function columnsOf(
  { gateway }: CountersTable,
  words: CsvWords,
  rules: DialectRules,
): readonly ColumnOfLine[] {
  const all: readonly (ColumnOfLine | null)[] = [
    ["location", () => text(gateway.location)],
    ["channel", ({ row }) => whole(row.channelNo)],
    ["name", ({ row }) => text(row.name)],
    ["meter", ({ row }) => text(row.meter?.model ?? "")],
    ["serialNumber", ({ row }) => text(row.meter?.serialNumber ?? "")],
    ["medium", ({ row }) => text(words.medium(row.medium))],
    ["unit", ({ counter }) => text(words.unit(counter.unit))],
    ["counter", ({ counter }) => whole(counter.counterNo)],
    ["counterId", ({ counter }) => text(words.counterId(counter.counterId))],
    ["period", ({ cell }) => text(cell.month)],
    ["opening", ({ cell }) => figure(cell.opening)],
    ["index", ({ cell }) => figure(cell.index)],
    ["indexMark", ({ cell }) => text(cell.indexMark ?? "")],
    ["diff", ({ cell }) => figure(cell.consumption)],
    ["diffMark", ({ cell }) => text(cell.consumptionMark ?? "")],
    ["status", ({ cell, provisional }) => text(words.status(figureStatus(cell, provisional)))],
    ["closed", ({ cell }) => text(words.truth(cell.closed))],
    ["revision", ({ cell }) => (cell.revision === null ? text("") : whole(cell.revision))],
    ["logTime", ({ row }) => timeAt(row.logTime)],
    rules.offsetColumns ? ["logTimeOffset", ({ row }) => offsetAt(row.logTime)] : null,
    ["firstInit", ({ row }) => timeAt(row.firstInit)],
    rules.offsetColumns ? ["firstInitOffset", ({ row }) => offsetAt(row.firstInit)] : null,
    gateway.demo ? ["demo", () => text(words.truth(true))] : null,
  ];
  return all.filter((column) => column !== null);
}
