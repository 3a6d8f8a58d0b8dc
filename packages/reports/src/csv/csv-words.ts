/** The words of a CSV file: translated for people, or stable English names for programs. */

import type { ChannelRow } from "@mega/contract";
import { dictionaries, formatMonth, type Language, unitSymbol } from "@mega/locale";
import type { FigureLine } from "../figure-lines.ts";
import type { FigureStatus } from "../figure-status.ts";

/** Columns of a CSV file; their stable names. */
const stableHeads = {
  location: "location",
  channel: "channel",
  name: "name",
  meter: "meter",
  serialNumber: "serial_number",
  medium: "medium",
  unit: "unit",
  counter: "counter",
  counterId: "counter_id",
  period: "period",
  line: "line",
  opening: "opening_index",
  index: "index",
  indexMark: "index_mark",
  diff: "diff",
  diffMark: "diff_mark",
  status: "status",
  closed: "closed",
  revision: "revision",
  logTime: "log_time",
  logTimeOffset: "utc_offset",
  firstInit: "first_init",
  firstInitOffset: "first_init_utc_offset",
  demo: "demo",
} as const;
/** A column of a CSV file. */
export type CsvColumn = keyof typeof stableHeads;

const stableLines: Readonly<Record<FigureLine["line"], string>> = {
  index1: "index_1",
  diff1: "diff_1",
  index2: "index_2",
  diff2: "diff_2",
};

/** Every word a file needs. */
export interface CsvWords {
  readonly head: (column: CsvColumn) => string;
  readonly month: (month: string) => string;
  readonly line: (line: FigureLine["line"]) => string;
  readonly status: (status: FigureStatus) => string;
  readonly medium: (medium: ChannelRow["medium"]) => string;
  readonly counterId: (counterId: string) => string;
  readonly unit: (unit: string) => string;
  readonly truth: (value: boolean) => string;
}

/** Stable English names: they never change with the language. */
const stableWords: CsvWords = {
  head: (column) => stableHeads[column],
  month: (month) => month,
  line: (line) => stableLines[line],
  status: (status) => status,
  medium: (medium) => medium ?? "",
  counterId: (counterId) => counterId,
  unit: (unit) => unit,
  truth: (value) => String(value),
};

/** The words of a file. */
export function csvWords(words: "translated" | "stable", language: Language): CsvWords {
  return words === "stable" ? stableWords : translatedWords(language);
}

function translatedWords(language: Language): CsvWords {
  const { files, states } = dictionaries[language];
  const { headers } = files;
  const heads: Readonly<Record<CsvColumn, string>> = {
    ...headers,
    location: files.building,
    logTimeOffset: headers.utcOffset,
    firstInitOffset: `${headers.utcOffset} (${headers.firstInit})`,
    demo: files.demo,
  };
  const ids: Readonly<Record<string, string>> = states.counterIds;
  return {
    head: (column) => heads[column],
    month: (month) => formatMonth(month, language, "long"),
    line: (line) => files.lines[line],
    status: (status) => files.statuses[status],
    medium: (medium) => (medium === null ? "" : states.media[medium]),
    counterId: (counterId) => ids[counterId] ?? counterId,
    unit: unitSymbol,
    truth: (value) => (value ? files.yes : files.no),
  };
}
