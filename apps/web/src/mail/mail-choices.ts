/**
 * Choices of mails that pages offer. The contract's own module brings the schema library along, which
 * no page needs; a test keeps both the same.
 */

/** What can be attached. */
export const mailFormats = ["csv", "xlsx", "pdf", "json"] as const;
export type MailFormat = (typeof mailFormats)[number];

/** Names of the files as the buttons of COUNTERS have them. */
export const formatNames: Readonly<Record<MailFormat, string>> = {
  csv: "CSV",
  xlsx: "Excel",
  pdf: "PDF",
  json: "JSON",
};

/** Ways to encrypt, with the port where none is given. */
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
/** Copies of a mail. */
export const MAIL_CC_MAX = 5;
/** What holds where nothing is chosen. */
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

const address =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$/;
const ADDRESS_LENGTH_MAX = 254;

/** Whether a text is one mail address. */
export function isMailAddress(text: string): boolean {
  return text.length <= ADDRESS_LENGTH_MAX && address.test(text);
}

/** Addresses with commas, semicolons or spaces between them. */
export function addressesOf(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== "");
}
