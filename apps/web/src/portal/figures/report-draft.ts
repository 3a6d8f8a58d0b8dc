/** When a report goes out, to whom, with which files, as a person fills it in. Pure. */

import type { PortalReportSchedule } from "@mega/contract";
import type { Language } from "@mega/locale";
import { addressesOf, isMailAddress, MAIL_CC_MAX, type weekdays } from "../../mail/mail-choices.ts";

/** The fields that say when, to whom and which files; texts as typed. */
export interface ReportDraft {
  readonly rhythm: string;
  readonly at: string;
  readonly weekday: (typeof weekdays)[number];
  readonly dayOfMonth: string;
  readonly to: string;
  readonly cc: string;
  readonly formats: PortalReportSchedule["formats"];
}

/** What they come to; fields that do not fit are not in it. */
export type ReportTimes = Pick<
  PortalReportSchedule,
  "at" | "weekday" | "dayOfMonth" | "to" | "cc" | "formats"
>;

/** Why a field does not fit. */
export interface ReportFaults {
  readonly to: "badAddress" | null;
  readonly cc: "badAddress" | "tooMany" | null;
  readonly at: boolean;
  readonly dayOfMonth: boolean;
}

const DAY_MAX = 28;

/** The faults of the fields. */
export function reportFaults({ to, cc, at, dayOfMonth }: ReportDraft): ReportFaults {
  const copies = addressesOf(cc);
  const day = Number(dayOfMonth);
  return {
    to: isMailAddress(to.trim()) ? null : "badAddress",
    cc: copies.some((address) => !isMailAddress(address))
      ? "badAddress"
      : copies.length > MAIL_CC_MAX
        ? "tooMany"
        : null,
    at: !/^([01]\d|2[0-3]):[0-5]\d$/.test(at),
    dayOfMonth: !(/^\d{1,2}$/.test(dayOfMonth) && day >= 1 && day <= DAY_MAX),
  };
}

/** The fields as the interface takes them; null while one does not fit. */
export function timesOf(draft: ReportDraft): ReportTimes | null {
  const faults = reportFaults(draft);
  if (faults.to !== null || faults.cc !== null || faults.at || faults.dayOfMonth) return null;
  return {
    at: draft.at,
    weekday: draft.weekday,
    dayOfMonth: Number(draft.dayOfMonth),
    to: draft.to.trim(),
    cc: [...addressesOf(draft.cc)],
    formats: [...draft.formats],
  };
}

/** The fields of a report that goes out by itself. */
export interface ScheduleDraft extends ReportDraft {
  readonly language: Language;
  readonly csvDialect: PortalReportSchedule["csvDialect"];
}

/** What is there before anybody set a rhythm. */
type Settings = Pick<PortalReportSchedule, "to" | "cc" | "language" | "formats" | "csvDialect">;

/** The fields as they stand at the server; without a rhythm, one a month is proposed but not set. */
export function scheduleDraft(
  schedule: PortalReportSchedule | null,
  settings: Settings,
): ScheduleDraft {
  const { to, cc, formats, language, csvDialect } = schedule ?? settings;
  return {
    rhythm: schedule?.rhythm ?? "off",
    at: schedule?.at ?? "08:00",
    weekday: schedule?.weekday ?? "monday",
    dayOfMonth: String(schedule?.dayOfMonth ?? 1),
    cc: cc.join(", "),
    ...{ to, formats: [...formats], language, csvDialect },
  };
}

/** What is asked for: a rhythm, null for none, undefined while a field does not fit. */
export function scheduleOf(draft: ScheduleDraft): PortalReportSchedule | null | undefined {
  const { rhythm, language, csvDialect } = draft;
  if (rhythm === "off") return null;
  const times = timesOf(draft);
  if (times === null || (rhythm !== "day" && rhythm !== "week" && rhythm !== "month")) {
    return undefined;
  }
  return { rhythm, ...times, language, csvDialect };
}
