/**
 * From counters to words: the inverse of `decode.ts`, for simulated meters and for tests. A counter
 * that is given as null gets the meter's own pattern for "not available".
 */

import type { CounterId, Decimal } from "@mega/domain";
import { countScale } from "./count-scale.ts";
import type { DeclaredUnits, ModbusProfile, NumberAt } from "./profile.ts";
import {
  bitsOfFraction,
  type Fraction,
  powerOfTen,
  usualInvalid,
  type WordBlock,
  wordsOfBits,
} from "./words.ts";

/** Counts in the steps that `decodeMeter` gives them in; null for "not available". */
export type CounterCounts = Readonly<Record<CounterId, number | null>>;

/** What a simulated meter shows. */
export interface MeterState {
  readonly counters: CounterCounts;
  readonly live?: Readonly<Record<string, Decimal>>;
  readonly serialNumber?: string;
}

type AnsweredBlock = Extract<WordBlock, { kind: "words" }>;

/**
 * The words of the counters, with the unit and mode registers they need.
 *
 * @param units Units declared at commissioning, by counter.
 */
export function encodeCounters(
  profile: ModbusProfile,
  counts: CounterCounts,
  units: DeclaredUnits = {},
): readonly AnsweredBlock[] {
  return Object.entries(counts).flatMap(([id, count]) => {
    const counter = profile.counters[id];
    const scale = counter === undefined ? undefined : countScale(counter, units[id]);
    if (counter === undefined || scale === undefined) return [];
    const blocks: AnsweredBlock[] = [];
    if (counter.unitFrom !== undefined && scale.unitCode !== undefined) {
      blocks.push(blockOf(counter.unitFrom, integer(BigInt(scale.unitCode))));
    }
    const mode = counter.modeCheck?.allowed[0];
    if (counter.modeCheck !== undefined && mode !== undefined) {
      blocks.push(blockOf(counter.modeCheck, integer(BigInt(mode))));
    }
    if (count === null) return [...blocks, invalidBlock(counter, counter.invalid)];
    const steps = BigInt(count) / BigInt(scale.countsPerStep);
    if (counter.fraction === undefined) {
      const others = (counter.plus ?? []).map((at) => blockOf(at, integer(0n)));
      return [...blocks, blockOf(counter, inUnits(steps, counter, scale.stepExponent)), ...others];
    }
    const partsPerWhole = BigInt(scale.partsPerWhole);
    const whole = integer(steps / partsPerWhole);
    return [
      ...blocks,
      blockOf(counter, whole),
      blockOf(counter.fraction, integer(steps % partsPerWhole)),
    ];
  });
}

/** The words of everything a meter shows: counters, values of the moment and the serial number. */
export function encodeMeter(
  profile: ModbusProfile,
  state: MeterState,
  units: DeclaredUnits = {},
): readonly AnsweredBlock[] {
  const live = Object.entries(state.live ?? {}).flatMap(([id, value]) => {
    const at = profile.live[id];
    if (at === undefined) return [];
    const exponent = powerOfTen(at.step) ?? 0;
    const isFloat = at.type === "float32" || at.type === "float64";
    return [blockOf(at, isFloat ? decimal(value, 0) : decimal(value, exponent))];
  });
  const identification = profile.identification.flatMap((at) => {
    const [value] = at.values;
    return value === undefined ? [] : [blockOf(at, integer(BigInt(value)))];
  });
  return [
    ...encodeCounters(profile, state.counters, units),
    ...live,
    ...identification,
    ...(state.serialNumber === undefined ? [] : serialBlocks(profile, state.serialNumber)),
  ];
}

/** The words of a serial number; a form that cannot hold the text keeps what it can. */
function serialBlocks(profile: ModbusProfile, text: string): readonly AnsweredBlock[] {
  const at = profile.serialNumber;
  if (at === null) return [];
  if (at.form === "number") {
    return /^\d{1,19}$/.test(text) ? [blockOf(at, integer(BigInt(text)))] : [];
  }
  const { wordCount, wordAddress } = at;
  const words = Array.from({ length: wordCount }, (_, index) => {
    if (at.form === "hex") {
      const digits = text.padStart(4 * wordCount, "0").slice(4 * index, 4 * index + 4);
      return Number.parseInt(digits, 16) & 0xffff;
    }
    if (at.form === "utf16") return text.charCodeAt(index) || 0;
    return ((text.charCodeAt(2 * index) || 0) << 8) | (text.charCodeAt(2 * index + 1) || 0);
  });
  return [{ kind: "words", function: at.function, wordAddress, words }];
}

function invalidBlock(at: NumberAt, own: readonly string[] | undefined): AnsweredBlock {
  const pattern = own?.[0] ?? usualInvalid[at.type][0] ?? "0x7FF8000000000000";
  return { ...place(at), words: wordsOfBits(BigInt(pattern), at) };
}

function blockOf(at: NumberAt, value: Fraction): AnsweredBlock {
  return { ...place(at), words: wordsOfBits(bitsOfFraction(value, at.type), at) };
}

function place(at: NumberAt) {
  return { kind: "words", function: at.function, wordAddress: at.wordAddress } as const;
}

/** Steps as an integer register holds them, or as units for a float. */
function inUnits(steps: bigint, at: NumberAt, stepExponent: number): Fraction {
  if (at.type !== "float32" && at.type !== "float64") return integer(steps);
  const scale = 10n ** BigInt(Math.abs(stepExponent));
  return stepExponent >= 0 ? integer(steps * scale) : { numerator: steps, denominator: scale };
}

/** value / 10^exponent. */
function decimal(value: Decimal, exponent: number): Fraction {
  const shift = value.decimals + exponent;
  const scale = 10n ** BigInt(Math.abs(shift));
  return shift >= 0
    ? { numerator: BigInt(value.amount), denominator: scale }
    : integer(BigInt(value.amount) * scale);
}

function integer(numerator: bigint): Fraction {
  return { numerator, denominator: 1n };
}
