/** Takes mails out of the outbox and hands them over, one after the other. */

import type { ConnectionOptions } from "node:tls";
import { type Clock, daySpan, sleep } from "@mega/domain";
import { settle } from "./delivery.ts";
import type { MailServer, SmtpTimeouts } from "./open-socket.ts";
import type { Outbox } from "./outbox.ts";
import { attemptDelivery } from "./smtp-attempt.ts";
import type { StoredMail } from "./stored-mail.ts";

/** Mails handed over in one local day; a slip in the settings floods nobody. */
export const MAILS_PER_DAY_MAX = 200;
/** At a stop, the mail that is on its way gets so long. */
const STOP_GRACE_MS = 10_000;

/** What the postman stands on. */
export interface PostmanOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly server: MailServer;
  readonly timeZone: string;
  readonly timeouts: SmtpTimeouts;
  readonly ca?: ConnectionOptions["ca"];
  /** From 0 up to 1, for pauses. */
  readonly draw: () => number;
}

/** The postman. */
export class Postman {
  readonly #options: PostmanOptions;
  readonly #stop = new AbortController();
  #stopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: PostmanOptions) {
    this.#options = options;
  }

  /** Attempts that an end of the process cut off are settled, and tried again at once. */
  #takeUp(): void {
    const { outbox, clock, draw } = this.#options;
    const nowMs = clock.nowMs();
    for (const mail of outbox.interrupted()) {
      const outcome = mail.handedOver
        ? ({ kind: "in-doubt", reply: "" } as const)
        : ({
            kind: "not-accepted",
            reason: "interrupted",
            reply: "",
            replyCode: null,
            final: false,
          } as const);
      const settled = settle(mail, outcome, nowMs, draw());
      const nextTryAtMs = settled.nextTryAtMs === null ? null : nowMs;
      outbox.settle(mail.mailNo, { ...settled, nextTryAtMs }, nowMs);
    }
  }

  /** Hands over what is due; one run at a time. */
  run(): Promise<void> {
    this.#running = this.#running.then(() => this.#deliverDue());
    return this.#running;
  }

  /** No further mail; the one on its way may end. What is cut off is settled at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const over = new AbortController();
    const grace = sleep(this.#options.clock, STOP_GRACE_MS, over.signal);
    await Promise.race([this.#running.catch(() => undefined), grace]);
    over.abort();
    this.#stop.abort(new Error("The gateway stops sending"));
    await this.#running.catch(() => undefined);
  }

  async #deliverDue(): Promise<void> {
    const { outbox, clock } = this.#options;
    this.#takeUp();
    while (!this.#stopping) {
      const mail = outbox.next();
      const nowMs = clock.nowMs();
      if (mail?.nextTryAtMs === undefined || mail.nextTryAtMs === null) return;
      if (mail.nextTryAtMs > nowMs) return;
      if (!this.#mayToday(nowMs)) {
        outbox.putOff(mail.mailNo, daySpan(nowMs, this.#options.timeZone).toMs, "daily-limit");
        continue;
      }
      await this.#deliver(mail);
    }
  }

  #mayToday(nowMs: number): boolean {
    const { outbox, timeZone } = this.#options;
    return outbox.sentSince(daySpan(nowMs, timeZone).fromMs) < MAILS_PER_DAY_MAX;
  }

  async #deliver(mail: StoredMail): Promise<void> {
    const { outbox, clock, server, timeouts, ca, draw } = this.#options;
    const { mailNo, sender, pending, message } = mail;
    if (message === null) return;
    outbox.begin(mailNo);
    const { outcome } = await attemptDelivery(
      server,
      { sender, recipients: pending, message },
      {
        clock,
        timeouts,
        ...(ca === undefined ? {} : { ca }),
        signal: this.#stop.signal,
        onHandOver: () => outbox.handOver(mailNo),
      },
    );
    const nowMs = clock.nowMs();
    const attempted = { ...mail, attempts: mail.attempts + 1 };
    outbox.settle(mailNo, settle(attempted, outcome, nowMs, draw()), nowMs);
  }
}
