/**
 * What of the table is shown: which channels, months and lines. Pure, so that screen, clipboard and
 * the addresses of files have one answer.
 */

import type {
  ChannelRow,
  CounterRow,
  CountersTable,
  TableColumn,
  TableMonth,
} from "@mega/contract";
import type { UnitMode } from "./display-unit.ts";

/** Columns and lines that can be ticked. */
export const columns = [
  "name",
  "logTime",
  "firstInit",
  "units",
  "index1",
  "diff1",
  "index2",
  "diff2",
] as const satisfies readonly TableColumn[];

/** The choices of a person, as they stand in the address of the page. */
export interface TableChoices {
  readonly show: "active" | "all";
  /** 0 shows all channels. */
  readonly channelNo: number;
  readonly search: string;
  readonly unit: UnitMode;
  readonly order: "newest" | "calendar";
  readonly hiddenColumns: readonly TableColumn[];
  readonly hiddenMonths: readonly string[];
  readonly ticked: readonly number[];
}

/** Reads the choices from the address; what is not understood counts as not chosen. */
export function choicesOf(params: URLSearchParams): TableChoices {
  const unit = params.get("unit");
  const list = (name: string) => (params.get(name) ?? "").split(",").filter((part) => part !== "");
  const numbers = (name: string) => list(name).map(Number).filter(isChannelNo);
  return {
    show: params.get("show") === "all" ? "all" : "active",
    channelNo: numbers("ch")[0] ?? 0,
    search: params.get("q") ?? "",
    unit: unit === "Wh" || unit === "kWh" ? unit : "auto",
    order: params.get("order") === "calendar" ? "calendar" : "newest",
    hiddenColumns: columns.filter((column) => list("hide").includes(column)),
    hiddenMonths: list("without").filter((month) => /^\d{4}-\d{2}$/.test(month)),
    ticked: numbers("sel"),
  };
}

function isChannelNo(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 128;
}

/** The rows on screen: used ones unless all are asked for, narrowed by channel and search. */
export function visibleRows(table: CountersTable, choices: TableChoices): readonly ChannelRow[] {
  const wanted = fold(choices.search);
  return table.rows.filter((row) => {
    if (choices.channelNo !== 0) return row.channelNo === choices.channelNo;
    if (choices.show === "active" && !row.used) return false;
    return wanted === "" || fold(searchText(row)).includes(wanted);
  });
}

function searchText(row: ChannelRow): string {
  const meter = row.meter;
  const facts = meter === null ? "" : `${meter.model} ${meter.serialNumber ?? ""} ${meter.address}`;
  return `CH${row.channelNo} ${row.name} ${facts}`;
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** The rows that leave the page: the ticked ones, or all that are visible. */
export function exportedRows(table: CountersTable, choices: TableChoices): readonly ChannelRow[] {
  const visible = visibleRows(table, choices);
  const ticked = visible.filter((row) => choices.ticked.includes(row.channelNo));
  return ticked.length === 0 ? visible : ticked;
}

/** The months on screen, in the order chosen: newest first, or January to December. */
export function visibleMonths(table: CountersTable, choices: TableChoices): readonly TableMonth[] {
  const shown = table.months.filter(({ month }) => !choices.hiddenMonths.includes(month));
  if (choices.order === "newest") return shown;
  return [...shown].sort((a, b) => a.month.slice(5).localeCompare(b.month.slice(5)));
}

/** Months of the same year that stand side by side, for the head of years. */
export function yearGroups(
  months: readonly TableMonth[],
): readonly { readonly year: string; readonly count: number }[] {
  const groups: { year: string; count: number }[] = [];
  for (const { month } of months) {
    const year = month.slice(0, 4);
    const last = groups.at(-1);
    if (last?.year === year) last.count += 1;
    else groups.push({ year, count: 1 });
  }
  return groups;
}

/** A line of figures of a channel. */
export interface Line {
  readonly kind: "index" | "diff";
  readonly counterNo: 1 | 2;
}

/** The lines that are ticked, in the leaflet's order. */
export function visibleLines(choices: TableChoices): readonly Line[] {
  const lines = [
    { column: "index1", kind: "index", counterNo: 1 },
    { column: "diff1", kind: "diff", counterNo: 1 },
    { column: "index2", kind: "index", counterNo: 2 },
    { column: "diff2", kind: "diff", counterNo: 2 },
  ] as const;
  return lines
    .filter(({ column }) => !choices.hiddenColumns.includes(column))
    .map(({ kind, counterNo }) => ({ kind, counterNo }));
}

/** The counter of a row; undefined where the channel has none. */
export function counterOf(row: ChannelRow, counterNo: number): CounterRow | undefined {
  return row.counters.find((counter) => counter.counterNo === counterNo);
}

/** A figure of a line in a month, with its mark; null where there is none. */
export function figureOf(
  row: ChannelRow,
  line: Line,
  month: string,
): { readonly text: string | null; readonly mark: string | null } | undefined {
  const counter = counterOf(row, line.counterNo);
  if (counter === undefined) return undefined;
  const cell = counter.cells.find((candidate) => candidate.month === month);
  if (cell === undefined) return { text: null, mark: null };
  return line.kind === "index"
    ? { text: cell.index, mark: cell.indexMark }
    : { text: cell.consumption, mark: cell.consumptionMark };
}

/** The channel a person means by "2", "2 = remi", "0 = all" or a name; undefined when unclear. */
export function channelMeant(typed: string, rows: readonly ChannelRow[]): number | undefined {
  const text = typed.trim();
  if (text === "") return 0;
  const digits = /^(?:CH)?(\d{1,3})(?:\s*=.*)?$/i.exec(text);
  if (digits !== null) {
    const channelNo = Number(digits[1]);
    const known = channelNo === 0 || rows.some((row) => row.channelNo === channelNo);
    return known ? channelNo : undefined;
  }
  const found = rows.filter((row) => fold(row.name).includes(fold(text)));
  return found.length === 1 ? found[0]?.channelNo : undefined;
}
