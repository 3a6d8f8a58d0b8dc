/**
 * Mails of a running gateway: writes reports and error mails when they are due, puts them into the
 * outbox together with the note that they were, and sends what waits there. Built anew with every
 * configuration; outbox and memory stay in gateway.db.
 */

import type { ConnectionOptions } from "node:tls";
import type { CountersTable, MailConfig, TestReport } from "@mega/contract";
import { type Clock, decideReport, MegaError, nextReportDueMs } from "@mega/domain";
import type { TablePart } from "@mega/figures";
import type { Installation } from "@mega/installation";
import { watchedFindings } from "@mega/reports";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import { decideErrors, errorLookDueMs, needsLook } from "./error-decision.ts";
import { MailMemory } from "./mail-memory.ts";
import { type MailSettings, mailSettingsOf } from "./mail-settings.ts";
import { MailWriter } from "./mail-writer.ts";
import { type SmtpTimeouts, smtpTimeouts } from "./open-socket.ts";
import { type NewMail, Outbox } from "./outbox.ts";
import { Postman } from "./postman.ts";
import { testSettings } from "./test-settings.ts";

/** What mails stand on. */
export interface MailServiceOptions {
  readonly clock: Clock;
  readonly database: GatewayDatabase;
  readonly installation: Installation;
  readonly table: (part?: TablePart) => Promise<CountersTable>;
  /** Address of the pages as a reader reaches them; null where it is not known. */
  readonly pagesUrl: () => string | null;
  /** 16 random bytes, hexadecimal. */
  readonly newId: () => string;
  /** Version of the gateway. */
  readonly version: string;
  readonly onFailure: (error: unknown) => void;
  /** Those of service when left out. */
  readonly timeouts?: SmtpTimeouts;
  /** Further authorities whose certificates are taken. */
  readonly ca?: ConnectionOptions["ca"];
  /** From 0 up to 1, for pauses between attempts. */
  readonly draw: () => number;
}

/** Nobody looks less often: the clock may have been set, or a timer been too long. */
const LOOK_MS_MAX = 3_600_000;
/** How often it is looked whether a trouble that was told is over. */
const RECOVERY_LOOK_MS = 10 * 60_000;
/** After a look that failed, such as for a full disk, it is tried again. */
const FAILED_PAUSE_MS = 60_000;

/** Mails of one configuration. */
export class MailService {
  readonly settings: MailSettings | null;
  readonly outbox: Outbox;
  readonly writer: MailWriter | null;
  readonly #options: MailServiceOptions;
  readonly #memory: MailMemory;
  readonly #postman: Postman | null;
  #cancelTimer: () => void = () => undefined;
  #looking: Promise<void> = Promise.resolve();
  #started = false;
  #testing = false;

  constructor(options: MailServiceOptions) {
    const { clock, database, installation } = options;
    this.#options = options;
    this.settings = mailSettingsOf(installation);
    this.outbox = new Outbox(database);
    this.#memory = new MailMemory(database);
    const { settings, outbox } = this;
    this.writer = settings === null ? null : new MailWriter({ ...options, settings });
    this.#postman =
      settings === null
        ? null
        : new Postman({
            clock,
            outbox,
            server: settings.server,
            timeZone: installation.timeZone,
            timeouts: options.timeouts ?? smtpTimeouts,
            ...(options.ca === undefined ? {} : { ca: options.ca }),
            draw: options.draw,
          });
  }

  /** Sends what waits and keeps to the schedule. Without settings, or without a disk, nothing. */
  start(): void {
    if (this.#postman === null || !this.#options.database.writable) return;
    this.#started = true;
    this.wake();
  }

  /** The mail that is on its way gets a little time; the rest waits in the outbox. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#cancelTimer();
    await this.#postman?.stop();
    await this.#looking;
  }

  /** Looks at once: something was put into the outbox. */
  wake(): void {
    if (!this.#started) return;
    this.#cancelTimer();
    this.#looking = this.#looking.then(async () => {
      const sinceMs = this.#options.clock.nowMs();
      try {
        await this.#look();
        this.#arm(sinceMs, 0);
      } catch (error) {
        this.#options.onFailure(error);
        this.#arm(sinceMs, FAILED_PAUSE_MS);
      }
    });
  }

