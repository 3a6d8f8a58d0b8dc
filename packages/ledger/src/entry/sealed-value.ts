/**
 * A value before it is sealed: count + 1 in LEB128 (0: there is no count), then the evidence.
 * Count 123456, evidence 0x0001E240 → C1 C4 07 ‖ 00 01 E2 40.
 */

import type { MonthKey, SourceNo } from "@mega/domain";
import { ByteReader, ByteWriter } from "./byte-columns.ts";
import type { CborValue } from "./cbor.ts";
import type { LedgerFact } from "./facts.ts";
import { applySeal, type KeyLookup } from "./seal.ts";

type CorrectionFact = Extract<LedgerFact, { kind: "ReadingCorrected" }>;

/** What is sealed of one reading. */
export interface OpenedValue {
  readonly count: number | null;
  /** As it stands behind the count. */
  readonly evidence: Uint8Array;
}

/** Where a value is sealed. */
export interface SealPlace {
  readonly seq: number;
  readonly month: MonthKey;
  readonly keyOf: KeyLookup;
}

/** Begins a value with its count, in a writer that may be used again for the next one. */
export function beginValue(count: number | null, writer = new ByteWriter(24)): ByteWriter {
  writer.clear();
  writer.number(count === null ? 0 : count + 1);
  return writer;
}

/** Seals a value under the key of its source. Every source with a value has its month key. */
export function sealValue(value: ByteWriter, sourceNo: SourceNo, at: SealPlace): Uint8Array {
  const key = at.keyOf(sourceNo, at.month);
  if (key === undefined) {
    throw new Error(`Broken assumption: source ${sourceNo} has no key for ${at.month}`);
  }
  return applySeal(key, { seq: at.seq, sourceNo }, value.written());
}

/** Reads an opened value; undefined when it is malformed. */
export function parseValue(bytes: Uint8Array): OpenedValue | undefined {
  const reader = new ByteReader(bytes);
  const plusOne = reader.number();
  if (reader.failed) return undefined;
  return { count: plusOne === 0 ? null : plusOne - 1, evidence: reader.rest() };
}

/** The body of a correction: its count is sealed like a reading's, without evidence. */
export function correctionBody(
  fact: CorrectionFact,
  seq: number,
  keyOf: KeyLookup,
): Readonly<Record<string, CborValue>> {
  const { kind, count, ...clear } = fact;
  if (count === null) throw new Error(`Broken assumption: ${kind} has no count`);
  const { sourceNo, month } = fact;
  return { ...clear, sealed: sealValue(beginValue(count), sourceNo, { seq, month, keyOf }) };
}

/** Reads the sealed count of a correction: null when its key is gone, undefined when it has none. */
export function correctedCount(
  sealed: Uint8Array,
  key: Uint8Array | undefined,
  at: { readonly seq: number; readonly sourceNo: SourceNo },
): number | null | undefined {
  if (key === undefined) return null;
  return parseValue(applySeal(key, at, sealed))?.count ?? undefined;
}
