/**
 * The figures of every rendering in one form, so that one comparison holds them together: by
 * channel, counter, month and kind, as plain decimal text. A missing figure is null in all of them.
 */

import type { CountersTable, ExportV1 } from "@mega/contract";

/** "CH1/1 2026-05 index" → "2288.000". */
export type Figures = Readonly<Record<string, string | null>>;

type Kind = "index" | "diff";
const nameOf = (channel: number, counter: number, month: string, kind: Kind) =>
  `CH${channel}/${counter} ${month} ${kind}`;

/** Of the table. */
export function figuresOfTable(table: CountersTable): Figures {
  const figures: Record<string, string | null> = {};
  for (const { channelNo, counters } of table.rows) {
    for (const { counterNo, cells } of counters) {
      for (const { month, index, consumption } of cells) {
        figures[nameOf(channelNo, counterNo, month, "index")] = index;
        figures[nameOf(channelNo, counterNo, month, "diff")] = consumption;
      }
    }
  }
  return figures;
}

/** Of the JSON file. */
export function figuresOfExport({ channels }: ExportV1): Figures {
  const figures: Record<string, string | null> = {};
  for (const { channel, counters } of channels) {
    for (const { counter, months } of counters) {
      for (const { period, index, diff } of months) {
        figures[nameOf(channel, counter, period, "index")] = index;
        figures[nameOf(channel, counter, period, "diff")] = diff;
      }
    }
  }
  return figures;
}

/** Of the long CSV file, parsed: columns by their place, since heads are translated. */
export function figuresOfLong(rows: readonly (readonly string[])[]): Figures {
  const figures: Record<string, string | null> = {};
  for (const row of rows.slice(1)) {
    const [channel, counter, month] = [Number(row[1]), Number(row[7]), row[9] ?? ""];
    figures[nameOf(channel, counter, month, "index")] = plain(row[11]);
    figures[nameOf(channel, counter, month, "diff")] = plain(row[13]);
  }
  return figures;
}

/**
 * Of the wide CSV file or the clipboard: the line "Index 1", "DIFF 2" or "index_1" says which
 * figure, the months stand at the end in the order given.
 */
export function figuresOfWide(
  rows: readonly (readonly string[])[],
  months: readonly string[],
): Figures {
  const figures: Record<string, string | null> = {};
  for (const row of rows.slice(1)) {
    const line = row.find((cell) => /^(index|diff|stand)[ _][12]$/i.test(cell)) ?? "";
    const kind = /^diff/i.test(line) ? "diff" : "index";
    const cells = row.slice(row.length - months.length);
    for (const [at, month] of months.entries()) {
      const name = nameOf(Number(row[0]), Number(line.slice(-1)), month, kind);
      figures[name] = plain(cells[at]);
    }
  }
  return figures;
}

function plain(cell: string | undefined): string | null {
  return cell === undefined || cell === "" ? null : cell.replace(",", ".");
}
