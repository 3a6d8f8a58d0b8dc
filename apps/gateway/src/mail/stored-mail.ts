/** A row of the outbox, and how the interface shows it. */

import type { MailKind, MailReason, MailState, OutboxMail } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { RefusedRecipient } from "./delivery.ts";

/** A mail as it stands in the outbox. */
export interface StoredMail {
  readonly mailNo: number;
  readonly messageId: string;
  readonly kind: MailKind;
  readonly state: MailState;
  readonly subject: string;
  readonly files: readonly string[];
  readonly sender: string;
  readonly recipients: readonly string[];
  /** Recipients that are still to get it. */
  readonly pending: readonly string[];
  readonly refused: readonly RefusedRecipient[];
  readonly message: Uint8Array | null;
  readonly sizeBytes: number;
  readonly createdAtMs: number;
  readonly nextTryAtMs: number | null;
  readonly attempts: number;
  readonly handedOver: boolean;
  readonly doubts: number;
  readonly sentAtMs: number | null;
  readonly replyCode: number | null;
  readonly reply: string;
  readonly reason: MailReason | null;
}

/** The mail of a row. */
export function storedMail(row: Record<string, unknown>): StoredMail {
  return {
    mailNo: Number(row["mail_no"]),
    messageId: String(row["message_id"]),
    kind: row["kind"] as MailKind,
    state: row["state"] as MailState,
    subject: String(row["subject"]),
    files: listOf(row["files"]),
    sender: String(row["sender"]),
    recipients: listOf(row["recipients"]),
    pending: listOf(row["pending"]),
    refused: listOf(row["refused"]),
    message: row["message"] as Uint8Array | null,
    sizeBytes: Number(row["size_bytes"]),
    createdAtMs: Number(row["created_at_ms"]),
    nextTryAtMs: numberOf(row["next_try_at_ms"]),
    attempts: Number(row["attempts"]),
    handedOver: row["handed_over"] === 1,
    doubts: Number(row["doubts"]),
    sentAtMs: numberOf(row["sent_at_ms"]),
    replyCode: numberOf(row["reply_code"]),
    reply: String(row["reply"]),
    reason: row["reason"] as MailReason | null,
  };
}

/** The mail as the interface shows it. */
export function outboxMail(mail: StoredMail): OutboxMail {
  const written = (atMs: number | null) => (atMs === null ? null : toUtcString(atMs));
  return {
    mailNo: mail.mailNo,
    kind: mail.kind,
    state: mail.state,
    subject: mail.subject,
    recipients: [...mail.recipients],
    files: [...mail.files],
    sizeBytes: mail.sizeBytes,
    createdAt: toUtcString(mail.createdAtMs),
    attempts: mail.attempts,
    nextTryAt: written(mail.nextTryAtMs),
    sentAt: written(mail.sentAtMs),
    replyCode: mail.replyCode,
    reply: mail.reply,
    reason: mail.reason,
    doubted: mail.doubts > 0,
    refused: mail.refused.map(({ address, reply }) => ({ address, reply })),
  };
}

// Columns hold what storedMail's caller wrote as JSON.
function listOf<Entry>(text: unknown): readonly Entry[] {
  return JSON.parse(String(text)) as Entry[];
}

function numberOf(value: unknown): number | null {
  return value === null ? null : Number(value);
}
