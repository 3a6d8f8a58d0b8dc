/** The operations of mails: the outbox, SEND MAIL with its preview, TEST SMTP. */

import type {
  MailOverview,
  MailQuery,
  MailRequest,
  MailTestRequest,
  OutboxMail,
} from "@mega/contract";
import { daySpan, MegaError, toUtcString } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import { actorName } from "../access/principal.ts";
import { mailSummary } from "../mail/mail-settings.ts";
import type { MailWriter } from "../mail/mail-writer.ts";
import { MAILS_PER_DAY_MAX } from "../mail/postman.ts";
import { outboxMail } from "../mail/stored-mail.ts";
import type { ApiContext } from "./api-context.ts";
import type { Handlers } from "./server.ts";

type Operation = "mail" | "previewMail" | "sendMail" | "testMail" | "retryMail" | "cancelMail";

/** Mails in an answer that names no limit. */
const PAGE_LENGTH = 20;

/** Their handlers. */
export function mailHandlers(context: ApiContext): Pick<Handlers, Operation> {
  const { mail, clock, audit, database } = context;
  const record = (request: FastifyRequest, action: string, object: string, details: object) =>
    audit.record({
      actor: actorName(request),
      action,
      object,
      details: { ...details },
      fromIp: request.ip ?? null,
    });
  return {
    mail: (request) => overview(context, request.query as MailQuery),
    previewMail: (request) => writerOf(context).preview(request.body as MailRequest),
    async sendMail(request) {
      const asked = request.body as MailRequest;
      const written = await writerOf(context).byHand(asked);
      const mailNo = database.transaction(() => {
        const no = mail.outbox.add(written, clock.nowMs());
        const { subject, recipients, files } = written;
        record(request, "mail-sent-by-hand", `mail:${no}`, { subject, recipients, files });
        return no;
      });
      mail.wake();
      return shown(context, mailNo);
    },
    testMail: (request) => {
      const { mail: draft } = request.body as MailTestRequest;
      record(request, "mail-tested", "mail", { server: draft.server, to: draft.to });
      return mail.test(draft);
    },
    retryMail(request) {
      const mailNo = mailNoOf(request);
      shown(context, mailNo);
      const done = database.transaction(() => {
        const again = mail.outbox.retry(mailNo, clock.nowMs());
        if (again) record(request, "mail-retried", `mail:${mailNo}`, {});
        return again;
      });
      if (!done) {
        throw new MegaError("CONFLICT", `Mail ${mailNo} is not one to try again`, {
          hint: "It is on its way, sent, too large, or so old that its text is no longer kept.",
        });
      }
      mail.wake();
      return shown(context, mailNo);
    },
    cancelMail(request) {
      const mailNo = mailNoOf(request);
      shown(context, mailNo);
      const done = database.transaction(() => {
        const given = mail.outbox.cancel(mailNo);
        if (given) record(request, "mail-cancelled", `mail:${mailNo}`, {});
        return given;
      });
      if (!done) {
        throw new MegaError("CONFLICT", `Mail ${mailNo} does not wait`, {
          hint: "It is on its way, sent or given up.",
        });
      }
      return shown(context, mailNo);
    },
  };
}

function overview({ mail, clock, installation }: ApiContext, query: MailQuery): MailOverview {
  const { before = Number.MAX_SAFE_INTEGER, limit = PAGE_LENGTH } = query;
  const { settings, outbox } = mail;
  const { fromMs } = daySpan(clock.nowMs(), installation.timeZone);
  const found = outbox.list(before, limit + 1);
  const written = (atMs: number | null) => (atMs === null ? null : toUtcString(atMs));
  return {
    settings: settings === null ? null : mailSummary(settings),
    nextReportAt: written(mail.nextReportAtMs()),
    nextErrorLookAt: written(mail.nextErrorLookAtMs()),
    today: { sent: outbox.sentSince(fromMs), max: MAILS_PER_DAY_MAX },
    outbox: found.slice(0, limit).map(outboxMail),
    more: found.length > limit,
  };
}

function writerOf({ mail }: ApiContext): MailWriter {
  if (mail.writer !== null) return mail.writer;
  throw new MegaError("CONFLICT", "No mail server is configured", {
    hint: "Set server and address 1 on the CONFIG page, paragraph 5.",
  });
}

function shown({ mail }: ApiContext, mailNo: number): OutboxMail {
  const found = mail.outbox.get(mailNo);
  if (found !== undefined) return outboxMail(found);
  throw new MegaError("NOT_FOUND", `There is no mail ${mailNo} in the outbox`);
}

function mailNoOf(request: FastifyRequest): number {
  return (request.params as { readonly mailNo: number }).mailNo;
}
