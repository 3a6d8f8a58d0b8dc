/**
 * The ways a scenario may write an instant, so that a building looks alike on whatever day it is
 * first served:
 *
 *   2024-01-01T00:00:00Z   an instant of its own
 *   -P5M3DT4H              so long before the reference (ISO 8601 duration; +P… after it)
 *   month-4                the first instant of the local month, four before the reference's
 *   month-4 -PT8H          so long before (or after, +) that instant
 *
 * Years, months, weeks and days are steps of the building's calendar; hours, minutes and seconds are
 * time that passes, so that a day of 23 or 25 hours comes out right. The reference is cut to the
 * whole hour.
 */

import {
  addMonths,
  daySpan,
  daysOf,
  localTime,
  monthOf,
  monthSpan,
  parseInstant,
} from "@mega/domain";

/** What relative instants count from. */
export interface InstantReference {
  /** Milliseconds since 1970 UTC; null where only absolute instants are allowed. */
  readonly referenceMs: number | null;
  /** IANA name. */
  readonly timeZone: string;
}

/** An instant in milliseconds since 1970 UTC, or what would be allowed in place of the text. */
export type ReadInstant = (
  text: string,
) => { readonly atMs: number } | { readonly allowed: string };

interface Duration {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const durationForm =
  /^([+-])P(?=.)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/;
const monthForm = /^month(?:-(\d{1,3}))?(?: (\S+))?$/;
const allowedForms =
  "an instant like 2024-01-01T00:00:00Z, -P5M3DT4H before the reference, or month-4 +PT8H";

/** Makes the reader of a scenario's instants. */
export function instantReader({ referenceMs, timeZone }: InstantReference): ReadInstant {
  return (text) => {
    const absoluteMs = parseInstant(text);
    if (absoluteMs !== undefined) return { atMs: absoluteMs };
    const month = monthForm.exec(text);
    const duration = parseDuration(month === null ? text : (month[2] ?? "+PT0S"));
    if (duration === undefined) return { allowed: allowedForms };
    if (referenceMs === null) {
      return { allowed: "an instant like 2024-01-01T00:00:00Z, as no reference was given" };
    }
    if (month === null) {
      const wholeHourMs = Math.floor(referenceMs / hourMs) * hourMs;
      return { atMs: moved(wholeHourMs, duration, timeZone) };
    }
    const named = addMonths(monthOf(referenceMs, timeZone), -Number(month[1] ?? 0));
    return { atMs: moved(monthSpan(named, timeZone).fromMs, duration, timeZone) };
  };
}

function parseDuration(text: string): Duration | undefined {
  const match = durationForm.exec(text);
  if (match === null) return undefined;
  const sign = match[1] === "-" ? -1 : 1;
  const part = (at: number) => sign * Number(match[at] ?? 0);
  return {
    months: 12 * part(2) + part(3),
    days: 7 * part(4) + part(5),
    ms: part(6) * hourMs + part(7) * 60_000 + part(8) * 1000,
  };
}

/** The calendar part first, keeping the time of day, then what passes. */
function moved(fromMs: number, { months, days, ms }: Duration, timeZone: string): number {
  if (months === 0 && days === 0) return fromMs + ms;
  const { day, hour, minute, second } = localTime(fromMs, timeZone);
  const month = monthSpan(addMonths(monthOf(fromMs, timeZone), months), timeZone);
  const daysOfMonth = daysOf(month, timeZone);
  const dayStartMs = daysOfMonth[Math.min(day, daysOfMonth.length) - 1]?.fromMs ?? month.fromMs;
  // From noon a day of 23 or 25 hours more or less stays within the same local day.
  const movedDayMs = daySpan(dayStartMs + dayMs / 2 + days * dayMs, timeZone).fromMs;
  const timeOfDayMs = (hour * 60 + minute) * 60_000 + second * 1000;
  return atTimeOfDay(movedDayMs, timeOfDayMs, timeZone) + ms;
}

/** A time of day that the clocks skip lies as far behind the skip. */
function atTimeOfDay(dayStartMs: number, timeOfDayMs: number, timeZone: string): number {
  const offsetOf = (atMs: number) => localTime(atMs, timeZone).offsetMinutes;
  const elapsedMs = dayStartMs + timeOfDayMs;
  const offset = offsetOf(elapsedMs);
  const shiftedMs = elapsedMs - (offset - offsetOf(dayStartMs)) * 60_000;
  return offsetOf(shiftedMs) === offset ? shiftedMs : elapsedMs;
}
