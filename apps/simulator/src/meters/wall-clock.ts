/** The building's wall clock, as telegrams and messages tell it. */

import { type LocalTime, localTime } from "@mega/domain";

const minuteMs = 60_000;
/** Clocks change, and zones differ from UTC, by whole quarters of an hour. */
const quarterMs = 15 * minuteMs;

/** Tells the local time of an instant. */
export type WallClock = (instantMs: number) => LocalTime;

/** A wall clock that asks the calendar once for a quarter of an hour. */
export function wallClock(timeZone: string): WallClock {
  let quarterNo = Number.NaN;
  let quarter = localTime(0, timeZone);
  return (instantMs) => {
    const asked = Math.floor(instantMs / quarterMs);
    if (asked !== quarterNo) {
      quarter = localTime(asked * quarterMs, timeZone);
      quarterNo = asked;
    }
    const withinMs = Math.floor(instantMs) - asked * quarterMs;
    const minute = quarter.minute + Math.floor(withinMs / minuteMs);
    return { ...quarter, minute, second: Math.floor((withinMs % minuteMs) / 1000) };
  };
}
