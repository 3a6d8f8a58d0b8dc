/**
 * Rules for figures in clear: indexes and the parts of a closed month. What stands here is printed on
 * a bill, so that it is checked once more where it becomes lasting.
 */

import {
  add,
  decimalText,
  type IndexAt,
  type MonthPart,
  type Quantity,
  type Source,
  subtract,
  worthOfCounts,
} from "@mega/domain";
import { invalid, unknownSource } from "./decision.ts";
import type { CounterIndexes, Refusal } from "./event.ts";
import { INSTANT_ALLOWED, invalidTenancyId, isDecimals, isInstant } from "./field-rules.ts";
import type { LedgerState } from "./state.ts";

/** Entries that one index may rest on. */
const EVIDENCE_MAX = 16;
/** Parts of one month: a channel whose tenant or meter changed every day has fewer. */
const PARTS_MAX = 128;
/** Turns of a register between two indexes of a month. */
const TURNS_MAX = 16;

/** What is wrong with an index that is fixed for a source. */
export function invalidIndexAt(
  state: LedgerState,
  source: Source,
  field: string,
  { atMs, index, evidence }: IndexAt,
): Refusal | undefined {
  if (!isInstant(atMs)) return invalid(field, atMs, INSTANT_ALLOWED);
  if (!isExact(index)) return invalid(field, index, "an exact decimal with its unit");
  if (index.unit !== source.unit) return invalid(field, index.unit, source.unit);
  if (evidence.length > EVIDENCE_MAX) {
    return invalid(field, evidence.length, `at most ${EVIDENCE_MAX} entries`);
  }
  const missing = evidence.find((seq) => !(seq >= 1 && seq <= state.head.seq));
  return missing === undefined
    ? undefined
    : invalid(field, missing, `entries from 1 to ${state.head.seq}`);
}

/** What is wrong with the indexes at the start or the end of a tenancy. */
export function invalidIndexes(field: string, indexes: CounterIndexes): Refusal | undefined {
  const wrong = [indexes[1], indexes[2]].find((index) => index !== null && !isExact(index));
  return wrong === undefined
    ? undefined
    : invalid(field, wrong, "exact decimals with their units, or null");
}

/** What is wrong with the parts of a month. */
export function invalidParts(state: LedgerState, parts: readonly MonthPart[]): Refusal | undefined {
  if (parts.length > PARTS_MAX) return invalid("parts", parts.length, `at most ${PARTS_MAX}`);
  for (const part of parts) {
    const source = state.sources.get(part.sourceNo);
    if (source === undefined) return unknownSource("sourceNo", part.sourceNo);
    const { counterNo, tenancyId, opening, closing, consumed } = part;
    const wrong =
      (counterNo === 1 || counterNo === 2 ? undefined : invalid("counterNo", counterNo, "1, 2")) ??
      invalidTenancyId(tenancyId) ??
      invalidIndexAt(state, source, "opening", opening) ??
      invalidIndexAt(state, source, "closing", closing) ??
      (isExact(consumed) ? undefined : invalid("consumed", consumed, "an exact decimal")) ??
      invalidConsumed(source, part);
    if (wrong) return wrong;
  }
  return undefined;
}

/** A consumption is closing − opening, and the span of the whole register for each turn of it. */
function invalidConsumed(source: Source, part: MonthPart): Refusal | undefined {
  const { opening, closing, consumed } = part;
  const difference = subtract(closing.index, opening.index);
  const allowed = `${decimalText(difference)} ${difference.unit}, closing minus opening`;
  const wrong = invalid("consumed", `${decimalText(consumed)} ${consumed.unit}`, allowed);
  if (consumed.unit !== difference.unit || consumed.amount < 0) return wrong;
  if (subtract(consumed, difference).amount === 0) return undefined;
  if (source.rolloverCount === null) return wrong;
  const register = worthOfCounts(source, source.rolloverCount);
  let turned = difference;
  for (let turn = 1; turn <= TURNS_MAX; turn++) {
    turned = add(turned, register);
    if (subtract(consumed, turned).amount === 0) return undefined;
  }
  return wrong;
}

function isExact(index: Quantity): boolean {
  return (
    Number.isSafeInteger(index.amount) &&
    isDecimals(index.decimals) &&
    typeof index.unit === "string"
  );
}
