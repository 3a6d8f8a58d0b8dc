/**
 * The billing calendar: which instants bound a month, a day or an hour of the building. A boundary
 * is the first instant of the local day, never "one month later in UTC", so that months of 743 and
 * 745 hours come out right. The only place that uses Temporal; everybody else keeps epoch
 * milliseconds.
 */

import { Temporal } from "temporal-polyfill";
import { MegaError } from "../error/mega-error.ts";

/** A calendar month of the building, "2026-05". */
export type MonthKey = string;

/** A half-open span of time, milliseconds since 1970 UTC. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Wall-clock fields of an instant in a zone. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Minutes east of UTC. */
  readonly offsetMinutes: number;
}

/** Asserts that the zone is a known IANA name; throws CONFIG_INVALID otherwise. */
export function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone });
  } catch (cause) {
    throw new MegaError("CONFIG_INVALID", `"${timeZone}" is not a known time zone`, {
      hint: "Use an IANA name such as Europe/Brussels.",
      context: { value: timeZone },
      cause,
    });
  }
}

/** Months worked out lately, the newest first: rounds ask for the same few thousands of times. */
const asked: (Span & { readonly month: MonthKey; readonly timeZone: string })[] = [];
const ASKED_MAX = 16;

/** The month that holds the instant. */
export function monthOf(instantMs: number, timeZone: string): MonthKey {
  for (const known of asked) {
    const isIt = instantMs >= known.fromMs && instantMs < known.toMs;
    if (isIt && known.timeZone === timeZone) return known.month;
  }
  const at = zoned(instantMs, timeZone);
  const month = monthKey(at.year, at.month);
  asked.unshift({ ...monthSpan(month, timeZone), month, timeZone });
  if (asked.length > ASKED_MAX) asked.pop();
  return month;
}

/** The month a number of months later (or earlier, when negative). */
export function addMonths(month: MonthKey, count: number): MonthKey {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return monthKey(Math.floor(months / 12), (months % 12) + 1);
}

/** From the first instant of the month's day 1 to that of the next month. */
export function monthSpan(month: MonthKey, timeZone: string): Span {
  return {
    fromMs: startOfMonth(month, timeZone),
    toMs: startOfMonth(addMonths(month, 1), timeZone),
  };
}

/** The latest months, newest first, beginning with the one that holds the instant. */
export function latestMonths(instantMs: number, timeZone: string, count: number): MonthKey[] {
  const newest = monthOf(instantMs, timeZone);
  return Array.from({ length: count }, (_, age) => addMonths(newest, -age));
}

/** The first instant of the local day that holds the instant, and that of the next day. */
export function daySpan(instantMs: number, timeZone: string): Span {
  const start = zoned(instantMs, timeZone).startOfDay();
  return { fromMs: start.epochMilliseconds, toMs: nextDay(start).epochMilliseconds };
}

/** The days of a span, each from its first instant to the next day's; at most 400. */
export function daysOf(span: Span, timeZone: string): Span[] {
  const days: Span[] = [];
  let start = zoned(span.fromMs, timeZone).startOfDay();
  while (start.epochMilliseconds < span.toMs && days.length < 400) {
    const next = nextDay(start);
    days.push({ fromMs: start.epochMilliseconds, toMs: next.epochMilliseconds });
    start = next;
  }
  return days;
}

/** The hours of a span, by elapsed time: a day of 23 or 25 hours has that many; at most 800. */
export function hoursOf(span: Span): Span[] {
  const hours: Span[] = [];
  for (let at = span.fromMs; at < span.toMs && hours.length < 800; at += 3_600_000) {
    hours.push({ fromMs: at, toMs: Math.min(at + 3_600_000, span.toMs) });
  }
  return hours;
}

/** The wall-clock fields of an instant. */
export function localTime(instantMs: number, timeZone: string): LocalTime {
  const at = zoned(instantMs, timeZone);
  return {
    year: at.year,
    month: at.month,
    day: at.day,
    hour: at.hour,
    minute: at.minute,
    second: at.second,
    offsetMinutes: at.offsetNanoseconds / 60e9,
  };
}

/**
 * The instant at which a zone shows a wall-clock time. One that spring leaves out is as much later
 * as the clocks jump; of one that autumn shows twice it is the first.
 */
export function localInstant(
  local: Pick<LocalTime, "year" | "month" | "day" | "hour" | "minute">,
  timeZone: string,
): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone, {
    disambiguation: "compatible",
  }).epochMilliseconds;
}

/** The instant with its local offset, RFC 3339: "2026-05-02T18:03:11+02:00". */
export function toOffsetString(instantMs: number, timeZone: string): string {
  return zoned(Math.floor(instantMs / 1000) * 1000, timeZone).toString({ timeZoneName: "never" });
}

/** The instant in UTC, RFC 3339: "2026-05-02T16:03:11.000Z". */
export function toUtcString(instantMs: number): string {
  return new Date(instantMs).toISOString();
}

/**
 * The instant of year, month, day, hour, minute, second and milliseconds in UTC; undefined when there
 * is none with these figures, and before the year 100.
 */
export function utcInstant(fields: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] = fields;
  const isDate = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!isDate || hour > 23 || minute > 59 || second > 59 || fraction > 999) return undefined;
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  // A 31 of a month that has 30 days comes out as another day.
  return day <= 28 || new Date(atMs).getUTCDate() === day ? atMs : undefined;
}

/** As devices and logs write an instant: UTC to the second or the millisecond. */
const utcForm = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?Z$/;

/** The instant of an RFC 3339 text with an offset or Z; undefined when it is none. */
export function parseInstant(text: string): number | undefined {
  const utc = utcForm.exec(text);
  const atMs = utc === null ? undefined : utcInstant(utc.slice(1).map(fieldOf));
  // Days and seconds that do not exist are asked below.
  if (atMs !== undefined) return atMs;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

function fieldOf(digits: string | undefined): number {
  return Number(digits ?? 0);
}

/** Months of one zone, each worked out once: closing asks for the same ones after every round. */
const monthStarts = new Map<MonthKey, number>();
let monthStartsZone = "";
/** A hundred years. */
const MONTH_STARTS_MAX = 1200;

function startOfMonth(month: MonthKey, timeZone: string): number {
  if (monthStartsZone !== timeZone || monthStarts.size >= MONTH_STARTS_MAX) monthStarts.clear();
  monthStartsZone = timeZone;
  const known = monthStarts.get(month);
  if (known !== undefined) return known;
  const found = workOutStart(month, timeZone);
  monthStarts.set(month, found);
  return found;
}

function workOutStart(month: MonthKey, timeZone: string): number {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  return first.toZonedDateTime(timeZone).epochMilliseconds;
}

function nextDay(start: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return start.add({ days: 1 }).startOfDay();
}

function zoned(instantMs: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(timeZone);
}

function monthKey(year: number, month: number): MonthKey {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
}
