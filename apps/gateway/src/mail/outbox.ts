/**
 * The outbox of mails in gateway.db. A mail is in it, with every byte of it, before anybody tries to
 * hand it over; every step of an attempt is on the disk before the next one is made, so that no end
 * of the process loses a mail or hands it over twice unnoticed.
 */

import type { MailKind, MailReason } from "@mega/contract";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { RefusedRecipient, Settled } from "./delivery.ts";
import { type StoredMail, storedMail } from "./stored-mail.ts";

/** Mails that may wait at once; a server that is away for long makes no heap. */
export const WAITING_MAX = 100;
/** Mails kept to be looked at. */
export const KEPT_MAX = 500;
/** How long the text of one that was not sent is kept. */
const MESSAGE_KEPT_MS = 30 * 86_400_000;

/** A mail that is to go out. */
export interface NewMail {
  readonly kind: MailKind;
  readonly messageId: string;
  readonly subject: string;
  readonly files: readonly string[];
  readonly sender: string;
  readonly recipients: readonly string[];
  /** The whole message; null where it is not sent. */
  readonly message: Uint8Array | null;
  readonly sizeBytes: number;
  /** Why it is not even tried; null otherwise. */
  readonly reason: MailReason | null;
}

/** The outbox. */
export class Outbox {
  readonly #database: GatewayDatabase;

  constructor(database: GatewayDatabase) {
    this.#database = database;
  }

  /** Puts a mail in; inside a transaction of the caller it is there with what caused it. */
  add(mail: NewMail, nowMs: number): number {
    const full = mail.reason === null && this.#waiting() >= WAITING_MAX;
    const reason = full ? "queue-full" : mail.reason;
    const goes = reason === null && mail.message !== null;
    const result = this.#database.db
      .prepare(
        "INSERT INTO mail_outbox (message_id, kind, state, subject, files, sender, recipients, pending, message, size_bytes, created_at_ms, next_try_at_ms, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      )
      .run(
        mail.messageId,
        mail.kind,
        goes ? "queued" : "given-up",
        mail.subject,
        JSON.stringify(mail.files),
        mail.sender,
        JSON.stringify(mail.recipients),
        JSON.stringify(mail.recipients),
        mail.message,
        mail.sizeBytes,
        nowMs,
        goes ? nowMs : null,
        reason,
      );
    return Number(result.lastInsertRowid);
  }

  get(mailNo: number): StoredMail | undefined {
    const row = this.#database.db
      .prepare("SELECT * FROM mail_outbox WHERE mail_no = ?")
      .get(mailNo);
    return row === undefined ? undefined : storedMail(row);
  }

  /** Mails before a number, newest first. */
  list(beforeNo: number, limit: number): StoredMail[] {
    return this.#database.db
      .prepare("SELECT * FROM mail_outbox WHERE mail_no < ? ORDER BY mail_no DESC LIMIT ?")
      .all(beforeNo, limit)
      .map(storedMail);
  }

  /** The mail that is to be tried first, whenever that is. */
  next(): StoredMail | undefined {
    const row = this.#database.db
      .prepare(
        "SELECT * FROM mail_outbox WHERE next_try_at_ms IS NOT NULL ORDER BY next_try_at_ms, mail_no LIMIT 1",
      )
      .get();
    return row === undefined ? undefined : storedMail(row);
  }

  /** An attempt begins. */
  begin(mailNo: number): void {
    this.#set(
      mailNo,
      "state = 'sending', next_try_at_ms = NULL, attempts = attempts + 1, handed_over = 0",
    );
  }

  /** The whole message is about to be with the server: from now on its fate is the server's. */
  handOver(mailNo: number): void {
    this.#set(mailNo, "handed_over = 1");
  }

  /** Writes down what an attempt came to. */
  settle(mailNo: number, settled: Settled, nowMs: number): void {
    const { state, nextTryAtMs, pending, refused, doubts, reason, reply, replyCode } = settled;
    const before = this.get(mailNo)?.refused ?? [];
    const sent = state === "sent";
    this.#database.db
      .prepare(
        "UPDATE mail_outbox SET state = ?, next_try_at_ms = ?, pending = ?, refused = ?, doubts = ?, reason = ?, reply = ?, reply_code = ?, handed_over = 0, sent_at_ms = ?, message = CASE WHEN ? THEN NULL ELSE message END WHERE mail_no = ?",
      )
      .run(
        state,
        nextTryAtMs,
        JSON.stringify(pending),
        JSON.stringify([...before, ...refused] satisfies readonly RefusedRecipient[]),
        doubts,
        reason,
        reply,
        replyCode,
        sent ? nowMs : null,
        sent ? 1 : 0,
        mailNo,
      );
  }

  /** Puts a mail off without counting an attempt. */
  putOff(mailNo: number, untilMs: number, reason: MailReason): void {
    this.#database.db
      .prepare("UPDATE mail_outbox SET next_try_at_ms = ?, reason = ? WHERE mail_no = ?")
      .run(untilMs, reason, mailNo);
  }

  /** Attempts that an end of the process cut off. */
  interrupted(): StoredMail[] {
    return this.#database.db
      .prepare("SELECT * FROM mail_outbox WHERE state = 'sending' ORDER BY mail_no LIMIT ?")
      .all(WAITING_MAX)
      .map(storedMail);
  }

  /** A person wants another series of attempts; false where the mail is not one to try. */
  retry(mailNo: number, nowMs: number): boolean {
    const { changes } = this.#database.db
      .prepare(
        "UPDATE mail_outbox SET state = 'queued', next_try_at_ms = ?, attempts = 0, doubts = 0, reason = NULL WHERE mail_no = ? AND state IN ('failed', 'given-up', 'cancelled') AND message IS NOT NULL",
      )
      .run(nowMs, mailNo);
    return Number(changes) === 1;
  }

  /** A person wants no further attempt; false where none would follow. */
  cancel(mailNo: number): boolean {
    const { changes } = this.#database.db
      .prepare(
        "UPDATE mail_outbox SET state = 'cancelled', next_try_at_ms = NULL WHERE mail_no = ? AND state IN ('queued', 'failed')",
      )
      .run(mailNo);
    return Number(changes) === 1;
  }

  /** Mails handed over since an instant. */
  sentSince(fromMs: number): number {
    const row = this.#database.db
      .prepare("SELECT count(*) AS n FROM mail_outbox WHERE sent_at_ms >= ?")
      .get(fromMs);
    return Number(row?.["n"] ?? 0);
  }

  /** Lets go of old mails; those that wait stay. */
  prune(nowMs: number): void {
    const { db } = this.#database;
    const over = "state IN ('sent', 'given-up', 'cancelled')";
    db.prepare(
      `UPDATE mail_outbox SET message = NULL WHERE ${over} AND message IS NOT NULL AND created_at_ms < ?`,
    ).run(nowMs - MESSAGE_KEPT_MS);
    db.prepare(
      `DELETE FROM mail_outbox WHERE ${over} AND mail_no <= (SELECT max(mail_no) FROM mail_outbox) - ?`,
    ).run(KEPT_MAX);
  }

  #waiting(): number {
    const row = this.#database.db
      .prepare("SELECT count(*) AS n FROM mail_outbox WHERE next_try_at_ms IS NOT NULL")
      .get();
    return Number(row?.["n"] ?? 0);
  }

  #set(mailNo: number, assignments: string): void {
    this.#database.db
      .prepare(`UPDATE mail_outbox SET ${assignments} WHERE mail_no = ?`)
      .run(mailNo);
  }
}
