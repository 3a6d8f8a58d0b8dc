/**
 * When reports fall due: every hour, or at a local time of a day, a weekday or a day of the month.
 * Each local day has its due time exactly once, whatever the clocks do that night.
 */

import { localInstant, localTime } from "./calendar.ts";

/** A wall-clock time of the building. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** How often a report goes out. */
export type ReportSchedule =
  | { readonly kind: "off" }
  | { readonly kind: "hour" }
  | { readonly kind: "day"; readonly at: TimeOfDay }
  /** 1 is Monday, 7 Sunday. */
  | { readonly kind: "week"; readonly weekday: number; readonly at: TimeOfDay }
  /** Day 1 to 28, which every month has. */
  | { readonly kind: "month"; readonly dayOfMonth: number; readonly at: TimeOfDay };

const HOUR_MS = 3_600_000;
/** An hourly report follows the hour's round, which is at two past. */
const HOURLY_DELAY_MS = 10 * 60_000;
/** Days between two due times at most, and one for either side of midnight. */
const DAYS_SEARCHED = 33;

/** The newest due time not after the instant, milliseconds since 1970 UTC; null when it is off. */
export function latestReportDueMs(
  schedule: ReportSchedule,
  atMs: number,
  timeZone: string,
): number | null {
  if (schedule.kind === "off") return null;
  if (schedule.kind === "hour") {
    return Math.floor((atMs - HOURLY_DELAY_MS) / HOUR_MS) * HOUR_MS + HOURLY_DELAY_MS;
  }
  for (let age = -1; age <= DAYS_SEARCHED; age += 1) {
    const dueMs = dueOnDay(schedule, atMs, -age, timeZone);
    if (dueMs !== null && dueMs <= atMs) return dueMs;
  }
  return null;
}

/** The first due time strictly after the instant, milliseconds since 1970 UTC; null when it is off. */
export function nextReportDueMs(
  schedule: ReportSchedule,
  afterMs: number,
  timeZone: string,
): number | null {
  if (schedule.kind === "off") return null;
  if (schedule.kind === "hour") {
    return (Math.floor((afterMs - HOURLY_DELAY_MS) / HOUR_MS) + 1) * HOUR_MS + HOURLY_DELAY_MS;
  }
  for (let days = -1; days <= DAYS_SEARCHED; days += 1) {
    const dueMs = dueOnDay(schedule, afterMs, days, timeZone);
    if (dueMs !== null && dueMs > afterMs) return dueMs;
  }
  return null;
}

/** The due time on the local day so many days from the instant's; null when that day has none. */
function dueOnDay(
  schedule: Exclude<ReportSchedule, { readonly kind: "off" | "hour" }>,
  instantMs: number,
  days: number,
  timeZone: string,
): number | null {
  const today = localTime(instantMs, timeZone);
  // A calendar day without a zone: counting days in it knows no clock change.
  const day = new Date(Date.UTC(today.year, today.month - 1, today.day + days));
  if (schedule.kind === "week" && day.getUTCDay() !== schedule.weekday % 7) return null;
  if (schedule.kind === "month" && day.getUTCDate() !== schedule.dayOfMonth) return null;
  return localInstant(
    {
      year: day.getUTCFullYear(),
      month: day.getUTCMonth() + 1,
      day: day.getUTCDate(),
      ...schedule.at,
    },
    timeZone,
  );
}
