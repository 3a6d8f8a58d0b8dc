/**
 * Times of a P1 telegram: YYMMDDhhmmssX in the local time of the building, X being S for summer or
 * W for winter time (DSMR P1 companion standard 5.0.2 §6.4). The letter tells the two passes of the
 * doubled hour in October apart: 251026023000S is one hour before 251026023000W.
 */

import { localTime, parseInstant } from "@mega/domain";

const form = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([SW])$/;

/**
 * The instant a P1 time means.
 *
 * @param text "210204163500W".
 * @param timeZone The building's IANA zone.
 * @returns Milliseconds since 1970 UTC; undefined for an impossible date such as 632525252525W, and
 *   where the letter contradicts the calendar, as it does when the meter's clock is wrong.
 */
export function p1Instant(text: string, timeZone: string): number | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, letter] = match;
  const local = parseInstant(`20${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (local === undefined) return undefined;
  const winterMinutes = offsetOn(`20${year}-01-01`, timeZone);
  const summerMinutes = offsetOn(`20${year}-07-01`, timeZone);
  const offsetMinutes = letter === "S" ? summerMinutes : winterMinutes;
  const instant = local - offsetMinutes * 60_000;
  return localTime(instant, timeZone).offsetMinutes === offsetMinutes ? instant : undefined;
}

function offsetOn(date: string, timeZone: string): number {
  const noon = parseInstant(`${date}T12:00:00Z`) ?? 0;
  return localTime(noon, timeZone).offsetMinutes;
}
