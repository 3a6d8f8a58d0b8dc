/** Asking about mails: the gateway, or the server about those of a gateway. */

import type {
  MailConfig,
  MailOverview,
  MailPreview,
  MailRequest,
  MailSummary,
  OutboxMail,
  TestReport,
} from "@mega/contract";
import { ask, query } from "../api/request.ts";
import { below } from "../state/place.ts";

/** Workbooks of a large building take a while to be made. */
const SEND_TIMEOUT_MS = 60_000;
/** A test waits for the server at every step. */
const TEST_TIMEOUT_MS = 120_000;

/** Which mails: those before one, at most so many. */
interface MailsPart {
  readonly before?: number;
  readonly limit?: number;
}

/** What a mail is sent with where a person says nothing else. */
export type SendSettings = Pick<MailSummary, "to" | "cc" | "language" | "formats" | "csvDialect">;

/** What a gateway and a server tell alike. */
export interface SentMails extends Pick<MailOverview, "outbox" | "more"> {
  readonly settings: SendSettings | null;
}

/** The overview of the gateway. */
export const fetchMail = (part: MailsPart = {}) => ask<MailOverview>(`/mail${partQuery(part)}`);

/** What was sent, wherever it is sent from. */
export const fetchSent = (part: MailsPart) => ask<SentMails>(below(`/mail${partQuery(part)}`));

export const previewMail = (request: MailRequest) =>
  ask<MailPreview>(below("/mail/preview"), { method: "POST", body: request });

export const sendMail = (request: MailRequest) =>
  ask<OutboxMail>(below("/mail/send"), {
    method: "POST",
    body: request,
    timeoutMs: SEND_TIMEOUT_MS,
  });

export const testMail = (mail: MailConfig, confirmation: string | undefined) =>
  ask<TestReport>("/mail/test", {
    method: "POST",
    body: { mail },
    timeoutMs: TEST_TIMEOUT_MS,
    confirmation,
  });

export const decideMail = (mailNo: number, kind: "retry" | "cancel") =>
  ask<OutboxMail>(`/mail/outbox/${mailNo}/${kind}`, { method: "POST", body: {} });

function partQuery({ before, limit }: MailsPart): string {
  return query({
    before: before === undefined ? undefined : String(before),
    limit: limit === undefined ? undefined : String(limit),
  });
}
