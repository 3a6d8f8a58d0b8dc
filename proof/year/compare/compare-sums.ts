/**
 * Rules that need no truth: a month begins with the index with which the one before ended, and the
 * months of a period that nothing interrupts add up to last minus first, to the last digit.
 */

import type { CounterCell } from "@mega/contract";
import type { Difference } from "./difference.ts";

/** A counter's cells over the whole year, oldest first. */
export interface ShownCounter {
  readonly channelNo: number;
  readonly meterId: string;
  readonly counterNo: 1 | 2;
  readonly decimals: number;
  readonly cells: readonly CounterCell[];
  /** The register turned, or the meter changed: figures of one meter do not add up then. */
  readonly isInterrupted: (month: string) => boolean;
}

/** Breaks of the chain, and sums that do not come out. */
export function compareSums(counter: ShownCounter): readonly Difference[] {
  const { channelNo, meterId, counterNo, decimals, cells } = counter;
  const place = { channelNo, meterId, counterNo };
  const differences: Difference[] = [];
  let first: CounterCell | null = null;
  let sum = 0n;
  let before: CounterCell | null = null;
  for (const cell of cells) {
    const { month, opening, index, consumption } = cell;
    if (
      opening === null ||
      index === null ||
      consumption === null ||
      counter.isInterrupted(month)
    ) {
      first = null;
      before = null;
      continue;
    }
    if (before !== null && before.index !== opening) {
      const expected = `the closing index of ${before.month}, ${before.index}`;
      differences.push({ ...place, month, what: "opening", expected, shown: opening });
    }
    if (first === null) sum = 0n;
    first ??= cell;
    sum += digits(consumption, decimals);
    const span = digits(index, decimals) - digits(first.opening ?? index, decimals);
    if (sum !== span) {
      const what = `sum of ${first.month} to ${month}`;
      differences.push({ ...place, month, what, expected: String(span), shown: String(sum) });
      first = null;
    }
    before = cell;
  }
  return differences;
}

/** "9634.865" → 9634865. */
function digits(text: string, decimals: number): bigint {
  const [whole = "0", part = ""] = text.split(".");
  return BigInt(whole + part.padEnd(decimals, "0"));
}
