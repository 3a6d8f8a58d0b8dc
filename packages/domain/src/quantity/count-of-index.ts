/** From an index that a person read to the count that prints it; the other way of index-of-count. */

import { type CountScale, indexOfCount } from "./index-of-count.ts";
import type { Decimal } from "./quantity.ts";

/**
 * The smallest count whose printed index is exactly this one. Undefined where no count prints it: it
 * lies below the start, has more digits than are billed, or falls between two steps of the meter.
 */
export function countOfIndex(source: CountScale, index: Decimal): number | undefined {
  const count = smallestCountFrom(source, index);
  if (count > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const printed = indexOfCount(source, Number(count));
  return isSame(printed, index) ? Number(count) : undefined;
}

/** The smallest count that is worth at least the index, rounded up: (index − start) ÷ worth. */
function smallestCountFrom(source: CountScale, index: Decimal): bigint {
  const { start, factor, decimals } = source;
  const above =
    BigInt(index.amount) * tenTo(start.decimals) - BigInt(start.amount) * tenTo(index.decimals);
  const counted = above * tenTo(decimals) * BigInt(factor.denominator);
  const worth = BigInt(factor.numerator) * tenTo(start.decimals) * tenTo(index.decimals);
  if (counted <= 0n) return 0n;
  const whole = counted / worth;
  return whole * worth === counted ? whole : whole + 1n;
}

function isSame(a: Decimal, b: Decimal): boolean {
  return BigInt(a.amount) * tenTo(b.decimals) === BigInt(b.amount) * tenTo(a.decimals);
}

function tenTo(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
