/** One thing that is not as it must be. */

import type { MonthMark } from "../expected/cell.ts";

/** Where what is shown, or what is expected, is not the truth. */
export interface Difference {
  readonly channelNo: number;
  readonly meterId: string;
  /** "2028-02"; empty where it is about the whole year. */
  readonly month: string;
  readonly counterNo: 1 | 2 | null;
  /** What is compared: "index", "consumptionMark", "closed", "truth of the opening" … */
  readonly what: string;
  readonly expected: string;
  readonly shown: string;
}

/** How a channel-month came out. */
export interface ChannelMonthResult {
  readonly channelNo: number;
  readonly month: string;
  readonly mark: MonthMark;
  /** "invisible": not true, and as far off as a fault explains that nothing on the wire shows. */
  readonly verdict: "exact" | "marked" | "wrong" | "invisible";
}

/** How far from local midnight the reading behind a month's end was taken, true time. */
export interface MidnightDistance {
  readonly channelNo: number;
  readonly month: string;
  readonly distanceMs: number;
  readonly method: string;
}

/** How far an index lies from the register it was read from, at worst. */
export interface StepDistance {
  /** Hundredths of a step of the meter. */
  readonly hundredths: number;
  /** Channel, month and counter, in words; empty where nothing was compared. */
  readonly where: string;
}

/** The farther one. */
export function fartherOf(one: StepDistance, other: StepDistance): StepDistance {
  return other.hundredths > one.hundredths ? other : one;
}
