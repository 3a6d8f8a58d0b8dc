/** What a time zone does next: how far it is from UTC now, and when its clocks change. */

import { offsetMs } from "./zone.ts";

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 400;
const SECOND_MS = 1000;

/** "+01:00", "−03:30", of an instant. */
export function offsetText(atMs: number, timeZone: string): string {
  const minutes = Math.round(offsetMs(atMs, timeZone) / 60_000);
  const two = (number: number) => String(Math.trunc(number)).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "−" : "+"}${two(size / 60)}:${two(size % 60)}`;
}

/** The next instant at which the zone's clocks change, in epoch milliseconds; null within a year. */
export function nextChange(fromMs: number, timeZone: string): number | null {
  const now = offsetMs(fromMs, timeZone);
  for (let day = 1; day <= DAYS_AHEAD; day += 1) {
    const atMs = fromMs + day * DAY_MS;
    if (offsetMs(atMs, timeZone) !== now) return changeBetween(atMs - DAY_MS, atMs, timeZone);
  }
  return null;
}

function changeBetween(fromMs: number, toMs: number, timeZone: string): number {
  const before = offsetMs(fromMs, timeZone);
  let early = Math.floor(fromMs / SECOND_MS);
  let late = Math.floor(toMs / SECOND_MS);
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetMs(middle * SECOND_MS, timeZone) === before) early = middle;
    else late = middle;
  }
  return late * SECOND_MS;
}
