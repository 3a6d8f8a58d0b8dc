/** An index as a person writes it down: in the unit that is billed, cut to its digits. */

import { unitRatio } from "../compare/unit-ratio.ts";

/** Millionths of a kWh or m³ → "9471.200". */
export function indexText(micro: number, unit: string, decimals: number): string {
  const { numerator, denominator } = unitRatio(unit);
  const millionths = (BigInt(Math.floor(micro)) * numerator) / denominator;
  const digits = String(millionths / 10n ** BigInt(6 - decimals)).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  return decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
}
