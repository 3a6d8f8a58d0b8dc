/**
 * The two named forms of CSV. excel-be is for a double click in a Belgian Excel, rfc4180 for
 * programs. The decimal comma and the order of the date belong to Excel's regional settings, not to
 * the language of the heads.
 */

import type { CsvDialect } from "@mega/contract";
import { localTime, toOffsetString } from "@mega/domain";
import { type FileValue, offsetText } from "../file-value.ts";

/** How a dialect writes. */
export interface DialectRules {
  readonly delimiter: ";" | ",";
  readonly decimalSign: "," | ".";
  /** Excel takes a file for UTF-8 only when it begins with this mark. */
  readonly byteOrderMark: "\uFEFF" | "";
  /** Whether text that a spreadsheet would take for a formula gets an apostrophe before it. */
  readonly guardsFormulas: boolean;
  /** Local times without offset need a column of their own for it: one hour of the year is doubled. */
  readonly offsetColumns: boolean;
  /** Heads and words in a language, or stable English names. */
  readonly words: "translated" | "stable";
}

/** The rules of each dialect. */
export const dialects: Readonly<Record<CsvDialect, DialectRules>> = {
  "excel-be": {
    delimiter: ";",
    decimalSign: ",",
    byteOrderMark: "\uFEFF",
    guardsFormulas: true,
    offsetColumns: true,
    words: "translated",
  },
  rfc4180: {
    delimiter: ",",
    decimalSign: ".",
    byteOrderMark: "",
    guardsFormulas: false,
    offsetColumns: false,
    words: "stable",
  },
};

/** A whole file: every row ends with CRLF, the last one too. */
export function csvFile(
  rows: readonly (readonly FileValue[])[],
  rules: DialectRules,
  timeZone: string,
): string {
  const calendar = rememberedCalendar(rules, timeZone);
  const lines = rows.map((row) =>
    row.map((value) => quoted(cellText(value, rules, calendar), rules)).join(rules.delimiter),
  );
  return `${rules.byteOrderMark}${lines.map((line) => `${line}\r\n`).join("")}`;
}

function cellText(value: FileValue, rules: DialectRules, calendar: CalendarTexts): string {
  switch (value.kind) {
    case "text":
      return rules.guardsFormulas && /^[=+\-@\t\r\n]/.test(value.text)
        ? `'${value.text}`
        : value.text;
    case "whole":
      return String(value.value);
    case "figure":
      return value.decimal?.replace(".", rules.decimalSign) ?? "";
    case "time":
      return value.atMs === null ? "" : calendar(value.atMs).time;
    case "offset":
      return value.atMs === null ? "" : calendar(value.atMs).offset;
  }
}

/** An instant as a file writes it. */
type CalendarTexts = (atMs: number) => { readonly time: string; readonly offset: string };

/** A channel's two instants stand in each of its lines; the calendar is asked once for each. */
function rememberedCalendar(rules: DialectRules, timeZone: string): CalendarTexts {
  const known = new Map<number, ReturnType<CalendarTexts>>();
  return (atMs) => {
    const found = known.get(atMs);
    if (found !== undefined) return found;
    const texts = {
      time: rules.offsetColumns ? localText(atMs, timeZone) : toOffsetString(atMs, timeZone),
      offset: offsetText(atMs, timeZone),
    };
    known.set(atMs, texts);
    return texts;
  };
}

/** "01/06/2026 00:02:11": the only form of a local time that a Belgian Excel reads as one. */
function localText(atMs: number, timeZone: string): string {
  const at = localTime(atMs, timeZone);
  const two = (value: number) => String(value).padStart(2, "0");
  const year = String(at.year).padStart(4, "0");
  return `${two(at.day)}/${two(at.month)}/${year} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
}

function quoted(text: string, { delimiter }: DialectRules): string {
  const needsQuotes = text.includes(delimiter) || /["\r\n]/.test(text);
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}
