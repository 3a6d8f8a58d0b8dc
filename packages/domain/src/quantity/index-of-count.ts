/**
 * From a meter's count to the index that is printed. A count is worth start + count × step × factor
 * units; the index is that figure cut off at the billing resolution, as a mechanical register cuts
 * it off. All of it in whole numbers without limit, so that a factor of 1/300 costs nothing.
 */

import type { Source } from "../installation/source.ts";
import { type Medium, type Quantity, quantity, type Unit } from "./quantity.ts";

/** What of a source says how much a count is worth. */
export type CountScale = Pick<Source, "medium" | "unit" | "decimals" | "factor" | "start">;

/** A count that need not be whole: a point on the line between two readings. */
export interface ExactCount {
  readonly numerator: bigint;
  /** Positive. */
  readonly denominator: bigint;
}

const thermal: ReadonlySet<Medium> = new Set(["heat", "cold", "hotWater"]);

/** Decimals of each unit before the meter's step is looked at. */
function resolutionDecimals(medium: Medium, unit: Unit): number {
  const decimals: Readonly<Record<Unit, number>> = {
    kWh: thermal.has(medium) ? 1 : 3,
    MWh: thermal.has(medium) ? 4 : 6,
    GJ: 3,
    m3: 3,
    kvarh: 3,
  };
  return decimals[unit];
}

/**
 * Decimals of the printed index: 0.001 kWh, 0.1 kWh of heat, 0.001 m3, 0.001 GJ, 0.001 kvarh, and
 * fewer where the meter's step times its factor is a multiple of a coarser digit. A step that no
 * digit divides, such as 1/300 kWh, keeps the resolution of the unit.
 */
export function billingDecimals(source: CountScale): number {
  const finest = resolutionDecimals(source.medium, source.unit);
  const worth = BigInt(source.factor.numerator);
  const parts = BigInt(source.factor.denominator) * tenTo(source.decimals);
  for (let decimals = 0; decimals < finest; decimals += 1) {
    if ((worth * tenTo(decimals)) % parts === 0n) return decimals;
  }
  return finest;
}

/** The printed index of a whole count, in the source's unit; cut off, never rounded. */
export function indexOfCount(source: CountScale, count: number): Quantity {
  return indexOfExactCount(source, { numerator: BigInt(count), denominator: 1n });
}

/** The printed index of a point between two counts, in the source's unit; cut off. */
export function indexOfExactCount(source: CountScale, count: ExactCount): Quantity {
  const decimals = billingDecimals(source);
  const { factor, start, unit } = source;
  const below = count.denominator * BigInt(factor.denominator) * tenTo(source.decimals);
  const counted = count.numerator * BigInt(factor.numerator);
  const scaled = (BigInt(start.amount) * below + counted * tenTo(start.decimals)) * tenTo(decimals);
  return quantity(Number(floorDivide(scaled, below * tenTo(start.decimals))), decimals, unit);
}

/** What a number of counts is worth without the start, cut off: the span of a whole register. */
export function worthOfCounts(source: CountScale, counts: number): Quantity {
  return indexOfCount({ ...source, start: { amount: 0, decimals: 0 } }, counts);
}

function tenTo(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const cut = value / divisor;
  return value < 0n && cut * divisor !== value ? cut - 1n : cut;
}
