/** Mails as the interface speaks of them: the outbox, SEND MAIL with its preview, TEST SMTP. */

import { type Static, Type } from "typebox";
import { MAIL_ADDRESS_PATTERN, MAIL_CC_MAX, Mail, mailFormats } from "./configuration/mail.ts";
import { CsvDialect, tableColumns } from "./queries.ts";
import { ChannelNo, Instant, Language, Month, orNull, strict } from "./scalars.ts";

/** Recipients of one mail: address 1 and the copies. */
const RECIPIENTS_MAX = 1 + MAIL_CC_MAX;
/** Mails in one answer of the outbox. */
export const OUTBOX_PAGE_MAX = 50;

/** One address. */
export const MailAddress = Type.String({
  pattern: MAIL_ADDRESS_PATTERN,
  maxLength: 254,
  description: "One mail address.",
});
/** Which files go along. */
export const MailFileKinds = Type.Array(
  Type.Enum([...mailFormats], { description: "A kind of file." }),
  {
    maxItems: mailFormats.length,
    uniqueItems: true,
    description: "Files that are attached.",
  },
);

/** Further recipients. */
export const MailCopies = Type.Array(MailAddress, { maxItems: MAIL_CC_MAX });

/** What a mail is about. */
export const MailKind = Type.Enum(["report", "by-hand", "errors", "recovered"], {
  description: "report: by its rhythm. errors, recovered: what is wrong, and that nothing is.",
});
export type MailKind = Static<typeof MailKind>;

/** Where a mail is on its way. */
export const MailState = Type.Enum(
  ["queued", "sending", "failed", "sent", "given-up", "cancelled"],
  {
    description:
      "failed: another attempt follows. sent: the server took it over. given-up: none follows.",
  },
);
export type MailState = Static<typeof MailState>;

/** Why a mail is not sent, or not yet. */
export const MailReason = Type.Enum(
  [
    "unreachable",
    "timeout",
    "tls",
    "login",
    "sender-refused",
    "recipient-refused",
    "mailbox-full",
    "message-refused",
    "busy",
    "interrupted",
    "fate-unknown",
    "too-large",
    "queue-full",
    "daily-limit",
    "not-configured",
  ],
  { description: "Why it is not sent, or not yet; pages translate it." },
);
export type MailReason = Static<typeof MailReason>;

/** A mail in the outbox. */
export const OutboxMail = strict(
  {
    mailNo: Type.Integer({ minimum: 1 }),
    kind: MailKind,
    state: MailState,
    subject: Type.String({ maxLength: 500 }),
    recipients: Type.Array(MailAddress, { maxItems: RECIPIENTS_MAX }),
    files: Type.Array(Type.String({ maxLength: 200 }), { maxItems: mailFormats.length }),
    sizeBytes: Type.Integer({ minimum: 0 }),
    createdAt: Instant,
    attempts: Type.Integer({ minimum: 0 }),
    nextTryAt: orNull(Instant),
    sentAt: orNull(Instant),
    replyCode: orNull(Type.Integer({ minimum: 200, maximum: 599 })),
    reply: Type.String({ maxLength: 1000, description: "The server's last words." }),
    reason: orNull(MailReason),
    doubted: Type.Boolean({
      description: "The server's answer was lost once and the mail was handed over again.",
    }),
    refused: Type.Array(
      strict(
        { address: MailAddress, reply: Type.String({ maxLength: 1000 }) },
        "Who did not get it.",
      ),
      { maxItems: RECIPIENTS_MAX },
    ),
  },
  "A mail in the outbox.",
);
export type OutboxMail = Static<typeof OutboxMail>;

/** GET /mail. */
export const MailQuery = strict(
  {
    before: Type.Optional(Type.Integer({ minimum: 1, description: "Mails older than this one." })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: OUTBOX_PAGE_MAX })),
  },
  "Part of the outbox; the newest twenty when left out.",
);
export type MailQuery = Static<typeof MailQuery>;

/** The settings in force, without a secret. */
export const MailSummary = strict(
  {
    server: Type.String(),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    tls: Type.Enum(["starttls", "tls", "none"]),
    from: MailAddress,
    to: MailAddress,
    cc: MailCopies,
    language: Language,
    rhythm: Type.Enum(["hour", "day", "week", "month", "off"]),
    formats: MailFileKinds,
    csvDialect: CsvDialect,
  },
  "The settings in force.",
);
export type MailSummary = Static<typeof MailSummary>;

/** Answer of GET /mail. */
export const MailOverview = strict(
  {
    settings: orNull(MailSummary),
    nextReportAt: orNull(Instant),
    nextErrorLookAt: orNull(Instant),
    today: strict(
      { sent: Type.Integer({ minimum: 0 }), max: Type.Integer({ minimum: 1 }) },
      "Mails handed over since midnight, and how many may be.",
    ),
    outbox: Type.Array(OutboxMail, { maxItems: OUTBOX_PAGE_MAX, description: "Newest first." }),
    more: Type.Boolean({ description: "There are older ones." }),
  },
  "Mails; settings are null where none is configured.",
);
export type MailOverview = Static<typeof MailOverview>;

/** POST /mail/send and /mail/preview. */
export const MailRequest = strict(
  {
    what: Type.Literal("report"),
    channels: Type.Optional(
      Type.Array(ChannelNo, { minItems: 1, maxItems: 128, description: "All when left out." }),
    ),
    months: Type.Optional(
      Type.Array(Month, { minItems: 1, maxItems: 12, description: "The latest twelve." }),
    ),
    columns: Type.Optional(
      Type.Array(Type.Enum([...tableColumns]), { minItems: 1, maxItems: tableColumns.length }),
    ),
    formats: MailFileKinds,
    csvDialect: Type.Optional(CsvDialect),
    to: Type.Optional(MailAddress),
    cc: Type.Optional(MailCopies),
    language: Type.Optional(Language),
  },
  "A mail with the table. Recipients, language and dialect are those of the settings when left out.",
);
export type MailRequest = Static<typeof MailRequest>;

/** Answer of POST /mail/preview. */
export const MailPreview = strict(
  {
    subject: Type.String({ maxLength: 500 }),
    lines: Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 12 }),
    to: MailAddress,
    cc: MailCopies,
    language: Language,
    files: Type.Array(Type.String({ maxLength: 200 }), { maxItems: mailFormats.length }),
  },
  "What would be sent.",
);
export type MailPreview = Static<typeof MailPreview>;

/** POST /mail/test: settings as they stand on the page, saved or not. */
export const MailTestRequest = strict(
  { mail: Mail },
  "Settings to try. The password may be the word for a kept secret as long as server, port, encryption and account are the saved ones.",
);
export type MailTestRequest = Static<typeof MailTestRequest>;

/** Path of one mail. */
export const MailPath = strict(
  { mailNo: Type.Integer({ minimum: 1, description: "Number in the outbox." }) },
  "Which mail.",
);
