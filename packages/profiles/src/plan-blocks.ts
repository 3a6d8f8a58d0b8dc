/**
 * From a profile to the word ranges to ask for. The Modbus planner merges them into few reads; this
 * file only says what belongs together and what is wanted.
 */

import type { CounterId } from "@mega/domain";
import {
  type ModbusCounter,
  type ModbusProfile,
  type NumberAt,
  type ReadFunction,
  wordCountOf,
} from "./profile.ts";

/** Words of one value, always read together. */
export interface WantedRange {
  readonly function: ReadFunction;
  readonly wordAddress: number;
  readonly wordCount: number;
}

/** What is wanted of a meter. */
export interface WantedValues {
  /** All counters when left out. */
  readonly counters?: readonly CounterId[];
  /** None when left out. */
  readonly live?: "all" | readonly string[];
  readonly serialNumber?: boolean;
}

/**
 * The ranges to ask for, each once: counters with the registers they depend on, values of the
 * moment, and the serial number last, so that it vouches for what came before.
 *
 * @param wanted Names that the profile does not have are passed over.
 */
export function wantedRanges(
  profile: ModbusProfile,
  wanted: WantedValues = {},
): readonly WantedRange[] {
  const ranges: WantedRange[] = [];
  for (const [counterId, counter] of Object.entries(profile.counters)) {
    if (wanted.counters !== undefined && !wanted.counters.includes(counterId)) continue;
    const checks = [counter.unitFrom, counter.modeCheck].filter((part) => part !== undefined);
    ranges.push(...joined(numbersOf(counter).map(rangeOf)), ...checks.map(rangeOf));
  }
  const live = wanted.live ?? [];
  for (const [name, value] of Object.entries(profile.live)) {
    if (live === "all" || live.includes(name)) ranges.push(rangeOf(value));
  }
  const serial = wanted.serialNumber === true ? serialNumberRange(profile) : undefined;
  if (serial !== undefined) ranges.push(serial);
  return unique(ranges);
}

/** Where the serial number stands; undefined where the meter has none. */
export function serialNumberRange(profile: ModbusProfile): WantedRange | undefined {
  const at = profile.serialNumber;
  if (at === null) return undefined;
  if (at.form === "number") return rangeOf(at);
  return { function: at.function, wordAddress: at.wordAddress, wordCount: at.wordCount };
}

/** The numbers that make up a counter, its own first. */
export function numbersOf(counter: ModbusCounter): readonly NumberAt[] {
  const { fraction, plus = [] } = counter;
  return [counter, ...(fraction === undefined ? [] : [fraction]), ...plus];
}

/** The words of a number. */
export function rangeOf(at: NumberAt): WantedRange {
  return {
    function: at.function,
    wordAddress: at.wordAddress,
    wordCount: wordCountOf[at.type],
  };
}

/**
 * Numbers of one counter that follow one another become one range: whole and part must come in one
 * answer, or a carry between two answers makes a figure the meter never showed.
 */
function joined(ranges: readonly WantedRange[]): readonly WantedRange[] {
  const done: WantedRange[] = [];
  for (const range of ranges) {
    const last = done.at(-1);
    const follows =
      last?.function === range.function && last.wordAddress + last.wordCount === range.wordAddress;
    if (last === undefined || !follows) done.push(range);
    else done[done.length - 1] = { ...last, wordCount: last.wordCount + range.wordCount };
  }
  return done;
}

/** Keeps the last of equal ranges, so that a serial number stays last. */
function unique(ranges: readonly WantedRange[]): readonly WantedRange[] {
  const byKey = new Map<string, WantedRange>();
  for (const range of ranges) {
    const key = `${range.function}:${range.wordAddress}:${range.wordCount}`;
    byKey.delete(key);
    byKey.set(key, range);
  }
  return [...byKey.values()];
}
