/**
 * Exact decimal quantities. A quantity is an integer number of the last printed digit and the number
 * of decimals, so that no float ever stands between a meter and a bill: 9634.865 kWh is
 * { amount: 9634865, decimals: 3, unit: "kWh" }.
 */

import { assert } from "../error/mega-error.ts";

/** Units in which figures are printed and billed. Meters that count Wh, L or MJ are kept in these. */
export type Unit = "kWh" | "MWh" | "GJ" | "m3" | "kvarh";

/** What is metered. */
export type Medium = "electricity" | "heat" | "cold" | "water" | "hotWater" | "gas";

/** An exact decimal without a unit: amount × 10^-decimals. */
export interface Decimal {
  /** Safe integer. */
  readonly amount: number;
  /** 0 to 9. */
  readonly decimals: number;
}

/** An exact decimal with its unit. */
export interface Quantity extends Decimal {
  readonly unit: Unit;
}

/** An exact ratio of two positive safe integers. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** A quantity after checking that its figures are exact. */
export function quantity(amount: number, decimals: number, unit: Unit): Quantity {
  assert(Number.isSafeInteger(amount), `an amount is a safe integer, not ${amount}`);
  assert(Number.isInteger(decimals) && decimals >= 0 && decimals <= 9, "decimals are 0 to 9");
  return { amount, decimals, unit };
}

/** a − b, exact, with the more decimals of both. The units are equal. */
export function subtract(a: Quantity, b: Quantity): Quantity {
  return add(a, { ...b, amount: -b.amount });
}

/** a + b, exact, with the more decimals of both. The units are equal. */
export function add(a: Quantity, b: Quantity): Quantity {
  assert(a.unit === b.unit, `${a.unit} and ${b.unit} are not summed`);
  const decimals = Math.max(a.decimals, b.decimals);
  return quantity(amountAt(a, decimals) + amountAt(b, decimals), decimals, a.unit);
}

/** Plain decimal text with a dot and no grouping: "9634.865", "-0.120". */
export function decimalText(value: Decimal): string {
  const negative = value.amount < 0;
  const digits = String(Math.abs(value.amount)).padStart(value.decimals + 1, "0");
  const whole = digits.slice(0, digits.length - value.decimals);
  const fraction = value.decimals === 0 ? "" : `.${digits.slice(-value.decimals)}`;
  return `${negative ? "-" : ""}${whole}${fraction}`;
}

/** Reads plain decimal text ("9634.865", at most 9 decimals); undefined when it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const fraction = match[3] ?? "";
  const amount = Number(`${match[1] ?? ""}${match[2] ?? ""}${fraction}`);
  return Number.isSafeInteger(amount) ? { amount, decimals: fraction.length } : undefined;
}

function amountAt(value: Decimal, decimals: number): number {
  return value.amount * 10 ** (decimals - value.decimals);
}
