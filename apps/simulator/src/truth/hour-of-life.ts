/**
 * The hours people live by. The building keeps standard time, UTC+1, all year: its habits do not
 * move with the clocks, and no calendar is asked for every one of 10 000 hours.
 */

const standardOffsetHours = 1;
const daysPerYear = 365.2425;

/** An hour by number, counted from 1970 UTC, as the building sees it. */
export interface HourOfLife {
  /** Days since 1970. */
  readonly dayNo: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly weekend: boolean;
  /** 1 in the middle of January, −1 in the middle of July. */
  readonly winter: number;
}

let latestHourNo = Number.NaN;
let latest: HourOfLife = { dayNo: 0, hour: 0, weekend: false, winter: 0 };

/** What an hour is to the building; every meter asks for the same hour, so the latest is kept. */
export function hourOfLife(hourNo: number): HourOfLife {
  if (hourNo !== latestHourNo) {
    latest = workOut(hourNo);
    latestHourNo = hourNo;
  }
  return latest;
}

function workOut(hourNo: number): HourOfLife {
  const local = hourNo + standardOffsetHours;
  const dayNo = Math.floor(local / 24);
  // 1970-01-01 was a Thursday.
  const weekday = (dayNo + 3) % 7;
  const phase = (dayNo % daysPerYear) / daysPerYear;
  return {
    dayNo,
    hour: local - dayNo * 24,
    weekend: weekday >= 5,
    winter: Math.cos(2 * Math.PI * (phase - 0.045)),
  };
}

/** Whether the day tariff of a Belgian meter runs: working days from 7 to 22. */
export function isDayTariff(hourNo: number): boolean {
  const { hour, weekend } = hourOfLife(hourNo);
  return !weekend && hour >= 7 && hour < 22;
}
