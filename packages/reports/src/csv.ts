/** The COUNTERS table as a CSV file, in one of two dialects and one of two shapes. */

import type { CountersTable, CsvDialect, CsvShape, TableColumn } from "@mega/contract";
import type { Language } from "@mega/locale";
import { longRows } from "./csv/csv-long.ts";
import { wideRows } from "./csv/csv-wide.ts";
import { csvWords } from "./csv/csv-words.ts";
import { csvFile, dialects } from "./csv/dialect.ts";

/** Which file. */
export interface CsvOptions {
  readonly dialect: CsvDialect;
  readonly shape: CsvShape;
  /** Language of heads and words, where the dialect translates them. */
  readonly language: Language;
  /** Columns and lines of the wide form; all when left out. */
  readonly columns?: readonly TableColumn[];
  /** Heads and words: as the dialect has them when left out. */
  readonly words?: "translated" | "stable";
}

/** Every column and line of the wide form. */
const allColumns: readonly TableColumn[] = [
  "name",
  "logTime",
  "firstInit",
  "units",
  "index1",
  "diff1",
  "index2",
  "diff2",
];

/** The text of the file, with the byte order mark where the dialect has one. */
export function csvOf(table: CountersTable, options: CsvOptions): string {
  const rules = dialects[options.dialect];
  const words = csvWords(options.words ?? rules.words, options.language);
  const rows =
    options.shape === "long"
      ? longRows(table, words, rules)
      : wideRows(table, words, rules, options.columns ?? allColumns);
  return csvFile(rows, rules, table.timeZone);
}
