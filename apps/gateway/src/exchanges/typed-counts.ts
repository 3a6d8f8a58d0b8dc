/**
 * The indexes a person typed for an exchange, as counts of the meters: the old end is not below the
 * last accepted reading, beyond what can have passed, nor as high as a jump that waits; the new start
 * not above the first reading of the new meter. Pure; a refusal names field and value.
 */

import type { ExchangeRequest, FieldCode } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import {
  billingDecimals,
  countOfIndex,
  decimalText,
  indexOfCount,
  isPlausibleRise,
  parseDecimal,
  type Source,
} from "@mega/domain";
import type { MeterCounter } from "./exchanged-counters.ts";

/** A counter with the counts at which the meters changed. */
export interface TypedCounter {
  readonly counter: MeterCounter;
  readonly oldEndCount: number;
  readonly newStartCount: number;
}

/** What the typed indexes are held against. */
export interface TypedCountsInput {
  readonly kind: ExchangeRequest["kind"];
  readonly atMs: number;
  readonly counters: readonly MeterCounter[];
  readonly typed: ExchangeRequest["counters"];
}

/** The typed counters; an exchange needs all that were ever read, a set-back at least one. */
export function typedCounts(input: TypedCountsInput): readonly TypedCounter[] {
  const { kind, counters, typed } = input;
  const read = counters.filter(({ latest }) => latest !== null);
  const names = read.map(({ counterId }) => counterId);
  for (const [at, { counterId }] of typed.entries()) {
    const first = typed.findIndex((one) => one.counterId === counterId);
    if (names.some((name) => name === counterId) && first === at) continue;
    const pointer = `/counters/${at}/counterId`;
    throw fieldProblem({ pointer, value: counterId, allowed: `each once: ${names.join(", ")}` });
  }
  const missing = names.find((name) => !typed.some(({ counterId }) => counterId === name));
  if (kind === "exchanged" && missing !== undefined) {
    const allowed = `indexes of every counter of the meter: ${names.join(", ")}`;
    throw fieldProblem({ pointer: "/counters", value: typed.length, allowed, code: "required" });
  }
  return typed.flatMap((one, at) => {
    const counter = read.find(({ counterId }) => counterId === one.counterId);
    if (counter === undefined) return [];
    return [
      {
        counter,
        oldEndCount: oldEndOf(input, counter, one.oldEnd, `/counters/${at}/oldEnd`),
        newStartCount: newStartOf(input, counter, one.newStart, `/counters/${at}/newStart`),
      },
    ];
  });
}

function oldEndOf(
  { atMs }: TypedCountsInput,
  { source, latest, waiting }: MeterCounter,
  text: string,
  pointer: string,
): number {
  const count = countTyped(source, text, pointer);
  if (latest === null) return count;
  const printed = (value: number) => decimalText(indexOfCount(source, value));
  // Several counts print the same index: the one that was read last is meant.
  if (printed(count) === printed(latest.count)) return latest.count;
  if (count < latest.count) {
    throw refused(pointer, text, "below-last", `at least ${printed(latest.count)} ${source.unit}`);
  }
  if (!isPlausibleRise(source, count - latest.count, atMs - latest.takenAtMs)) {
    throw refused(pointer, text, "beyond-rating", "what the meter can have counted by then");
  }
  // As high as a jump that waits, it may be another meter's, and by now the time alone makes it possible.
  const jumps = waiting
    .filter(({ reason }) => reason === "rose-beyond-rating")
    .filter(({ takenAtMs }) => takenAtMs > latest.takenAtMs && takenAtMs <= atMs)
    .filter((jump) => count >= jump.count);
  if (jumps.length === 0) return count;
  const lowest = printed(Math.min(...jumps.map((jump) => jump.count)));
  const allowed = `below ${lowest} ${source.unit}, from which on readings wait; answer them first`;
  throw refused(pointer, text, "above-latest", allowed);
}

function newStartOf(
  { atMs }: TypedCountsInput,
  { source, waiting }: MeterCounter,
  text: string,
  pointer: string,
): number {
  const count = countTyped(source, text, pointer);
  const first = waiting.find(({ takenAtMs }) => takenAtMs >= atMs);
  if (first !== undefined && count > first.count) {
    const highest = `${decimalText(indexOfCount(source, first.count))} ${source.unit}`;
    throw refused(pointer, text, "above-latest", `at most ${highest}, which was read then`);
  }
  return count;
}

function countTyped(source: Source, text: string, pointer: string): number {
  const index = parseDecimal(text);
  const decimals = billingDecimals(source);
  if (index === undefined || index.amount < 0) {
    throw refused(pointer, text, "format", "a decimal such as 9471.200");
  }
  if (index.decimals > decimals && index.amount % 10 ** (index.decimals - decimals) !== 0) {
    throw refused(pointer, text, "too-many-decimals", `at most ${decimals} decimals`);
  }
  const count = countOfIndex(source, index);
  const beyond = source.rolloverCount !== null && (count ?? 0) >= source.rolloverCount;
  if (count !== undefined && !beyond) return count;
  throw refused(pointer, text, "not-allowed", "an index that the meter can show");
}

function refused(pointer: string, value: string, code: FieldCode, allowed: string): Error {
  return fieldProblem({ pointer, value, allowed, code });
}
