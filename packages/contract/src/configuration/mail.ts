/** Where mails are handed in, who gets them, and when reports go out. */

import { Type } from "typebox";
import { choice, group, host, tcpPort, whole } from "./parts.ts";

/** What holds where the file says nothing about mails. */
export const mailDefaults = {
  tls: "starttls",
  rhythm: "month",
  at: "08:00",
  weekday: "monday",
  dayOfMonth: 1,
  formats: ["csv"],
  csvDialect: "excel-be",
  errorsAt: "07:00",
} as const;

/** The port of a way to encrypt, where none is given. */
export const mailPorts = { starttls: 587, tls: 465, none: 25 } as const;

/** How often a report goes out. */
export const reportRhythms = ["hour", "day", "week", "month", "off"] as const;
/** Days a weekly report can go out on. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
/** What can be attached to a mail. */
export const mailFormats = ["csv", "xlsx", "pdf", "json"] as const;
/** Further recipients of a mail. */
export const MAIL_CC_MAX = 5;
/** A mail address as people have them; no name, no list. */
export const MAIL_ADDRESS_PATTERN =
  "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$";

function mailAddress(description: string, absent?: string) {
  return Type.String({
    pattern: MAIL_ADDRESS_PATTERN,
    maxLength: 254,
    description,
    allowed: "one address such as name@example.org",
    form: "mail-address",
    ...(absent === undefined ? {} : { absent }),
  });
}

function timeOfDay(description: string, otherwise: string) {
  return Type.String({
    pattern: "^([01]\\d|2[0-3]):[0-5]\\d$",
    description,
    default: otherwise,
    allowed: "a time from 00:00 to 23:59 with two digits each, such as 08:00",
    form: "time-of-day",
  });
}

const Report = group(
  {
    rhythm: Type.Optional(
      choice(reportRhythms, {
        description: "How often; `hour` sends ten minutes past every hour.",
        default: mailDefaults.rhythm,
      }),
    ),
    at: Type.Optional(
      timeOfDay("Local time of a daily, weekly or monthly report.", mailDefaults.at),
    ),
    weekday: Type.Optional(
      choice(weekdays, { description: "Day of a weekly report.", default: mailDefaults.weekday }),
    ),
    dayOfMonth: Type.Optional(
      whole(1, 28, {
        description: "Day of a monthly report; it is about the month before.",
        default: mailDefaults.dayOfMonth,
      }),
    ),
    formats: Type.Optional(
      Type.Array(choice(mailFormats, { description: "A kind of file." }), {
        maxItems: mailFormats.length,
        description: "Files that are attached.",
        absent: "csv",
      }),
    ),
    csvDialect: Type.Optional(
      choice(["excel-be", "rfc4180"], {
        description: "Form of the CSV file: docs/reference/csv.md.",
        default: mailDefaults.csvDialect,
      }),
    ),
  },
  "When a report goes out, with which files.",
  "every month on day 1 at 08:00, with the CSV file",
);

const ErrorMail = group(
  { at: Type.Optional(timeOfDay("Local time of the daily look.", mailDefaults.errorsAt)) },
  "When channels with `errorMail` are looked at; without a fault nothing is sent.",
  "every day at 07:00",
);

/** The mail server, the recipients and what is sent by itself. */
export const Mail = group(
  {
    server: host({ description: "Mail server of the provider: smtp.example.org." }),
    port: Type.Optional(
      tcpPort({
        description: "Its TCP port.",
        absent: "587 with starttls, 465 with tls, 25 with none",
      }),
    ),
    tls: Type.Optional(
      choice(["starttls", "tls", "none"], {
        description:
          "Encryption on the way to the server; without it a mail is refused, unless `none` is chosen.",
        default: mailDefaults.tls,
      }),
    ),
    account: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 254,
        pattern: "^[^\\u0000-\\u001f\\u007f]+$",
        description: "User name at the server.",
        absent: "no login",
        allowed: "text of 1 to 254 characters without control characters",
      }),
    ),
    password: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: "Password of the account.",
        absent: "no login",
        secret: true,
      }),
    ),
    from: Type.Optional(
      mailAddress("Sender.", "the account where it is an address, else address 1"),
    ),
    to: mailAddress("Address 1."),
    cc: Type.Optional(
      Type.Array(mailAddress("A further recipient."), {
        maxItems: MAIL_CC_MAX,
        description: "Addresses that get a copy, for all to see.",
        absent: "none",
      }),
    ),
    language: Type.Optional(
      choice(["fr", "nl", "de", "en"], {
        description: "Language of mails and their files.",
        absent: "the gateway's",
      }),
    ),
    report: Type.Optional(Report),
    errorMail: Type.Optional(ErrorMail),
  },
  "Mails: reports, and what is wrong.",
  "nothing is sent",
);
