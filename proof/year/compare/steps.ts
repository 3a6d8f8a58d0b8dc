/** How fine a figure can be: a step of the meter, a printed digit, the spacing of a float. */

import { type CounterFacts, type PrintedIndex, stepInMicro } from "../expected/counter-facts.ts";

/** A step of the meter, or a printed digit where that is coarser, in millionths of the unit. */
export function coarsestOf(facts: CounterFacts, printed: PrintedIndex): bigint {
  const step = stepInMicro(facts);
  const digit = digitOf(printed);
  return step > digit ? step : digit;
}

/** The last printed digit, in millionths of the unit. */
export function digitOf({ decimals }: PrintedIndex): bigint {
  return 10n ** BigInt(6 - Math.min(6, decimals));
}

/** Between two floats of 24 bits around a figure, both in millionths of the unit. */
export function floatSpacing(figure: bigint): bigint {
  const units = Math.max(1, Number(figure / 1_000_000n));
  return BigInt(Math.ceil(2 ** (Math.floor(Math.log2(units)) - 23) * 1_000_000));
}
