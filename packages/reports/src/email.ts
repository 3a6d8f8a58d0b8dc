/** Mails about the COUNTERS table: reports, what is wrong, that all is well again, a test. */

import type { CountersTable } from "@mega/contract";
import type { MonthKey } from "@mega/domain";
import { dictionaries, formatDateTime, formatMonth, type Language } from "@mega/locale";
import { wrongList } from "./email/finding-words.ts";
import { type ChannelFindings, endedMonths, findingsOf } from "./email/findings.ts";
import { type MailText, subjectOf, writeLetter } from "./email/letter.ts";
import { letterTable } from "./email/letter-table.ts";

/** What every mail is written for. */
export interface MailOptions {
  readonly language: Language;
  /** Address of the COUNTERS page as a reader reaches it; null where it is not known. */
  readonly pagesUrl: string | null;
  /** Who sends it, where it is not the gateway itself. */
  readonly sentBy?: "server";
}

/** What a report says besides the table. */
export interface ReportMailOptions extends MailOptions {
  /** The ended month that it is about; null for the state of the hour. */
  readonly month: MonthKey | null;
  /** Names of the attached files. */
  readonly files: readonly string[];
  /** A report that was due while the gateway was off, and how many before it fell out. */
  readonly late: { readonly dueMs: number; readonly missed: number } | null;
}

/** A report. */
export function reportMail(table: CountersTable, options: ReportMailOptions): MailText {
  const { language, month, files } = options;
  const { letter, subject } = dictionaries[language].mail;
  const at = formatDateTime(table.generatedAt, table.timeZone, language);
  const found = findingsOf(table, "now", month === null ? [] : [month]);
  const wrong = found.filter(({ findings }) => findings.length > 0);
  const period = month === null ? at : formatMonth(month, language, "long");
  const [ok, used] = [String(found.length - wrong.length), String(found.length)];
  const toCheck = wrong.length === 0 ? "" : `, ${subject.toCheck(String(wrong.length))}`;
  const about =
    month === null
      ? letter.nowOf(...placeOf(table), at)
      : letter.monthOf(period, ...placeOf(table), at);
  const shown = month ?? table.months[0]?.month;
  return writeLetter({
    subject: subjectOf(table, `${subject.report(period, ok, used)}${toCheck}`, language),
    language,
    lines: [
      about,
      stateLine(found, wrong, table.timeZone, language),
      pagesLine(options),
      ...lateLines(options, table.timeZone),
      ...demoLines(table, language),
    ],
    tableTitle: shown === undefined ? "" : letter.tableOf(formatMonth(shown, language, "long")),
    table: shown === undefined ? null : letterTable(table, shown, found, language),
    files,
    sentBy: options.sentBy === "server" ? letter.sentByServer : letter.sentBy,
  });
}

/** Channels that have their error mail ticked and are not in order. */
export function watchedFindings(
  table: CountersTable,
  watched: ReadonlySet<number>,
): ChannelFindings[] {
  return findingsOf(table, "day", endedMonths(table)).filter(
    ({ channelNo, findings }) => watched.has(channelNo) && findings.length > 0,
  );
}

/** The daily mail about what is wrong; with the channels that are in order again since the last. */
export function errorMail(
  table: CountersTable,
  wrong: readonly ChannelFindings[],
  recovered: readonly number[],
  options: MailOptions,
): MailText {
  const { language } = options;
  const { letter, subject } = dictionaries[language].mail;
  const at = formatDateTime(table.generatedAt, table.timeZone, language);
  const shown = table.months[0]?.month;
  return writeLetter({
    subject: subjectOf(table, subject.errors(String(wrong.length)), language),
    language,
    lines: [
      letter.errorsOf(...placeOf(table), at),
      `${wrongList(wrong, table.timeZone, language)}.`,
      pagesLine(options),
      ...(recovered.length === 0 ? [] : [letter.recoveredList(channelsOf(recovered))]),
      ...demoLines(table, language),
    ],
    tableTitle: shown === undefined ? "" : letter.tableOf(formatMonth(shown, language, "long")),
    table: shown === undefined ? null : letterTable(table, shown, wrong, language),
    files: [],
  });
}

/** The mail that ends a trouble. */
export function recoveredMail(
  table: CountersTable,
  recovered: readonly number[],
  options: MailOptions,
): MailText {
  const { language } = options;
  const { letter, subject } = dictionaries[language].mail;
  const at = formatDateTime(table.generatedAt, table.timeZone, language);
  return writeLetter({
    subject: subjectOf(table, subject.recovered, language),
    language,
    lines: [
      letter.recoveredOf(...placeOf(table), at),
      letter.recoveredList(channelsOf(recovered)),
      pagesLine(options),
      ...demoLines(table, language),
    ],
    tableTitle: "",
    table: null,
    files: [],
  });
}

/** The message of TEST SMTP. */
export function testMail(
  table: Pick<CountersTable, "gateway" | "generatedAt" | "timeZone">,
  options: MailOptions,
): MailText {
  const { language } = options;
  const { letter, subject } = dictionaries[language].mail;
  const { gateway } = table;
  const at = formatDateTime(table.generatedAt, table.timeZone, language);
  const place = `${gateway.model} ${gateway.mac}`;
  return writeLetter({
    subject: `[MEGA ${gateway.location}] ${subject.test}`,
    language,
    lines: [letter.test(gateway.location, place, at), pagesLine(options)],
    tableTitle: "",
    table: null,
    files: [],
  });
}

function stateLine(
  found: readonly ChannelFindings[],
  wrong: readonly ChannelFindings[],
  timeZone: string,
  language: Language,
): string {
  const { letter } = dictionaries[language].mail;
  const used = String(found.length);
  if (found.length === 0) return letter.noChannel;
  if (wrong.length === 0) return letter.allWell(used);
  const ok = String(found.length - wrong.length);
  return letter.wrong(ok, used, wrongList(wrong, timeZone, language));
}

function pagesLine({ language, pagesUrl }: MailOptions): string {
  const { letter } = dictionaries[language].mail;
  return pagesUrl === null ? letter.pagesUnknown : letter.pages(pagesUrl);
}

function lateLines({ late, language }: ReportMailOptions, timeZone: string): string[] {
  if (late === null) return [];
  const { letter } = dictionaries[language].mail;
  const missed = late.missed === 0 ? "" : ` ${letter.missed(String(late.missed))}`;
  return [`${letter.late(formatDateTime(late.dueMs, timeZone, language))}${missed}`];
}

function demoLines({ gateway }: CountersTable, language: Language): string[] {
  return gateway.demo ? [dictionaries[language].mail.letter.demo] : [];
}

function placeOf({ gateway }: CountersTable): [building: string, gateway: string] {
  return [gateway.location, `${gateway.model} ${gateway.mac}`];
}

function channelsOf(channelNos: readonly number[]): string {
  return channelNos.map((channelNo) => `CH${channelNo}`).join(", ");
}