  /** Tries settings that may not be saved; one test at a time. */
  async test(draft: MailConfig): Promise<TestReport> {
    if (this.#testing) {
      throw new MegaError("CONFLICT", "A mail test is running", { hint: "Wait for its end." });
    }
    this.#testing = true;
    try {
      return await testSettings(draft, this.#options);
    } finally {
      this.#testing = false;
    }
  }

  /** When the next report is due after an instant, now unless told otherwise; null where none is. */
  nextReportAtMs(afterMs = this.#options.clock.nowMs()): number | null {
    if (this.settings === null) return null;
    const { timeZone } = this.#options.installation;
    return nextReportDueMs(this.settings.schedule, afterMs, timeZone);
  }

  /** When the ticked channels are looked at next, counted the same way; null where none is ticked. */
  nextErrorLookAtMs(afterMs = this.#options.clock.nowMs()): number | null {
    if (this.settings === null || this.settings.watched.size === 0) return null;
    const daily = { kind: "day", at: this.settings.errorsAt } as const;
    return nextReportDueMs(daily, afterMs, this.#options.installation.timeZone);
  }

  async #look(): Promise<void> {
    const { settings, writer } = this;
    if (settings === null || writer === null || !this.#started) return;
    this.outbox.prune(this.#options.clock.nowMs());
    // A report that cannot be made keeps no mail back that is made.
    const looks = await Promise.allSettled([
      this.#lookForReport(settings, writer),
      this.#lookForErrors(settings, writer),
    ]);
    await this.#postman?.run();
    const failed = looks.find((look) => look.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  async #lookForReport(settings: MailSettings, writer: MailWriter): Promise<void> {
    const { clock, installation, database } = this.#options;
    const nowMs = clock.nowMs();
    const memory = this.#memory.read("report");
    const decision = decideReport(settings.schedule, memory, nowMs, installation.timeZone);
    if (decision.kind === "wait") return;
    const remember = () => this.#memory.write("report", decision.memory);
    if (decision.kind === "begin") return database.transaction(remember);
    const { dueMs, late, missed } = decision;
    const mail = await writer.report(dueMs, late ? { dueMs, missed } : null);
    this.#keep(mail, remember);
  }

  async #lookForErrors(settings: MailSettings, writer: MailWriter): Promise<void> {
    const { clock, installation, table } = this.#options;
    const nowMs = clock.nowMs();
    const dueMs = errorLookDueMs(settings.errorsAt, nowMs, installation.timeZone);
    const memory = this.#memory.read("errors");
    if (!needsLook(memory, dueMs)) return;
    const shown = await table();
    const { watched } = settings;
    const found = watchedFindings(shown, watched);
    const wrong = found.map(({ channelNo }) => channelNo);
    const decision = decideErrors(memory, { wrong, watched }, dueMs, nowMs);
    if (decision.kind === "wait") return;
    const remember = () => this.#memory.write("errors", decision.memory);
    if (decision.kind === "note") return this.#options.database.transaction(remember);
    const { recovered } = decision;
    const mail =
      decision.kind === "errors"
        ? await writer.errors(shown, found, recovered)
        : await writer.recovered(shown, recovered);
    this.#keep(mail, remember);
  }

  /** The mail and the note that it was due: both are on the disk, or neither is. */
  #keep(mail: NewMail, remember: () => void): void {
    const { database, clock } = this.#options;
    database.transaction(() => {
      this.outbox.add(mail, clock.nowMs());
      remember();
    });
  }

  /**
   * @param sinceMs when the look began: what fell due while it went on is looked at right after
   * @param leastMs wait at least so long
   */
  #arm(sinceMs: number, leastMs: number): void {
    if (!this.#started) return;
    const { clock } = this.#options;
    const nowMs = clock.nowMs();
    const told = (this.#memory.read("errors")?.told.length ?? 0) > 0;
    const times = [
      this.nextReportAtMs(sinceMs),
      this.nextErrorLookAtMs(sinceMs),
      told ? nowMs + RECOVERY_LOOK_MS : null,
      this.outbox.next()?.nextTryAtMs ?? null,
      nowMs + LOOK_MS_MAX,
    ].filter((at) => at !== null);
    this.#cancelTimer();
    this.#cancelTimer = clock.setTimer(Math.max(leastMs, Math.min(...times) - nowMs), () =>
      this.wake(),
    );
  }
}
