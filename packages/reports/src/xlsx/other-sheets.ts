/** The sheets beside the table: a line for each month, the meters, and what the file is. */

import type { ChannelRow, CounterRow, CountersTable } from "@mega/contract";
import { formatMonth, unitSymbol } from "@mega/locale";
import { longRows } from "../csv/csv-long.ts";
import { csvWords } from "../csv/csv-words.ts";
import { dialects } from "../csv/dialect.ts";
import { legendOf } from "../figure-marks.ts";
import { type FileValue, figure, offsetAt, text, timeAt, whole } from "../file-value.ts";
import type { SheetWords } from "./counters-sheet.ts";
import { headed, type Sheet } from "./sheet.ts";

/** The long form of the CSV file for people: its columns, its words. */
export function monthlySheet(table: CountersTable, { words, language }: SheetWords): Sheet {
  const rules = dialects["excel-be"];
  const [head = [], ...rows] = longRows(table, csvWords("translated", language), rules);
  return {
    name: words.files.sheets.monthly,
    rows: headed(head, rows),
    // Building, channel and name.
    frozenColumns: 3,
    filteredRows: rows.length + 1,
  };
}

interface MeterLine {
  readonly row: ChannelRow;
  readonly counter: CounterRow;
}

/** A line for each counter with the meter behind it and its newest index. */
export function metersSheet(table: CountersTable, { words, language }: SheetWords): Sheet {
  const { files, states } = words;
  const { headers } = files;
  const translated = csvWords("translated", language);
  const columns: readonly (readonly [string, (line: MeterLine) => FileValue])[] = [
    [headers.channel, ({ row }) => whole(row.channelNo)],
    [headers.name, ({ row }) => text(row.name)],
    [headers.medium, ({ row }) => text(translated.medium(row.medium))],
    [headers.meter, ({ row }) => text(row.meter?.model ?? "")],
    [headers.serialNumber, ({ row }) => text(row.meter?.serialNumber ?? "")],
    [files.address, ({ row }) => text(row.meter?.address ?? "")],
    [headers.counter, ({ counter }) => whole(counter.counterNo)],
    [headers.counterId, ({ counter }) => text(translated.counterId(counter.counterId))],
    [headers.unit, ({ counter }) => text(unitSymbol(counter.unit))],
    [headers.latestIndex, ({ counter }) => figure(counter.latest?.index ?? null)],
    [headers.logTime, ({ counter }) => timeAt(counter.latest?.takenAt ?? null)],
    [headers.firstInit, ({ row }) => timeAt(row.firstInit)],
    [words.counters.notInTotals, ({ row }) => text(row.inTotals ? "" : files.yes)],
    [headers.state, ({ row }) => text(states.channel[row.state])],
  ];
  const lines = table.rows.flatMap((row) => row.counters.map((counter) => ({ row, counter })));
  return {
    name: files.sheets.meters,
    rows: headed(
      columns.map(([head]) => text(head)),
      lines.map((line) => columns.map(([, of]) => of(line))),
    ),
    frozenColumns: 2,
    filteredRows: lines.length + 1,
  };
}

/** Where the figures come from, and what the signs mean. */
export function infoSheet(table: CountersTable, { words, language }: SheetWords): Sheet {
  const { files, counters } = words;
  const { gateway } = table;
  const months = table.months.map(({ month }) => formatMonth(month, language, "long"));
  const shown = table.rows.filter((row) => row.counters.length > 0).length;
  const facts: readonly (readonly FileValue[])[] = [
    ...(gateway.demo ? [[text(files.demo)]] : []),
    [text(files.building), text(gateway.location)],
    [text(files.gateway), text(`${gateway.model} ${gateway.mac}`)],
    [text(files.version), text(gateway.version)],
    [text(files.headers.period), text([months.at(-1), months[0]].join(" – "))],
    [text(files.scope), text(counters.scope(String(shown), String(months.length)))],
    [text(files.timeZone), text(table.timeZone)],
    [text(files.generatedAt), timeAt(table.generatedAt), offsetAt(table.generatedAt)],
    [],
    [text(counters.legend)],
    ...legendOf(words).map(([sign, meaning]) => [text(sign), text(meaning)]),
    [text(files.emptyCell)],
    [text(counters.truncated)],
  ];
  const bold = new Set([
    0,
    facts.findIndex(([first]) => first?.kind === "text" && first.text === counters.legend),
  ]);
  return {
    name: files.sheets.info,
    rows: facts.map((values, at) => ({ look: bold.has(at) ? "total" : "plain", values })),
    frozenColumns: 0,
    filteredRows: 0,
  };
}
