/** Asking the gateway about mails. */

import type {
  MailConfig,
  MailOverview,
  MailPreview,
  MailRequest,
  OutboxMail,
  TestReport,
} from "@mega/contract";
import { ask, query } from "../api/request.ts";

/** Workbooks of a large building take a while to be made. */
const SEND_TIMEOUT_MS = 60_000;
/** A test waits for the server at every step. */
const TEST_TIMEOUT_MS = 120_000;

/** The overview; the outbox before a mail, at most so many. */
export const fetchMail = (part: { readonly before?: number; readonly limit?: number } = {}) =>
  ask<MailOverview>(`/mail${query({ before: text(part.before), limit: text(part.limit) })}`);

export const previewMail = (request: MailRequest) =>
  ask<MailPreview>("/mail/preview", { method: "POST", body: request });

export const sendMail = (request: MailRequest) =>
  ask<OutboxMail>("/mail/send", { method: "POST", body: request, timeoutMs: SEND_TIMEOUT_MS });

export const testMail = (mail: MailConfig, confirmation: string | undefined) =>
  ask<TestReport>("/mail/test", {
    method: "POST",
    body: { mail },
    timeoutMs: TEST_TIMEOUT_MS,
    confirmation,
  });

export const decideMail = (mailNo: number, kind: "retry" | "cancel") =>
  ask<OutboxMail>(`/mail/outbox/${mailNo}/${kind}`, { method: "POST", body: {} });

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
