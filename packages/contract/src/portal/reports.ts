/**
 * Reports that the server mails: at once, by whom a person types, and by a rhythm. The words are those of
 * the gateway's mails, and the addresses below a gateway are the same as at the gateway itself.
 */

import { type Static, Type } from "typebox";
import { weekdays } from "../configuration/mail.ts";
import {
  MailAddress,
  MailCopies,
  MailFileKinds,
  MailPreview,
  MailQuery,
  MailRequest,
  OUTBOX_PAGE_MAX,
  OutboxMail,
} from "../mail.ts";
import type { Operation } from "../operation.ts";
import { CsvDialect } from "../queries.ts";
import { Instant, Language, orNull, strict } from "../scalars.ts";
import { GatewayPath } from "./parts.ts";

/** How a report goes out: to whom, in which language, with which files. */
const reportChoices = {
  to: MailAddress,
  cc: MailCopies,
  language: Language,
  formats: MailFileKinds,
  csvDialect: CsvDialect,
};

/** A report that goes out by itself. */
export const PortalReportSchedule = strict(
  {
    rhythm: Type.Enum(["day", "week", "month"], { description: "How often." }),
    at: Type.String({
      pattern: "^([01]\\d|2[0-3]):[0-5]\\d$",
      description: "Local time of the building.",
    }),
    weekday: Type.Enum([...weekdays], { description: "Day of a weekly report." }),
    dayOfMonth: Type.Integer({
      minimum: 1,
      maximum: 28,
      description: "Day of a monthly report; it is about the month before.",
    }),
    ...reportChoices,
  },
  "A report that goes out by itself.",
);
export type PortalReportSchedule = Static<typeof PortalReportSchedule>;

/** PUT /gateways/:gatewayId/mail/schedule. */
export const PortalScheduleChange = strict(
  { schedule: orNull(PortalReportSchedule) },
  "The rhythm from now on; null ends it. What fell due before is not sent.",
);
export type PortalScheduleChange = Static<typeof PortalScheduleChange>;

/** Why the last report by its rhythm could not be made. */
export const ReportTrouble = Type.Enum(["no-figures", "no-manager", "too-large", "failed"], {
  description:
    "no-figures: no configuration of the gateway yet. no-manager: whoever set the rhythm manages the building no more.",
});
export type ReportTrouble = Static<typeof ReportTrouble>;

/** Answer of GET /gateways/:gatewayId/mail. */
export const PortalMail = strict(
  {
    settings: orNull(
      strict(reportChoices, "What a report is sent with where a person says nothing else."),
    ),
    schedule: orNull(PortalReportSchedule),
    nextReportAt: orNull(Instant),
    trouble: orNull(strict({ at: Instant, why: ReportTrouble }, "The last one was not made.")),
    today: strict(
      { sent: Type.Integer({ minimum: 0 }), max: Type.Integer({ minimum: 1 }) },
      "Reports of the last 24 hours, and how many may be.",
    ),
    outbox: Type.Array(OutboxMail, { maxItems: OUTBOX_PAGE_MAX, description: "Newest first." }),
    more: Type.Boolean({ description: "There are older ones." }),
  },
  "Reports of a gateway; settings are null where the server has no mail server.",
);
export type PortalMail = Static<typeof PortalMail>;

/** The operations by name. */
export const portalReports = {
  gatewayMail: {
    method: "GET",
    path: "/gateways/:gatewayId/mail",
    summary: "Reports by mail: the rhythm, what went out.",
    status: 200,
    params: GatewayPath,
    query: MailQuery,
    answer: PortalMail,
  },
  previewReport: {
    method: "POST",
    path: "/gateways/:gatewayId/mail/preview",
    summary: "Subject and first lines of a report that is not sent.",
    status: 200,
    params: GatewayPath,
    body: MailRequest,
    answer: MailPreview,
  },
  sendReport: {
    method: "POST",
    path: "/gateways/:gatewayId/mail/send",
    summary: "Sends the table by mail; without an address, to oneself.",
    status: 202,
    params: GatewayPath,
    body: MailRequest,
    answer: OutboxMail,
  },
  setReportSchedule: {
    method: "PUT",
    path: "/gateways/:gatewayId/mail/schedule",
    summary: "Says how often a report goes out, or that none does.",
    status: 200,
    params: GatewayPath,
    body: PortalScheduleChange,
    answer: PortalMail,
  },
} as const satisfies Readonly<Record<string, Operation>>;
