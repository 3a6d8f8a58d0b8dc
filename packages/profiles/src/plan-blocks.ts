/**
 * From a profile to the word ranges to ask for. The Modbus planner merges them into few reads; this
 * file only says what belongs together and what is wanted.
 */

import type { CounterId } from "@mega/domain";
import { type ModbusProfile, type NumberAt, type ReadFunction, wordCountOf } from "./profile.ts";

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
    const parts = [counter, counter.fraction, counter.unitFrom, counter.modeCheck];
    ranges.push(...parts.filter((part) => part !== undefined).map(rangeOf));
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

/** The words of a number. */
export function rangeOf(at: NumberAt): WantedRange {
  return {
    function: at.function,
    wordAddress: at.wordAddress,
    wordCount: wordCountOf[at.type],
  };
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
