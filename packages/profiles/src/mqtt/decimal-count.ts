/**
 * From decimal text to whole steps of a counter, exact to the last digit. A JSON number or the value
 * of a P1 object is never made a float: its digits are taken as an integer with a power of ten.
 *
 *   "9634865.2" Wh, 3 decimals of kWh → 96348652 × 10^-1 × 10^-3 kWh → 9634.865 kWh → 9 634 865
 */

import type { MissingReason, Ratio, Unit } from "@mega/domain";

/** Units in which devices write their counters; "Wmin" is a watt-minute, 1/60 Wh. */
export type RawUnit = "Wh" | "kWh" | "MWh" | "varh" | "kvarh" | "MJ" | "GJ" | "L" | "m3" | "Wmin";

/** What a raw unit is kept as: unit × 10^exponent × factor. */
export interface KeptUnit {
  readonly unit: Unit;
  readonly exponent: number;
  readonly factor: Ratio;
}

const one: Ratio = { numerator: 1, denominator: 1 };

/** Every raw unit with the unit of billing it is kept in. */
export const keptUnits: Readonly<Record<RawUnit, KeptUnit>> = {
  Wh: { unit: "kWh", exponent: -3, factor: one },
  kWh: { unit: "kWh", exponent: 0, factor: one },
  MWh: { unit: "MWh", exponent: 0, factor: one },
  varh: { unit: "kvarh", exponent: -3, factor: one },
  kvarh: { unit: "kvarh", exponent: 0, factor: one },
  MJ: { unit: "GJ", exponent: -3, factor: one },
  GJ: { unit: "GJ", exponent: 0, factor: one },
  L: { unit: "m3", exponent: -3, factor: one },
  m3: { unit: "m3", exponent: 0, factor: one },
  Wmin: { unit: "kWh", exponent: 0, factor: { numerator: 1, denominator: 60_000 } },
};

/** A counter in whole steps of 10^-decimals units, or why there is none. */
export type DecodedCount =
  | {
      readonly kind: "count";
      /** Non-negative safe integer. */
      readonly count: number;
      readonly decimals: number;
      readonly unit: Unit;
    }
  | { readonly kind: "none"; readonly reason: MissingReason; readonly detail: string };

/** digits × 10^exponent, exact. */
export interface ExactDecimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const decimalForm = /^(-?)(\d{1,24})(?:\.(\d{1,24}))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * Reads decimal text, with an exponent or without.
 *
 * @param text "9634.865", "000123.456", "1.5e3"; at most 24 digits on either side of the dot.
 * @returns Its exact value; undefined for anything else, "NaN" and "" among them.
 */
export function exactDecimal(text: string): ExactDecimal | undefined {
  const match = decimalForm.exec(text);
  if (match === null) return undefined;
  const fraction = match[3] ?? "";
  return {
    digits: BigInt(`${match[1] ?? ""}${match[2] ?? ""}${fraction}`),
    exponent: Number(match[4] ?? "0") - fraction.length,
  };
}

/** a + b, or a − b where b is negated, exact. */
export function addExact(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: digitsAt(a, exponent) + digitsAt(b, exponent), exponent };
}

/** −a. */
export function negated(a: ExactDecimal): ExactDecimal {
  return { digits: -a.digits, exponent: a.exponent };
}

/**
 * Rounds an exact value to the nearest whole step, halves upwards.
 *
 * @param value In the raw unit.
 * @param rawUnit The unit the device writes.
 * @param decimals Decimals of the step in the unit that is kept.
 * @returns The count; none when it is negative or no safe integer.
 */
export function countOf(value: ExactDecimal, rawUnit: RawUnit, decimals: number): DecodedCount {
  const { unit, exponent } = keptUnits[rawUnit];
  const shift = value.exponent + exponent + decimals;
  if (value.digits < 0n) return bad("The counter is negative.");
  const digits = shift >= 0 ? value.digits * 10n ** BigInt(shift) : rounded(value.digits, -shift);
  if (digits > BigInt(Number.MAX_SAFE_INTEGER)) return bad("The counter is too great.");
  return { kind: "count", count: Number(digits), decimals, unit };
}

/** No count because of what the payload or telegram holds. */
export function bad(detail: string): DecodedCount {
  return { kind: "none", reason: "bad-payload", detail };
}

function rounded(digits: bigint, places: number): bigint {
  const step = 10n ** BigInt(places);
  return (digits + step / 2n) / step;
}

function digitsAt(value: ExactDecimal, exponent: number): bigint {
  return value.digits * 10n ** BigInt(value.exponent - exponent);
}
