/**
 * Numbers in words. Bits are taken as one unsigned bigint with the high word on top, whatever the
 * order on the wire, and a float is taken apart into an exact fraction: no float is ever computed
 * with.
 */

import type { MissingReason } from "@mega/domain";
import { type NumberAt, type NumberType, wordCountOf } from "./profile.ts";

/** An exact number: numerator / denominator, the denominator positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Answered words, or the reason why a range has none. */
export type WordBlock =
  | {
      readonly kind: "words";
      readonly function: 3 | 4;
      readonly wordAddress: number;
      /** As they came, 0 to 65535 each. */
      readonly words: readonly number[] | Uint16Array;
    }
  | {
      readonly kind: "failed";
      readonly function: 3 | 4;
      readonly wordAddress: number;
      readonly wordCount: number;
      readonly reason: MissingReason;
      readonly detail: string;
    };

/** Bit patterns that are no value in most meters, by type; a counter's own list replaces them. */
export const usualInvalid: Readonly<Record<NumberType, readonly string[]>> = {
  u16: ["0xFFFF"],
  s16: ["0x7FFF", "0x8000"],
  u32: ["0xFFFFFFFF"],
  s32: ["0x7FFFFFFF", "0x80000000"],
  u64: ["0xFFFFFFFFFFFFFFFF"],
  s64: ["0x7FFFFFFFFFFFFFFF", "0x8000000000000000"],
  float32: ["0x4F800000"],
  float64: [],
};

/** The bits of the words of one number, high word on top. */
export function bitsOfWords(words: readonly number[], at: Pick<NumberAt, "wordOrder">): bigint {
  const last = words.length - 1;
  const at16 = (place: number) =>
    (words[at.wordOrder === "high-first" ? place : last - place] ?? 0) & 0xffff;
  // Two words are a number that needs no long arithmetic.
  if (words.length === 2) return BigInt(at16(0) * 0x1_0000 + at16(1));
  let bits = 0n;
  for (let place = 0; place <= last; place++) bits = (bits << 16n) | BigInt(at16(place));
  return bits;
}

/** The words of one number in the order of the wire; the inverse of `bitsOfWords`. */
export function wordsOfBits(bits: bigint, at: NumberAt): number[] {
  const count = wordCountOf[at.type];
  const high = Array.from({ length: count }, (_, index) =>
    Number((bits >> BigInt(16 * (count - 1 - index))) & 0xffffn),
  );
  return at.wordOrder === "high-first" ? high : high.toReversed();
}

/** The number that bits stand for; undefined for NaN and the infinities. */
export function fractionOfBits(bits: bigint, type: NumberType): Fraction | undefined {
  switch (type) {
    case "u16":
    case "u32":
    case "u64":
      return { numerator: bits, denominator: 1n };
    case "s16":
    case "s32":
    case "s64":
      return { numerator: BigInt.asIntN(16 * wordCountOf[type], bits), denominator: 1n };
    case "float32":
      return ieee754(bits, 8n, 23n);
    case "float64":
      return ieee754(bits, 11n, 52n);
  }
}

/** The nearest bits of a type for a number that fits into it; the inverse of `fractionOfBits`. */
export function bitsOfFraction(value: Fraction, type: NumberType): bigint {
  if (type === "float32" || type === "float64") {
    const view = new DataView(new ArrayBuffer(8));
    const nearest = Number(value.numerator) / Number(value.denominator);
    if (type === "float64") {
      view.setFloat64(0, nearest);
      return view.getBigUint64(0);
    }
    view.setFloat32(0, nearest);
    return BigInt(view.getUint32(0));
  }
  return BigInt.asUintN(16 * wordCountOf[type], roundedDivision(value));
}

/** The nearest integer; halves go away from 0. */
export function roundedDivision({ numerator, denominator }: Fraction): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/** Powers of ten from text: "0.001" → −3, "10" → 1; undefined for anything else. */
export function powerOfTen(step: string): number | undefined {
  const match = /^(?:(10{0,9})|0\.(0{0,8})1)$/.exec(step);
  if (match === null) return undefined;
  return match[1] === undefined ? -(match[2] ?? "").length - 1 : match[1].length - 1;
}

/** The words of a range in the blocks, or why there are none. */
export function wordsAt(
  blocks: readonly WordBlock[],
  range: { readonly function: 3 | 4; readonly wordAddress: number; readonly wordCount: number },
): readonly number[] | (WordBlock & { kind: "failed" }) | undefined {
  const end = range.wordAddress + range.wordCount;
  let failed: (WordBlock & { kind: "failed" }) | undefined;
  for (const block of blocks) {
    if (block.function !== range.function) continue;
    const count = block.kind === "words" ? block.words.length : block.wordCount;
    if (block.kind === "words") {
      const from = range.wordAddress - block.wordAddress;
      if (from >= 0 && end <= block.wordAddress + count) {
        return Array.from(block.words.slice(from, from + range.wordCount));
      }
    } else if (range.wordAddress < block.wordAddress + count && end > block.wordAddress) {
      failed = block;
    }
  }
  return failed;
}

/** Words as bytes, high byte first, as they travelled. */
export function bytesOfWords(words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * words.length);
  for (const [place, word] of words.entries()) {
    bytes[2 * place] = (word >> 8) & 0xff;
    bytes[2 * place + 1] = word & 0xff;
  }
  return bytes;
}

/** Sign, exponent and mantissa of IEEE 754 binary formats. */
function ieee754(bits: bigint, exponentBits: bigint, mantissaBits: bigint): Fraction | undefined {
  const exponentMax = (1n << exponentBits) - 1n;
  const exponent = (bits >> mantissaBits) & exponentMax;
  if (exponent === exponentMax) return undefined;
  const below = bits & ((1n << mantissaBits) - 1n);
  const mantissa = exponent === 0n ? below : below | (1n << mantissaBits);
  const bias = exponentMax >> 1n;
  const shift = (exponent === 0n ? 1n : exponent) - bias - mantissaBits;
  const negative = (bits >> (mantissaBits + exponentBits)) & 1n;
  const numerator = negative === 1n ? -mantissa : mantissa;
  return shift >= 0n
    ? { numerator: numerator << shift, denominator: 1n }
    : { numerator, denominator: 1n << -shift };
}
