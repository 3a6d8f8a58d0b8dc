/**
 * One attempt to hand a mail over to a server, step by step: the name, TCP, TLS, greeting, login,
 * sender, recipients, message. TEST SMTP and the outbox make the same steps; the test shows them, the
 * outbox keeps what they came to.
 */

import { Readable } from "node:stream";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import type { TestStep } from "@mega/contract";
import { type Clock, sleep } from "@mega/domain";
import type SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Outcome } from "./delivery.ts";
import {
  type MailServer,
  openTcp,
  openTls,
  resolveHost,
  type SmtpTimeouts,
  tlsOptions,
  tlsWords,
} from "./open-socket.ts";
import { noteEnvelope, outcomeOfFailure, outcomeOfSent, type SmtpFailure } from "./smtp-outcome.ts";
import { StepLog } from "./step-log.ts";

/** What is handed over. */
export interface Envelope {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly message: Uint8Array;
}

/** What an attempt stands on. */
export interface AttemptOptions {
  readonly clock: Clock;
  readonly timeouts: SmtpTimeouts;
  /** Further authorities that are trusted; those of the system are anyhow. */
  readonly ca?: ConnectionOptions["ca"];
  /** Ends the attempt; what it came to is told all the same. */
  readonly signal: AbortSignal;
  /** Called before the last bytes of the message go out. */
  readonly onHandOver: () => void;
}

/** What an attempt came to. */
export interface Attempt {
  readonly outcome: Outcome;
  readonly steps: readonly TestStep[];
  /** The step that failed; null when all went well. */
  readonly failedAt: string | null;
  /** What failed; null when all went well. */
  readonly failure: SmtpFailure | null;
}

const BLOCK_BYTES = 65_536;

/** Hands a mail over; never throws. */
export async function attemptDelivery(
  server: MailServer,
  envelope: Envelope,
  options: AttemptOptions,
): Promise<Attempt> {
  const log = new StepLog(options.clock);
  const order = stepsOf(server);
  let handedOver = false;
  const onHandOver = () => {
    options.onHandOver();
    handedOver = true;
  };
  const talk = new Talk(server, log, { ...options, onHandOver });
  try {
    await talk.open();
    const outcome = await talk.send(envelope);
    return { outcome, steps: log.steps(order), failedAt: null, failure: null };
  } catch (error) {
    const failure = error as SmtpFailure;
    const failedAt = log.failed ?? "data";
    const outcome = outcomeOfFailure(failure, failedAt, handedOver);
    return { outcome, steps: log.steps(order), failedAt, failure };
  } finally {
    talk.close();
  }
}

/** The steps in their order; one without a login or TLS has none. */
export function stepsOf({ tls, login }: MailServer): string[] {
  const opening = tls === "tls" ? ["tls", "greeting"] : ["greeting"];
  const secure = tls === "starttls" ? ["tls"] : [];
  const entry = login === null ? [] : ["login"];
  return ["resolve", "connect", ...opening, ...secure, ...entry, "mail-from", "rcpt", "data"];
}

/** A conversation with a server. */
class Talk {
  readonly #server: MailServer;
  readonly #log: StepLog;
  readonly #options: AttemptOptions;
  /** The server's replies in their order. */
  readonly #replies: string[] = [];
  #onReply: () => void = () => undefined;
  #close: () => void = () => undefined;
  #smtp: SMTPConnection | undefined;
  /** Rejects when the connection fails, whoever waits for what. */
  #broken: Promise<never> = new Promise(() => undefined);

  constructor(server: MailServer, log: StepLog, options: AttemptOptions) {
    this.#server = server;
    this.#log = log;
    this.#options = options;
  }

  /** Up to the login. */
  async open(): Promise<void> {
    const { tls, login } = this.#server;
    const smtp = await this.#connect();
    const ready = new Promise<void>((resolve, reject) => {
      smtp.connect((error) => (error ? reject(error) : resolve()));
    });
    ready.catch(() => undefined);
    const greeted = new Promise<void>((resolve) => {
      this.#onReply = resolve;
    });
    await this.#step("greeting", Promise.race([greeted, ready]), () => this.#replies[0] ?? "");
    if (tls === "starttls") {
      await this.#step("tls", ready, () => tlsWords(smtp._socket as TLSSocket));
    } else await ready;
    if (login === null) return;
    const { account, password } = login;
    const loggedIn = new Promise<void>((resolve, reject) => {
      smtp.login({ user: account, pass: password }, (error) => (error ? reject(error) : resolve()));
    });
    await this.#step("login", loggedIn, () => this.#replies.at(-1) ?? "");
  }

