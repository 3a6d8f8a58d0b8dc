/**
 * From words to counters. A counter leaves as a whole number of the meter's steps in its unit of
 * billing, or as no count with the reason; a float is rounded to the nearest step by exact
 * arithmetic and never leaves. Nothing in here throws, whatever the words are.
 */

import type { CounterId, Decimal } from "@mega/domain";
import { type CountScale, countScale } from "./count-scale.ts";
import type { DecodedCount } from "./mqtt/decimal-count.ts";
import { numbersOf, rangeOf, serialNumberRange } from "./plan-blocks.ts";
import type {
  DeclaredUnits,
  LiveUnit,
  ModbusCounter,
  ModbusLive,
  ModbusProfile,
  NumberAt,
} from "./profile.ts";
import {
  bitsOfWords,
  bytesOfWords,
  type Fraction,
  fractionOfBits,
  powerOfTen,
  roundedDivision,
  usualInvalid,
  type WordBlock,
  wordsAt,
} from "./words.ts";

/** A counter with the words it was made of, as they travelled; empty when none came. */
export type DecodedCounter = DecodedCount & { readonly raw: Uint8Array };

/** A value of the moment; null when the meter has none just now. */
export interface LiveValue {
  readonly value: Decimal | null;
  readonly unit: LiveUnit;
}

/** Everything a meter gave. */
export interface DecodedMeter {
  readonly counters: Readonly<Record<CounterId, DecodedCounter>>;
  readonly live: Readonly<Record<string, LiveValue>>;
  /** undefined when it did not come or the meter has none. */
  readonly serialNumber: string | undefined;
}

type Missing = Extract<DecodedCount, { kind: "none" }>;

/** A number taken from the blocks, before it is anything. */
type Taken =
  | { readonly kind: "number"; readonly value: Fraction; readonly raw: Uint8Array }
  | { readonly kind: "missing"; readonly why: Missing; readonly raw: Uint8Array };

const nothing = new Uint8Array();
const zero: Fraction = { numerator: 0n, denominator: 1n };

/**
 * Decodes what came from a meter.
 *
 * @param blocks Answered words and failed ranges, in any order.
 * @param units Units declared at commissioning, by counter.
 * @returns Every counter of the profile; values of the moment only where their words came.
 */
export function decodeMeter(
  profile: ModbusProfile,
  blocks: readonly WordBlock[],
  units: DeclaredUnits = {},
): DecodedMeter {
  const counters = Object.entries(profile.counters).map(
    ([id, counter]) => [id, decodeCounter(counter, blocks, units[id])] as const,
  );
  const live = Object.entries(profile.live).flatMap(([id, value]) => {
    const decoded = decodeLive(value, blocks);
    return decoded === undefined ? [] : [[id, decoded] as const];
  });
  return {
    counters: Object.fromEntries(counters),
    live: Object.fromEntries(live),
    serialNumber: decodeSerialNumber(profile, blocks),
  };
}

/** Decodes one counter. */
export function decodeCounter(
  counter: ModbusCounter,
  blocks: readonly WordBlock[],
  declared?: DeclaredUnits[string],
): DecodedCounter {
  const scale = countScale(counter, declared);
  if (scale === undefined) {
    return { ...none("not-available", `The meter does not count in ${declared}.`), raw: nothing };
  }
  const taken = numbersOf(counter).map((at) => takeNumber(at, blocks, counter.invalid));
  const checks = checkRegisters(counter, scale, blocks);
  const raw = joined([...taken.map((part) => part.raw), checks.raw]);
  const missing = taken.find((part) => part.kind === "missing");
  if (missing?.kind === "missing") return { ...missing.why, raw };
  if (checks.why !== undefined) return { ...checks.why, raw };
  const values = taken.flatMap((part) => (part.kind === "number" ? [part.value] : []));
  return { ...countOfParts(counter, scale, values), raw };
}

/** Decodes a value of the moment; undefined when its words did not come. */
export function decodeLive(live: ModbusLive, blocks: readonly WordBlock[]): LiveValue | undefined {
  const taken = takeNumber(live, blocks, live.invalid);
  if (taken.kind === "missing") {
    return taken.raw.length === 0 ? undefined : { value: null, unit: live.unit };
  }
  const exponent = powerOfTen(live.step) ?? 0;
  const steps = stepsOf(taken.value, live, exponent);
  const amount = exponent > 0 ? steps * 10n ** BigInt(exponent) : steps;
  if (!isSafe(amount)) return { value: null, unit: live.unit };
  return {
    value: { amount: Number(amount), decimals: Math.max(0, -exponent) },
    unit: live.unit,
  };
}

/** The serial number as text; undefined when it did not come, is empty or is no value. */
export function decodeSerialNumber(
  profile: ModbusProfile,
  blocks: readonly WordBlock[],
): string | undefined {
  const at = profile.serialNumber;
  const range = serialNumberRange(profile);
  if (at === null || range === undefined) return undefined;
  if (at.form === "number") {
    const taken = takeNumber(at, blocks, undefined);
    return taken.kind === "number" && taken.value.denominator === 1n
      ? String(taken.value.numerator)
      : undefined;
  }
  const words = wordsAt(blocks, range);
  if (words === undefined || !isWords(words)) return undefined;
  if (at.form === "hex") return words.map((word) => word.toString(16).padStart(4, "0")).join("");
  const codes = at.form === "utf16" ? words : [...bytesOfWords(words)];
  const text = codes.filter((code) => code >= 0x20 && code < 0x7f);
  return String.fromCharCode(...text).trim() || undefined;
}

