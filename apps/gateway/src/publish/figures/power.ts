/** The power behind a channel at the newest reading, in watts. Pure. */

import type { Decimal } from "@mega/domain";
import type { LiveReading } from "../../acquisition/meter-reading.ts";

/**
 * What is taken less what is given, W, negative while energy is given; undefined where the meter
 * tells no power.
 */
export function powerOf(live: readonly LiveReading[]): Decimal | undefined {
  const watts = (name: string) => {
    const found = live.find((reading) => reading.name === name);
    return found === undefined ? undefined : inWatts(found);
  };
  const power = watts("power");
  if (power !== undefined) return power;
  const [taken, given] = [watts("importPower"), watts("exportPower")];
  if (taken === undefined) return undefined;
  return given === undefined ? taken : difference(taken, given);
}

function inWatts({ value, unit }: LiveReading): Decimal | undefined {
  if (unit === "W") return value;
  if (unit !== "kW") return undefined;
  const { amount, decimals } = value;
  if (decimals >= 3) return { amount, decimals: decimals - 3 };
  return { amount: amount * 10 ** (3 - decimals), decimals: 0 };
}

function difference(a: Decimal, b: Decimal): Decimal {
  const decimals = Math.max(a.decimals, b.decimals);
  const at = (value: Decimal) => value.amount * 10 ** (decimals - value.decimals);
  return { amount: at(a) - at(b), decimals };
}
