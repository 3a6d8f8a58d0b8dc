/** What a server's replies and failures mean. Pure. */

import type { MailReason } from "@mega/contract";
import type SMTPConnection from "nodemailer/lib/smtp-connection";
import { type Outcome, reasonOfRecipient } from "./delivery.ts";
import { type StepLog, wordsOf } from "./step-log.ts";

/** A failure as the SMTP library and the system tell it. */
export interface SmtpFailure extends Error {
  readonly code?: string;
  /** The system's name where the library has put its own. */
  readonly originalCode?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly command?: string;
}

/** The outcome of a mail that the server took. */
export function outcomeOfSent(info: SMTPConnection.SentMessageInfo): Outcome {
  const refused = (info.rejectedErrors ?? []).map((error) => ({
    address: String((error as { readonly recipient?: string }).recipient ?? ""),
    reply: wordsOf(error.response ?? error.message),
    replyCode: error.responseCode ?? 550,
  }));
  return {
    kind: "accepted",
    reply: wordsOf(info.response),
    replyCode: codeOf(info.response),
    refused,
  };
}

/** The outcome of a failure at a step. */
export function outcomeOfFailure(failure: SmtpFailure, step: string, handedOver: boolean): Outcome {
  const reply = wordsOf(failure.response ?? failure.message);
  const replyCode = failure.responseCode ?? null;
  if (handedOver && replyCode === null) return { kind: "in-doubt", reply };
  const reason = reasonOf(failure, step);
  // A wrong login or certificate is mended in the settings; until then the mail waits.
  const isRefusal = step === "mail-from" || step === "rcpt" || step === "data";
  const final = isRefusal && replyCode !== null && replyCode >= 500;
  return { kind: "not-accepted", reason, reply, replyCode, final };
}

function reasonOf(failure: SmtpFailure, step: string): MailReason {
  const { code, responseCode, response = "" } = failure;
  if (responseCode === 421) return "busy";
  if (code === "ETIMEDOUT") return "timeout";
  if (step === "tls") return "tls";
  if (step === "login") return responseCode === undefined ? "unreachable" : "login";
  if (responseCode === undefined) return "unreachable";
  const isPutOff = responseCode < 500;
  switch (step) {
    case "mail-from":
      return isPutOff ? "busy" : "sender-refused";
    case "rcpt":
      return reasonOfRecipient(responseCode, response);
    case "data":
      if (reasonOfRecipient(responseCode, response) === "mailbox-full") return "mailbox-full";
      return isPutOff ? "busy" : "message-refused";
    default:
      return isPutOff ? "busy" : "unreachable";
  }
}

/** What to check after a failed test, as a word of `words.tests.advice`. */
export function adviceOfFailure(failure: SmtpFailure, step: string): string {
  const { responseCode, response = "", code } = failure;
  if (responseCode === 421) return "try-again";
  switch (step) {
    case "resolve":
      return "check-host";
    case "connect":
      return "check-port";
    case "greeting":
      return responseCode === undefined && code !== "ETIMEDOUT" ? "check-smtp-server" : "try-again";
    case "tls":
      return isCertificate(failure) ? "check-certificate" : "check-tls-mode";
    case "login":
      return responseCode === undefined ? "try-again" : "check-login";
    case "mail-from":
      return "check-sender";
    case "rcpt": {
      const full = responseCode !== undefined && reasonOfRecipient(responseCode, response);
      return full === "mailbox-full" ? "check-mailbox-full" : "check-recipient";
    }
    default:
      return responseCode === undefined ? "try-again" : "check-mail-limits";
  }
}

/** Whether TLS failed for the certificate, not for what is spoken on the port. */
function isCertificate({ code = "", originalCode = "", message }: SmtpFailure): boolean {
  const words = `${code} ${originalCode} ${message}`;
  return /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|certificate/i.test(words);
}

/** Notes the steps of the mail itself: one reply for the sender, one a recipient, two for the data. */
export function noteEnvelope(
  log: StepLog,
  replies: readonly string[],
  recipients: number,
  failure: SmtpFailure | null,
): void {
  const [sender] = replies;
  const lost = failure?.message ?? "";
  if (sender === undefined || !isGood(sender)) {
    log.note("mail-from", "failed", sender ?? lost);
    return;
  }
  log.note("mail-from", "ok", sender);
  const each = replies.slice(1, 1 + recipients);
  if (each.length < recipients || !each.some(isGood)) {
    log.note("rcpt", "failed", each.join("\n") || lost);
    return;
  }
  log.note("rcpt", "ok", each.join("\n"));
  const last = replies.slice(1 + recipients).at(-1) ?? lost;
  log.note(
    "data",
    failure === null ? "ok" : "failed",
    failure === null ? last : (failure.response ?? lost),
  );
}

function isGood(reply: string): boolean {
  return reply.startsWith("2");
}

function codeOf(reply: string): number | null {
  const code = Number(/^(\d{3})/.exec(reply)?.[1] ?? Number.NaN);
  return Number.isNaN(code) ? null : code;
}
