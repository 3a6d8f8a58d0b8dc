/** Writes mails from the table of the hour: the text, the files, the bytes for the outbox. */

import type { CountersTable, MailKind, MailPreview, MailRequest } from "@mega/contract";
import { addMonths, type Clock, MONTHS_SHOWN, type MonthKey, monthOf } from "@mega/domain";
import { askedColumns, requestedPart, type TablePart } from "@mega/figures";
import type { Installation } from "@mega/installation";
import {
  type ChannelFindings,
  errorMail,
  type FileChoice,
  fileNames,
  type MailFile,
  type MailText,
  recoveredMail,
  reportFiles,
  reportMail,
} from "@mega/reports";
import { composeMessage, newMessageId } from "./compose-message.ts";
import type { MailSettings } from "./mail-settings.ts";
import type { NewMail } from "./outbox.ts";

/** Bytes of one mail; many servers take no more. */
export const MAIL_BYTES_MAX = 10 * 1024 * 1024;
const PREVIEW_LINES_MAX = 12;

/** What the writer stands on. */
export interface MailWriterOptions {
  readonly clock: Clock;
  readonly installation: Installation;
  readonly settings: MailSettings;
  readonly table: (part?: TablePart) => Promise<CountersTable>;
  /** Address of the pages as a reader reaches them; null where it is not known. */
  readonly pagesUrl: () => string | null;
  /** 16 random bytes, hexadecimal. */
  readonly newId: () => string;
}

interface Recipients {
  readonly to: string;
  readonly cc: readonly string[];
}

/** The writer. */
export class MailWriter {
  readonly #options: MailWriterOptions;

  constructor(options: MailWriterOptions) {
    this.#options = options;
  }

  /** A report by its rhythm; a monthly one is about the month before its due time. */
  async report(
    dueMs: number,
    late: { readonly dueMs: number; readonly missed: number } | null,
  ): Promise<NewMail> {
    const { settings, installation, table } = this.#options;
    const running = monthOf(dueMs, installation.timeZone);
    const month = settings.schedule.kind === "month" ? addMonths(running, -1) : null;
    const shown = await table(month === null ? {} : { months: monthsUpTo(month) });
    const choice = { ...settings, columns: askedColumns(undefined), allChannels: true };
    const files = await reportFiles(shown, choice);
    const text = reportMail(shown, {
      ...this.#spoken(settings.language),
      month,
      files: files.map(({ fileName }) => fileName),
      late,
    });
    return this.#message("report", text, settings, files);
  }

  /** What a person asked for. */
  async byHand(request: MailRequest): Promise<NewMail> {
    const { choice, recipients, shown, month } = await this.#requested(request);
    const files = await reportFiles(shown, choice);
    const names = files.map(({ fileName }) => fileName);
    const spoken = this.#spoken(choice.language);
    const text = reportMail(shown, { ...spoken, month, files: names, late: null });
    return this.#message("by-hand", text, recipients, files);
  }

  /** What a person would send. */
  async preview(request: MailRequest): Promise<MailPreview> {
    const { choice, recipients, shown, month } = await this.#requested(request);
    const { language } = choice;
    const files = fileNames(shown, choice);
    const text = reportMail(shown, { ...this.#spoken(language), month, files, late: null });
    const lines = text.text.split("\n").slice(0, PREVIEW_LINES_MAX);
    const { to, cc } = recipients;
    return { subject: text.subject, lines, to, cc: [...cc], language, files };
  }

  /** What is wrong. */
  errors(
    table: CountersTable,
    wrong: readonly ChannelFindings[],
    recovered: readonly number[],
  ): Promise<NewMail> {
    const { settings } = this.#options;
    const text = errorMail(table, wrong, recovered, this.#spoken(settings.language));
    return this.#message("errors", text, settings, []);
  }

  /** That nothing is. */
  recovered(table: CountersTable, recovered: readonly number[]): Promise<NewMail> {
    const { settings } = this.#options;
    const text = recoveredMail(table, recovered, this.#spoken(settings.language));
    return this.#message("recovered", text, settings, []);
  }

  #spoken(language: MailSettings["language"]) {
    return { language, pagesUrl: this.#options.pagesUrl() };
  }

  async #requested(request: MailRequest): Promise<{
    readonly choice: FileChoice;
    readonly recipients: Recipients;
    readonly shown: CountersTable;
    readonly month: MonthKey | null;
  }> {
    const { settings, installation, clock, table } = this.#options;
    const part = requestedPart(request, installation, clock.nowMs());
    const shown = await table(part);
    const [newest] = shown.months;
    const choice = {
      formats: request.formats,
      csvDialect: request.csvDialect ?? settings.csvDialect,
      language: request.language ?? settings.language,
      columns: askedColumns(request.columns?.join(",")),
      allChannels: part.channels === undefined,
    };
    const own = request.to === undefined;
    const recipients = {
      to: request.to ?? settings.to,
      cc: request.cc ?? (own ? settings.cc : []),
    };
    // Only an ended month can be spoken of as a whole.
    const month = newest === undefined || newest.provisional ? null : newest.month;
    return { choice, recipients, shown, month };
  }

  async #message(
    kind: MailKind,
    text: MailText,
    { to, cc }: Recipients,
    files: readonly MailFile[],
  ): Promise<NewMail> {
    const { settings, installation, clock, newId } = this.#options;
    const { from } = settings;
    const { location, timeZone } = installation;
    const messageId = newMessageId(newId(), from);
    const recipients = [to, ...cc];
    const message = await composeMessage({
      messageId,
      from,
      fromName: location,
      to,
      cc,
      text,
      files,
      atMs: clock.nowMs(),
      timeZone,
      recurring: kind !== "by-hand",
    });
    const tooLarge = message.length > MAIL_BYTES_MAX;
    return {
      kind,
      messageId,
      subject: text.subject,
      files: files.map(({ fileName }) => fileName),
      sender: from,
      recipients,
      message: tooLarge ? null : message,
      sizeBytes: message.length,
      reason: tooLarge ? "too-large" : null,
    };
  }
}

/** The twelve months that end with one, newest first. */
function monthsUpTo(month: MonthKey): MonthKey[] {
  return Array.from({ length: MONTHS_SHOWN }, (_, age) => addMonths(month, -age));
}