/** Takes one number out of the blocks, with the patterns that are no value sorted out. */
function takeNumber(
  at: NumberAt,
  blocks: readonly WordBlock[],
  invalid: readonly string[] | undefined,
): Taken {
  const words = wordsAt(blocks, rangeOf(at));
  if (words === undefined) {
    return { kind: "missing", why: none("not-polled", "The words were not read."), raw: nothing };
  }
  if (!isWords(words)) {
    return { kind: "missing", why: none(words.reason, words.detail), raw: nothing };
  }
  const raw = bytesOfWords(words);
  const bits = bitsOfWords(words, at);
  const patterns = invalid ?? usualInvalid[at.type];
  const pattern = patterns[bitsOf(patterns).indexOf(bits)];
  if (pattern !== undefined) {
    const why = none("not-available", `The meter answers ${pattern}, which is no value.`);
    return { kind: "missing", why, raw };
  }
  const value = fractionOfBits(bits, at.type);
  if (value === undefined) {
    const why = none("not-available", "The meter answers a float that is no number.");
    return { kind: "missing", why, raw };
  }
  return { kind: "number", value, raw };
}

/** Reads the unit and mode registers of a counter and says what is wrong with them. */
function checkRegisters(
  counter: ModbusCounter,
  scale: CountScale,
  blocks: readonly WordBlock[],
): { readonly why?: Missing; readonly raw: Uint8Array } {
  if (counter.unitFrom === undefined && counter.modeCheck === undefined) return { raw: nothing };
  const checks = [
    {
      at: counter.unitFrom,
      allowed: scale.unitCode === undefined ? [] : [scale.unitCode],
      meaning: "The meter counts in another unit than was declared.",
    },
    {
      at: counter.modeCheck,
      allowed: counter.modeCheck?.allowed ?? [],
      meaning: counter.modeCheck?.meaning ?? "",
    },
  ];
  const raws: Uint8Array[] = [];
  let why: Missing | undefined;
  for (const { at, allowed, meaning } of checks) {
    if (at === undefined) continue;
    const taken = takeNumber(at, blocks, []);
    raws.push(taken.raw);
    if (taken.kind === "missing") why ??= taken.why;
    else {
      const { numerator, denominator } = taken.value;
      const found = allowed.some((value) => BigInt(value) * denominator === numerator);
      if (!found) why ??= none("not-available", meaning);
    }
  }
  const raw = joined(raws);
  return why === undefined ? { raw } : { why, raw };
}

/** The numbers of a counter to a count: added up, or a whole number and its part. */
function countOfParts(
  counter: ModbusCounter,
  scale: CountScale,
  values: readonly Fraction[],
): DecodedCount {
  const { fraction } = counter;
  const [whole = zero, part = zero] = values;
  let steps: bigint;
  if (fraction === undefined) {
    steps = stepsOf(values.reduce(sumOf, zero), counter, scale.stepExponent);
  } else {
    const partsPerWhole = BigInt(scale.partsPerWhole);
    const partSteps = stepsOf(part, fraction, 0);
    if (partSteps < 0n || partSteps >= partsPerWhole) {
      return none("not-available", "The part after the point is not less than one.");
    }
    steps = stepsOf(whole, counter, scale.stepExponent) * partsPerWhole + partSteps;
  }
  const amount = steps * BigInt(scale.countsPerStep);
  const count = counter.sign === "absolute" && amount < 0n ? -amount : amount;
  if (count < 0n) return none("not-available", "The counter is negative.");
  if (!isSafe(count)) return none("not-available", "The counter is too great.");
  return { kind: "count", count: Number(count), decimals: scale.decimals, unit: scale.unit };
}

/** An integer is already in steps; a float is in units and is rounded to the nearest step. */
function stepsOf(value: Fraction, at: NumberAt, stepExponent: number): bigint {
  if (at.type !== "float32" && at.type !== "float64") return value.numerator;
  const scale = 10n ** BigInt(Math.abs(stepExponent));
  return roundedDivision(
    stepExponent <= 0
      ? { numerator: value.numerator * scale, denominator: value.denominator }
      : { numerator: value.numerator, denominator: value.denominator * scale },
  );
}

function sumOf(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

function none(reason: Missing["reason"], detail: string): Missing {
  return { kind: "none", reason, detail };
}

function isWords(found: ReturnType<typeof wordsAt>): found is readonly number[] {
  return Array.isArray(found);
}

function isSafe(amount: bigint): boolean {
  return Number.isSafeInteger(Number(amount));
}

/** The bits of patterns that are no value: lists of profiles, which never change. */
const knownBits = new WeakMap<readonly string[], readonly bigint[]>();

function bitsOf(patterns: readonly string[]): readonly bigint[] {
  const known = knownBits.get(patterns) ?? patterns.map(BigInt);
  knownBits.set(patterns, known);
  return known;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first = nothing] = parts;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length === first.length) return first;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
