/** What stands on paper: a channel or a total as a block of lines that is never split. */

import type { ChannelRow, CounterCell, CountersTable, TableColumn } from "@mega/contract";
import {
  type Dictionary,
  formatCount,
  formatDateTime,
  formatDecimal,
  type Language,
  MISSING,
  unitSymbol,
} from "@mega/locale";
import { linesOf } from "../figure-lines.ts";
import { markLetter, PARTIAL_SIGN } from "../figure-marks.ts";
import { totalName } from "../total-name.ts";

/** A figure as it is printed, with the letter beside it. */
interface PrintedFigure {
  readonly text: string;
  readonly sign: string;
}

/** A line of a block: its label, then a figure for each month of the table. */
interface PrintedLine {
  readonly label: string;
  readonly figures: readonly PrintedFigure[];
}

/** A channel, or a total. */
export interface Block {
  readonly kind: "channel" | "total";
  /** "CH1"; empty for a total. */
  readonly channel: string;
  readonly name: string;
  /** Below the name. */
  readonly notes: readonly string[];
  /** Time of the newest reading and First Init, those that are ticked. */
  readonly times: readonly string[];
  readonly lines: readonly PrintedLine[];
}

/** What the paper is made in. */
export interface PrintedIn {
  readonly words: Dictionary;
  readonly language: Language;
  readonly columns: readonly TableColumn[];
}

/** The channels that have a line to show, then the totals. */
export function blocksOf(table: CountersTable, printed: PrintedIn): readonly Block[] {
  const channels = table.rows.flatMap((row) => {
    const block = channelBlock(row, table, printed);
    return block.lines.length === 0 ? [] : [block];
  });
  return [...channels, ...totalBlocks(table, printed)];
}

function channelBlock(row: ChannelRow, table: CountersTable, printed: PrintedIn): Block {
  const { words, language, columns } = printed;
  const time = (at: string | null) =>
    at === null ? MISSING : formatDateTime(at, table.timeZone, language);
  return {
    kind: "channel",
    channel: `${words.counters.ch}${row.channelNo}`,
    name: columns.includes("name") ? row.name : "",
    notes: row.inTotals ? [] : [words.counters.notInTotals],
    times: [
      ...(columns.includes("logTime") ? [time(row.logTime)] : []),
      ...(columns.includes("firstInit") ? [time(row.firstInit)] : []),
    ],
    lines: linesOf(row, columns).map(({ line, kind, counter }) => ({
      label: columns.includes("units")
        ? `${words.files.lines[line]} (${unitSymbol(counter.unit)})`
        : words.files.lines[line],
      figures: table.months.map(({ month }) =>
        printedCell(
          counter.cells.find((cell) => cell.month === month),
          kind,
          language,
        ),
      ),
    })),
  };
}

function printedCell(
  cell: CounterCell | undefined,
  kind: "index" | "consumption",
  language: Language,
): PrintedFigure {
  const mark = kind === "index" ? cell?.indexMark : cell?.consumptionMark;
  return {
    text: printedFigure(cell?.[kind] ?? null, language),
    sign: markLetter(mark ?? null),
  };
}

function totalBlocks(table: CountersTable, { words, language }: PrintedIn): readonly Block[] {
  return table.totals.map((total) => ({
    kind: "total",
    channel: "",
    name: totalName(total, words),
    notes: [words.counters.channels(formatCount(total.channels.length, language))],
    times: [],
    lines: [
      {
        label: `${words.files.lines[total.counterNo === 1 ? "diff1" : "diff2"]} (${unitSymbol(total.unit)})`,
        figures: total.cells.map(({ consumption, partial }) => ({
          text: printedFigure(consumption, language),
          sign: partial ? PARTIAL_SIGN : "",
        })),
      },
    ],
  }));
}

/** As on screen, but with a wider space between thousands: in small type the narrow one is lost. */
function printedFigure(decimal: string | null, language: Language): string {
  return formatDecimal(decimal, language).replaceAll("\u202f", "\u00a0");
}
