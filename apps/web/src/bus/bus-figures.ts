/** Figures of the bus page, written for the reader. */

import { dateFields, formatCount, formatDecimal, formatTime, MISSING } from "@mega/locale";
import { language, timeZone } from "../state/session.ts";

/** "38 ms"; from a second on tenths: "4,2 s"; a dash where there is none. */
export function written(durationMs: number | null): string {
  if (durationMs === null) return MISSING;
  if (durationMs < 1000) return `${formatCount(Math.round(durationMs), language.value)} ms`;
  return `${formatDecimal((durationMs / 1000).toFixed(1), language.value)} s`;
}

/** "38", for a column that names the unit. */
export function plainMs(durationMs: number | null): string {
  return durationMs === null ? MISSING : formatCount(Math.round(durationMs), language.value);
}

/** "1,1" of 11 permille; a dash where there is none. */
export function percent(permille: number | null): string {
  return permille === null ? MISSING : formatDecimal((permille / 10).toFixed(1), language.value);
}

export const count = (value: number) => formatCount(value, language.value);

/** "18:03" in the building's zone. */
export const clock = (instant: string) => formatTime(instant, timeZone.value);

/** "18:03:04.112" in the building's zone. */
export function clockWithMs(instant: string): string {
  const { hour, minute, second } = dateFields(instant, timeZone.value);
  const fraction = /\.(\d{1,3})Z$/.exec(instant)?.[1] ?? "0";
  return `${hour}:${minute}:${second}.${fraction.padEnd(3, "0")}`;
}

/** "CH4, CH5": the channels of a meter. */
export function channelNames(channels: readonly number[]): string {
  return channels.map((channelNo) => `CH${channelNo}`).join(", ");
}
