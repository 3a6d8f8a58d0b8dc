/**
 * Whether an index that a person read from the display can be true: it lies between the readings
 * around it, bears out none that waits, and has no more decimals than are billed. Pure.
 */

import type { FieldCode } from "@mega/contract";
import {
  add,
  billingDecimals,
  decimalText,
  indexOfCount,
  parseDecimal,
  type Quantity,
  quantity,
  type Source,
  subtract,
} from "@mega/domain";
import type { OpenQuarantine, ReadingsAround } from "@mega/ledger";

/** What an index typed for an instant is held against. */
export interface TypedIndexInput {
  readonly typed: string;
  readonly source: Source;
  readonly atMs: number;
  /** Index at First init of the period that ends. */
  readonly opening: Quantity | null;
  readonly around: ReadingsAround;
  /** Readings of the source that wait for a person. */
  readonly waiting: readonly Pick<OpenQuarantine, "takenAtMs" | "count" | "reason">[];
  /** An index that already stands for the instant. */
  readonly fixed: Quantity | undefined;
}

/** The index, or why it is refused. */
export type TypedIndex =
  | { readonly kind: "index"; readonly index: Quantity }
  | { readonly kind: "refused"; readonly code: FieldCode; readonly allowed: string };

/** Judges a typed index. */
export function judgeTypedIndex(input: TypedIndexInput): TypedIndex {
  const { source, fixed, opening } = input;
  const decimals = billingDecimals(source);
  const parsed = parseDecimal(input.typed);
  if (parsed === undefined || parsed.amount < 0) {
    return refused("format", "a decimal such as 9634.865");
  }
  if (parsed.decimals > decimals) {
    return refused("too-many-decimals", `at most ${decimals} decimals`);
  }
  const scale = 10 ** (decimals - parsed.decimals);
  if (!Number.isSafeInteger(parsed.amount * scale)) {
    return refused("format", "an index that a meter can show");
  }
  const index = quantity(parsed.amount * scale, decimals, source.unit);
  if (fixed !== undefined) {
    const same = isSame(index, fixed);
    return same ? { kind: "index", index: fixed } : refused("not-allowed", exactly(fixed));
  }
  const { lowest, highest, rolledOver } = boundsOf(input);
  const tooLow = lowest !== undefined && isBelow(index, lowest);
  const tooHigh = highest !== undefined && isBelow(highest, index);
  if (rolledOver ? tooLow && tooHigh : tooLow) {
    return refused("below-opening", `at least ${texts(lowest ?? opening ?? index)}`);
  }
  if (!rolledOver && tooHigh) return refused("above-latest", `at most ${texts(highest)}`);
  const jump = lowestJump(input);
  if (jump === undefined || isBelow(index, jump)) return { kind: "index", index };
  const why = `below ${texts(jump)}, from which on readings wait; answer them first`;
  return refused("above-latest", why);
}

/**
 * The lowest reading that rose too far to be taken and waits. A person who types as much has read the
 * same display: it may be another meter's, and by now the time alone makes its index possible.
 */
function lowestJump({ source, around, waiting }: TypedIndexInput): Quantity | undefined {
  const { before, after } = around;
  const counts = waiting
    .filter(({ reason }) => reason !== "fell" && reason !== "possible-rollover")
    .filter(({ takenAtMs }) => before === undefined || takenAtMs > before.takenAtMs)
    .filter(({ takenAtMs }) => after === undefined || takenAtMs < after.takenAtMs)
    .map(({ count }) => count)
    .filter((count) => before === undefined || count > before.count);
  return counts.length === 0 ? undefined : indexOfCount(source, Math.min(...counts));
}

interface Bounds {
  readonly lowest: Quantity | undefined;
  readonly highest: Quantity | undefined;
  /** The counter passed its maximum between the readings: the index is above one or below the other. */
  readonly rolledOver: boolean;
}

function boundsOf({ source, around, opening, atMs }: TypedIndexInput): Bounds {
  const before =
    around.before === undefined ? undefined : indexOfCount(source, around.before.count);
  const after = around.after === undefined ? undefined : indexOfCount(source, around.after.count);
  if (before !== undefined && after !== undefined && isBelow(after, before)) {
    return { lowest: before, highest: after, rolledOver: true };
  }
  const sameUnit = opening?.unit === source.unit ? opening : undefined;
  const lowest = before ?? (source.rolloverCount === null ? sameUnit : undefined);
  if (after !== undefined || around.before === undefined || before === undefined) {
    return { lowest, highest: after, rolledOver: false };
  }
  const highest = add(before, riseSince(source, atMs - around.before.takenAtMs));
  return { lowest, highest, rolledOver: false };
}

/** The most that can have passed in the time, and one digit for what was cut off. */
function riseSince(source: Source, elapsedMs: number): Quantity {
  const decimals = billingDecimals(source);
  const { amount, decimals: ratedDecimals } = source.ratedMaximumPerHour;
  const scaled = BigInt(amount) * BigInt(Math.max(0, elapsedMs)) * 10n ** BigInt(decimals);
  const rise = scaled / (3_600_000n * 10n ** BigInt(ratedDecimals)) + 1n;
  return quantity(Number(rise), decimals, source.unit);
}

function isBelow(a: Quantity, b: Quantity): boolean {
  return subtract(a, b).amount < 0;
}

function isSame(a: Quantity, b: Quantity): boolean {
  return a.unit === b.unit && subtract(a, b).amount === 0;
}

function refused(code: FieldCode, allowed: string): TypedIndex {
  return { kind: "refused", code, allowed };
}

function exactly(index: Quantity): string {
  return `${decimalText(index)} ${index.unit}, which already stands for this instant`;
}

function texts(index: Quantity | undefined): string {
  return index === undefined ? "" : `${decimalText(index)} ${index.unit}`;
}
