/**
 * The body of RoundTaken: a table stored by columns, because every hour of every year is one of
 * these. A column has one element for each source, in the order the round asked them.
 *
 *   cause     "scheduled", "on-demand" or "catch-up"
 *   dueAtMs   when the round was due
 *   month     local month of dueAtMs, "2026-05": names the keys
 *   sources   source numbers
 *   offsets   ms from the answer before (the first: from dueAtMs) to this answer
 *   statuses  one byte each, see status-codes.ts
 *   lengths   bytes of each sealed value; 0 where nothing came
 *   sealed    the sealed values, one after another
 *   serials   [position, serial number] where it differs from the declared one; absent when none
 *
 * A value before sealing: count + 1 in LEB128 (0 = no count), then the raw bytes as received.
 * Count 123456, raw 0x0001E240 → C1 C4 07 ‖ 00 01 E2 40.
 */

import type { MonthKey, SourceNo } from "@mega/domain";
import type { RoundCause } from "../append/event.ts";
import type { CborValue } from "./cbor.ts";
import { isInteger } from "./envelope.ts";
import type { LedgerFact, RoundReading } from "./facts.ts";
import { applySeal, type KeyLookup } from "./seal.ts";
import { codeOfStatus, statusOfCode } from "./status-codes.ts";

type RoundFact = Extract<LedgerFact, { kind: "RoundTaken" }>;
type CorrectionFact = Extract<LedgerFact, { kind: "ReadingCorrected" }>;
type Body = Readonly<Record<string, CborValue>>;

const causes: readonly string[] = ["scheduled", "on-demand", "catch-up"];

/** The body of a round at its place in the chain. Every source with a value has its month key. */
export function roundBody(fact: RoundFact, seq: number, keyOf: KeyLookup): Body {
  const statuses = new Uint8Array(fact.readings.length);
  const offsets: number[] = [];
  const values: Uint8Array[] = [];
  const serials: CborValue[] = [];
  let before = fact.dueAtMs;
  for (const [position, reading] of fact.readings.entries()) {
    statuses[position] = codeOfStatus(reading);
    offsets.push(reading.takenAtMs - before);
    before = reading.takenAtMs;
    values.push(sealReading(reading, { seq, month: fact.month, keyOf }));
    if (reading.serialNumber !== null) serials.push([position, reading.serialNumber]);
  }
  return {
    cause: fact.cause,
    dueAtMs: fact.dueAtMs,
    month: fact.month,
    sources: fact.readings.map((reading) => reading.sourceNo),
    offsets,
    statuses,
    lengths: values.map((value) => value.length),
    sealed: concatenate(values),
    ...(serials.length > 0 ? { serials } : {}),
  };
}

/** Reads the body of a round; undefined when it is malformed or has a status of a later version. */
export function roundFact(body: Body, seq: number, keyOf: KeyLookup): RoundFact | undefined {
  const { cause, dueAtMs, month, sources, offsets, statuses, lengths, sealed } = body;
  const serials = serialsByPosition(body["serials"]);
  if (typeof cause !== "string" || !causes.includes(cause)) return undefined;
  if (!isInteger(dueAtMs) || typeof month !== "string" || serials === undefined) return undefined;
  if (!isIntegers(sources) || !isIntegers(offsets) || !isIntegers(lengths)) return undefined;
  if (!(statuses instanceof Uint8Array) || !(sealed instanceof Uint8Array)) return undefined;
  const size = sources.length;
  if (offsets.length !== size || lengths.length !== size || statuses.length !== size) {
    return undefined;
  }
  const readings: RoundReading[] = [];
  let takenAtMs = dueAtMs;
  let at = 0;
  for (let position = 0; position < size; position++) {
    const status = statusOfCode(statuses[position] ?? -1);
    const sourceNo = sources[position] ?? 0;
    const length = lengths[position] ?? 0;
    if (status === undefined || length < 0) return undefined;
    takenAtMs += offsets[position] ?? 0;
    const piece = sealed.subarray(at, at + length);
    at += length;
    const key = length === 0 ? undefined : keyOf(sourceNo, month);
    const opened = key === undefined ? undefined : applySeal(key, { seq, sourceNo }, piece);
    const value = opened === undefined ? undefined : parseValue(opened);
    if (opened !== undefined && value === undefined) return undefined;
    readings.push({
      sourceNo,
      takenAtMs,
      ...status,
      count: value?.count ?? null,
      raw: value?.raw ?? new Uint8Array(0),
      erased: length > 0 && key === undefined,
      serialNumber: serials.get(position) ?? null,
    });
  }
  if (at !== sealed.length) return undefined;
  return { kind: "RoundTaken", cause: cause as RoundCause, dueAtMs, month, readings };
}

/** The body of a correction: its count is sealed like the reading's. */
export function correctionBody(fact: CorrectionFact, seq: number, keyOf: KeyLookup): Body {
  const { kind, count, ...clear } = fact;
  const key = keyOf(fact.sourceNo, fact.month);
  if (key === undefined || count === null) {
    throw new Error(`Broken assumption: ${kind} of source ${fact.sourceNo} has no key`);
  }
  const value = valueBytes(count, new Uint8Array(0));
  return { ...clear, sealed: applySeal(key, { seq, sourceNo: fact.sourceNo }, value) };
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

function sealReading(
  reading: RoundReading,
  at: { readonly seq: number; readonly month: MonthKey; readonly keyOf: KeyLookup },
): Uint8Array {
  if (reading.count === null && reading.raw.length === 0) return reading.raw;
  const key = at.keyOf(reading.sourceNo, at.month);
  if (key === undefined) {
    throw new Error(`Broken assumption: source ${reading.sourceNo} has no key for ${at.month}`);
  }
  const value = valueBytes(reading.count, reading.raw);
  return applySeal(key, { seq: at.seq, sourceNo: reading.sourceNo }, value);
}

/** Count + 1 in LEB128, then the raw bytes. */
function valueBytes(count: number | null, raw: Uint8Array): Uint8Array {
  const digits: number[] = [];
  let rest = count === null ? 0 : count + 1;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    digits.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  const bytes = new Uint8Array(digits.length + raw.length);
  bytes.set(digits);
  bytes.set(raw, digits.length);
  return bytes;
}

function parseValue(bytes: Uint8Array): { count: number | null; raw: Uint8Array } | undefined {
  let plusOne = 0;
  for (let at = 0, weight = 1; at < Math.min(bytes.length, 8); at++, weight *= 128) {
    const byte = bytes[at] ?? 0;
    plusOne += (byte % 128) * weight;
    if (byte >= 128) continue;
    if (plusOne > Number.MAX_SAFE_INTEGER) return undefined;
    return { count: plusOne === 0 ? null : plusOne - 1, raw: bytes.slice(at + 1) };
  }
  return undefined;
}

function serialsByPosition(value: CborValue | undefined): Map<number, string> | undefined {
  const serials = new Map<number, string>();
  if (value === undefined) return serials;
  if (!Array.isArray(value)) return undefined;
  for (const pair of value) {
    if (!Array.isArray(pair) || !isInteger(pair[0]) || typeof pair[1] !== "string") {
      return undefined;
    }
    serials.set(pair[0], pair[1]);
  }
  return serials;
}

function isIntegers(value: CborValue | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every(isInteger);
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
