/** The operations of mails. */

import {
  MailOverview,
  MailPath,
  MailPreview,
  MailQuery,
  MailRequest,
  MailTestRequest,
  OutboxMail,
} from "./mail.ts";
import type { Operation } from "./operation.ts";
import { TestReport } from "./test-report.ts";

/** The operations by name. */
export const mailOperations = {
  mail: {
    method: "GET",
    path: "/mail",
    summary: "Mails: settings, what is due, the outbox.",
    status: 200,
    query: MailQuery,
    answer: MailOverview,
  },
  previewMail: {
    method: "POST",
    path: "/mail/preview",
    summary: "Subject and first lines of a mail that is not sent.",
    status: 200,
    body: MailRequest,
    answer: MailPreview,
  },
  sendMail: {
    method: "POST",
    path: "/mail/send",
    summary: "SEND MAIL: puts the table into the outbox and begins to send.",
    status: 202,
    body: MailRequest,
    answer: OutboxMail,
  },
  testMail: {
    method: "POST",
    path: "/mail/test",
    summary: "TEST SMTP: sends a test message to address 1 and tells every step.",
    status: 200,
    body: MailTestRequest,
    answer: TestReport,
  },
  retryMail: {
    method: "POST",
    path: "/mail/outbox/:mailNo/retry",
    summary: "Tries a mail again at once.",
    status: 200,
    params: MailPath,
    answer: OutboxMail,
  },
  cancelMail: {
    method: "POST",
    path: "/mail/outbox/:mailNo/cancel",
    summary: "Gives a waiting mail up.",
    status: 200,
    params: MailPath,
    answer: OutboxMail,
  },
} as const satisfies Readonly<Record<string, Operation>>;