  /** The mail itself. */
  async send({ sender, recipients, message }: Envelope): Promise<Outcome> {
    const smtp = this.#smtp;
    if (smtp === undefined) throw new Error("Broken assumption: the conversation is open");
    const from = this.#replies.length;
    const sent = new Promise<SMTPConnection.SentMessageInfo>((resolve, reject) => {
      smtp.send(
        { from: sender, to: [...recipients], size: message.length },
        Readable.from(blocksOf(message, this.#options.onHandOver)),
        (error, info) => (error ? reject(error) : resolve(info)),
      );
    });
    try {
      const info = await Promise.race([sent, this.#broken]);
      noteEnvelope(this.#log, this.#replies.slice(from), recipients.length, null);
      smtp.quit();
      return outcomeOfSent(info);
    } catch (error) {
      const replies = this.#replies.slice(from);
      noteEnvelope(this.#log, replies, recipients.length, error as SmtpFailure);
      throw error;
    }
  }

  close(): void {
    this.#smtp?.close();
    this.#close();
  }

  async #connect(): Promise<SMTPConnection> {
    const { clock, timeouts, signal, ca } = this.#options;
    const { host, port, tls } = this.#server;
    const phase = new AbortController();
    const limit = sleep(clock, timeouts.connectMs, phase.signal).then(() => {
      if (!phase.signal.aborted) phase.abort(timeout());
    });
    const either = AbortSignal.any([signal, phase.signal]);
    try {
      const address = await this.#step("resolve", resolveHost(host, either), (found) => found);
      const socket = await this.#step("connect", openTcp(address, port, either), (open) => {
        return `${open.remoteAddress ?? address}:${port}`;
      });
      this.#close = () => socket.destroy();
      const secure =
        tls === "tls"
          ? await this.#step("tls", openTls(socket, this.#server, ca, either), tlsWords)
          : null;
      return await this.#over(secure ?? socket, secure !== null);
    } finally {
      phase.abort(new Error("over"));
      await limit;
    }
  }

  async #over(
    connection: SMTPConnection.Options["connection"],
    secured: boolean,
  ): Promise<SMTPConnection> {
    const { timeouts, signal, ca } = this.#options;
    const { tls } = this.#server;
    const { default: Connection } = await import("nodemailer/lib/smtp-connection");
    const smtp = new Connection({
      connection,
      host: this.#server.host,
      port: this.#server.port,
      secure: secured,
      secured,
      requireTLS: tls === "starttls",
      ignoreTLS: tls === "none",
      greetingTimeout: timeouts.greetingMs,
      socketTimeout: timeouts.silenceMs,
      tls: tlsOptions(this.#server, ca),
      transactionLog: true,
      logger: this.#listener(),
    });
    this.#broken = new Promise((_, reject) => {
      smtp.on("error", reject);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      if (signal.aborted) reject(signal.reason);
    });
    this.#broken.catch(() => undefined);
    this.#smtp = smtp;
    return smtp;
  }

  /** Of all that is logged, only what the server said; nothing of it is written anywhere. */
  #listener(): SMTPConnection.Options["logger"] {
    const quiet = () => undefined;
    const hear = (entry: unknown, said: unknown) => {
      if ((entry as { readonly tnx?: unknown }).tnx !== "server") return;
      this.#replies.push(String(said));
      this.#onReply();
    };
    return {
      level: quiet,
      trace: quiet,
      debug: hear,
      info: quiet,
      warn: quiet,
      error: quiet,
      fatal: quiet,
    };
  }

  async #step<T>(name: string, work: Promise<T>, said: (result: T) => string): Promise<T> {
    try {
      const result = await Promise.race([work, this.#broken]);
      this.#log.note(name, "ok", said(result));
      return result;
    } catch (error) {
      const { response, message } = error as SmtpFailure;
      this.#log.note(name, "failed", response ?? message);
      throw error;
    }
  }
}

/** The message in blocks; before its last byte goes out, its fate is written down. */
async function* blocksOf(message: Uint8Array, onHandOver: () => void): AsyncGenerator<Buffer> {
  for (let at = 0; at < message.length; at += BLOCK_BYTES) {
    if (at + BLOCK_BYTES >= message.length) onHandOver();
    yield Buffer.from(message.subarray(at, at + BLOCK_BYTES));
  }
}

function timeout(): Error {
  return Object.assign(new Error("No answer in time"), { code: "ETIMEDOUT" });
}
