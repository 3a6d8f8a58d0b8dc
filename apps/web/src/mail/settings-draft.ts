/** The mail settings of the draft: reading fields, changing parts; keys without a value are left out. */

import type { GatewayConfig, MailConfig } from "@mega/contract";
import { patched } from "../config/draft/document.ts";
import { type Read, whole } from "../config/draft/rules.ts";
import { isMailAddress } from "./mail-choices.ts";

type Report = NonNullable<MailConfig["report"]>;
type Changes<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Settings that are switched on and not filled in yet. */
export const emptyMail: MailConfig = { server: "", to: "" };

/** A mail address. */
export function readMailAddress(text: string): Read<string> {
  const address = text.trim();
  return isMailAddress(address)
    ? { kind: "value", value: address }
    : { kind: "slip", code: "mail-address" };
}

/** A field that has to be filled in. */
export function needed<T>(read: (text: string) => Read<T>) {
  return (text: string): Read<T> =>
    text.trim() === "" ? { kind: "slip", code: "required" } : read(text);
}

/** "08:00"; hours may have one digit. */
export function readTimeOfDay(text: string): Read<string> {
  const found = /^\s*(\d{1,2})[:.h](\d{2})\s*$/.exec(text);
  const [hour, minute] = [Number(found?.[1] ?? 99), Number(found?.[2] ?? 99)];
  if (hour > 23 || minute > 59) return { kind: "slip", code: "time-of-day" };
  return { kind: "value", value: `${String(hour).padStart(2, "0")}:${found?.[2] ?? "00"}` };
}

/** Day 1 to 28, which every month has. */
export const readDayOfMonth = whole(1, 28, "day-of-month");

/** The draft with changed mail settings. */
export function withMail(before: GatewayConfig, part: Changes<MailConfig>): GatewayConfig {
  return { ...before, mail: patched<MailConfig>(before.mail ?? emptyMail, part) };
}

/** The draft with a changed report. */
export function withReport(before: GatewayConfig, part: Changes<Report>): GatewayConfig {
  return withMail(before, { report: patched<Report>(before.mail?.report ?? {}, part) });
}

/** The draft with other copies; none takes the list out. */
export function withCopies(before: GatewayConfig, cc: readonly string[]): GatewayConfig {
  return withMail(before, { cc: cc.length === 0 ? undefined : [...cc] });
}
