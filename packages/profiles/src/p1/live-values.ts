/**
 * What a telegram says besides the counters: power at the moment, and in Belgium the quarter-hour
 * peaks that the capacity tariff is made of (e-MUCS P1: 1.4.0, 1.6.0 and the history 98.1.0).
 */

import { parseDecimal } from "@mega/domain";
import { p1Instant } from "./p1-time.ts";
import { type P1Telegram, valuesAt } from "./parse-telegram.ts";

/** A quarter-hour peak. */
export interface P1Peak {
  readonly powerW: number;
  readonly atMs: number;
}

/** Values of the moment; undefined where the telegram has none. */
export interface P1LiveValues {
  readonly importW: number | undefined;
  readonly exportW: number | undefined;
  /** Average of the quarter hour that runs. */
  readonly quarterHourW: number | undefined;
  /** Highest quarter hour of the month that runs. */
  readonly monthPeak: P1Peak | undefined;
  /** Highest quarter hour of each month before, oldest first, at most 13. */
  readonly peakHistory: readonly P1Peak[];
}

const historyMax = 13;

/** Takes the values of the moment out of a telegram; never throws. */
export function liveValues(telegram: P1Telegram, timeZone: string): P1LiveValues {
  const peak = valuesAt(telegram, "1-0:1.6.0") ?? [];
  return {
    importW: watts(valuesAt(telegram, "1-0:1.7.0")?.[0]),
    exportW: watts(valuesAt(telegram, "1-0:2.7.0")?.[0]),
    quarterHourW: watts(valuesAt(telegram, "1-0:1.4.0")?.[0]),
    monthPeak: peakOf(peak[0], peak[1], timeZone),
    peakHistory: historyOf(valuesAt(telegram, "0-0:98.1.0") ?? [], timeZone),
  };
}

/** (count)(object)(object) and then (entry time)(peak time)(peak) for each month. */
function historyOf(values: readonly string[], timeZone: string): P1Peak[] {
  const peaks: P1Peak[] = [];
  for (let at = 3; at + 2 < values.length && peaks.length < historyMax; at += 3) {
    // A meter fills months before its own time with impossible dates and 0 kW.
    const peak = peakOf(values[at + 1], values[at + 2], timeZone);
    if (peak !== undefined) peaks.push(peak);
  }
  return peaks;
}

function peakOf(
  time: string | undefined,
  power: string | undefined,
  timeZone: string,
): P1Peak | undefined {
  const atMs = p1Instant(time ?? "", timeZone);
  const powerW = watts(power);
  return atMs === undefined || powerW === undefined ? undefined : { powerW, atMs };
}

/** "01.193*kW" → 1193. */
function watts(text: string | undefined): number | undefined {
  const [number = "", unit] = (text ?? "").split("*");
  const value = unit === "kW" ? parseDecimal(number) : undefined;
  if (value === undefined || value.amount < 0 || value.decimals > 3) return undefined;
  return value.amount * 10 ** (3 - value.decimals);
}
