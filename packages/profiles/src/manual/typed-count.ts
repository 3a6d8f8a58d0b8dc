/** From the digits a person typed to whole steps of the display. Nothing is rounded. Pure. */

import { parseDecimal } from "@mega/domain";
import type { ManualCounter } from "./manual-meter.ts";

/** The count, or why the text is none. */
export type TypedCount =
  | { readonly kind: "count"; readonly count: number }
  | {
      readonly kind: "refused";
      readonly code: "format" | "too-many-decimals" | "beyond-display";
      readonly allowed: string;
    };

/**
 * Reads a typed index.
 *
 * @param text Decimal text in the unit of the display: "9634.8".
 */
export function countOfTyped(
  { typedDecimals, rolloverCount }: Pick<ManualCounter, "typedDecimals" | "rolloverCount">,
  text: string,
): TypedCount {
  const typed = parseDecimal(text);
  if (typed === undefined || typed.amount < 0) {
    return { kind: "refused", code: "format", allowed: "a decimal such as 9634.8" };
  }
  if (typed.decimals > typedDecimals) {
    const allowed = `at most ${typedDecimals} decimals, as the display has`;
    return { kind: "refused", code: "too-many-decimals", allowed };
  }
  const count = typed.amount * 10 ** (typedDecimals - typed.decimals);
  if (!Number.isSafeInteger(count) || (rolloverCount !== null && count >= rolloverCount)) {
    const allowed = "an index that the display can show";
    return { kind: "refused", code: "beyond-display", allowed };
  }
  return { kind: "count", count };
}
