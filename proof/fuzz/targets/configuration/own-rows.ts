/** Rows of channels as a person fills them in, and as a spreadsheet writes them down. */

import type { FuzzRandom } from "../../draw/random.ts";

export interface OwnRow {
  readonly channel: string;
  readonly address: string;
  readonly profile: string;
  readonly name: string;
  readonly login: string;
}

const columns = ["channel", "address", "profile", "name", "login"] as const;

/** Texts that trip readers of spreadsheets. */
const names = [
  "Flat one",
  'Apt; "two"',
  "=1+1; x",
  "'=quoted",
  "''-x",
  "a,b;c\td",
  "line\nbreak",
  "null",
  "0123",
  "+32 2 555",
  "-",
  "é̈ﷺ😀",
  "@SUM(A1)",
  "x".repeat(31),
  "x".repeat(40),
  "abc",
  "\u00a0x y\u00a0",
] as const;

/** Draws rows for channels that differ. */
export function drawRows(random: FuzzRandom): readonly OwnRow[] {
  const numbers = new Set(
    Array.from({ length: random.between(1, 5) }, () =>
      random.between(1, random.once(20) ? 200 : 16),
    ),
  );
  return [...numbers].map((channelNo) => ({
    channel: random.once(3) ? `CH${channelNo}` : `${channelNo}`,
    address: random.once(9)
      ? random.pick(["0", "248", "-1", "1e2", "x", ""])
      : `${random.between(1, 247)}`,
    profile: random.once(20) ? "nothing" : random.pick(["emm220", "SDM630", "eastron-sdm630"]),
    name: random.once(3) ? random.pick(names) : `Flat ${random.below(1000)}`,
    login: random.pick(["", "", "anna", "bert b", "=x"]),
  }));
}

/** The text of the rows, with a head, as a spreadsheet writes it. */
export function rowsText(random: FuzzRandom, rows: readonly OwnRow[]): string {
  const separator = random.pick([";", ",", "\t"]);
  const lineEnd = random.pick(["\r\n", "\n"]);
  const lines = rows.map((row) => columns.map((column) => quoted(row[column])).join(separator));
  return [columns.join(separator), ...lines, ""].join(lineEnd);
}

/** Always in quotes: what stands between them is the cell, whatever it holds. */
function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** The name as a reader should have it: the guard of a formula taken off. */
export function nameMeant(name: string): string {
  return /^'+[=+\-@]/.test(name) ? name.slice(1) : name;
}
