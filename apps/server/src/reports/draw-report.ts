/** A report: the letter and its files, drawn when it is asked for, from the table of that moment. */

import {
  type CountersTable,
  fieldProblem,
  type MailRequest,
  type PortalReportSchedule,
} from "@mega/contract";
import { addMonths, MONTHS_SHOWN, type MonthKey, monthOf } from "@mega/domain";
import { askedColumns, requestedPart, type SeenFigures } from "@mega/figures";
import {
  type FileChoice,
  fileNames,
  type MailFile,
  type MailText,
  reportFiles,
  reportMail,
} from "@mega/reports";
import type { MirrorFigures } from "../figures/mirror-figures.ts";

/** Bytes of the files of one report. */
const REPORT_BYTES_MAX = 5 * 1024 * 1024;

/** What is drawn, before it is. */
export interface ReportWish {
  readonly table: CountersTable;
  readonly choice: FileChoice;
  /** The ended month that it is about; null for the state of the hour. */
  readonly month: MonthKey | null;
  /** Where its COUNTERS page is; null where the server does not know. */
  readonly pagesUrl: string | null;
}

/** What a person wants to send; language and dialect are his own where he says nothing. */
export async function requestedReport(
  { figures, seen }: { readonly figures: MirrorFigures; readonly seen: SeenFigures },
  request: MailRequest,
  own: Pick<FileChoice, "language" | "csvDialect">,
): Promise<Omit<ReportWish, "pagesUrl">> {
  const { installation, clock } = figures.ground;
  const part = requestedPart(request, installation, clock.nowMs());
  const table = await seen.table(part);
  const [newest] = table.months;
  return {
    table,
    choice: {
      formats: request.formats,
      csvDialect: request.csvDialect ?? own.csvDialect,
      language: request.language ?? own.language,
      columns: askedColumns(request.columns?.join(",")),
      allChannels: part.channels === undefined,
    },
    // Only an ended month can be spoken of as a whole.
    month: newest === undefined || newest.provisional ? null : newest.month,
  };
}

/** What goes out by its rhythm; a monthly one is about the month before its due time. */
export async function dueReport(
  seen: SeenFigures,
  { rhythm, formats, csvDialect, language }: PortalReportSchedule,
  { dueMs, timeZone }: { readonly dueMs: number; readonly timeZone: string },
): Promise<Omit<ReportWish, "pagesUrl">> {
  const month = rhythm === "month" ? addMonths(monthOf(dueMs, timeZone), -1) : null;
  const table = await seen.table(month === null ? {} : { months: monthsUpTo(month) });
  const columns = askedColumns(undefined);
  return { table, month, choice: { formats, csvDialect, language, columns, allChannels: true } };
}

/** The letter alone, with the names of the files. */
export function reportLetter(wish: ReportWish): MailText & { readonly files: readonly string[] } {
  const { table, choice, month, pagesUrl } = wish;
  const { language } = choice;
  const files = fileNames(table, choice);
  const text = reportMail(table, {
    ...{ language, month, files, pagesUrl, late: null },
    sentBy: "server",
  });
  return { ...text, files };
}

/**
 * The files, as the page's downloads have them.
 *
 * @throws MegaError REQUEST_INVALID when they are larger than a report may be
 */
export async function drawnFiles({ table, choice }: ReportWish): Promise<readonly MailFile[]> {
  const files = await reportFiles(table, choice);
  const sizeBytes = bytesOf(files);
  if (sizeBytes <= REPORT_BYTES_MAX) return files;
  throw fieldProblem({
    pointer: "/formats",
    value: choice.formats,
    allowed: `files of ${REPORT_BYTES_MAX} bytes together; these have ${sizeBytes}`,
    hint: "Fewer channels, months or kinds of files make it smaller.",
  });
}

/** Bytes of the files together. */
export function bytesOf(files: readonly MailFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** The twelve months that end with one, newest first. */
function monthsUpTo(month: MonthKey): MonthKey[] {
  return Array.from({ length: MONTHS_SHOWN }, (_, age) => addMonths(month, -age));
}
