/**
 * Reads the body of RoundTaken in version 1, which is written no more: columns are lists of CBOR, and
 * the evidence of a value stands as it was received. docs/internals/ledger.md has every field.
 */

import type { CborValue } from "./cbor.ts";
import { isInteger } from "./envelope.ts";
import type { RoundReading } from "./facts.ts";
import { type Body, clearFields, type RoundFact, serialsByPosition } from "./round-fields.ts";
import { applySeal, type KeyLookup } from "./seal.ts";
import { parseValue } from "./sealed-value.ts";
import { statusOfCode } from "./status-codes.ts";

/** The round; undefined when the body is malformed or has a status of a later version. */
export function readRound1(body: Body, seq: number, keyOf: KeyLookup): RoundFact | undefined {
  const { sources, offsets, statuses, lengths, sealed } = body;
  const clear = clearFields(body);
  const serials = serialsByPosition(body["serials"]);
  if (clear === undefined || serials === undefined) return undefined;
  if (!isIntegers(sources) || !isIntegers(offsets) || !isIntegers(lengths)) return undefined;
  if (!(statuses instanceof Uint8Array) || !(sealed instanceof Uint8Array)) return undefined;
  const size = sources.length;
  if (offsets.length !== size || lengths.length !== size || statuses.length !== size) {
    return undefined;
  }
  const readings: RoundReading[] = [];
  let takenAtMs = clear.dueAtMs;
  let at = 0;
  for (let position = 0; position < size; position++) {
    const status = statusOfCode(statuses[position] ?? -1);
    const sourceNo = sources[position] ?? 0;
    const length = lengths[position] ?? 0;
    if (status === undefined || length < 0) return undefined;
    takenAtMs += offsets[position] ?? 0;
    const piece = sealed.subarray(at, at + length);
    at += length;
    const key = length === 0 ? undefined : keyOf(sourceNo, clear.month);
    const opened = key === undefined ? undefined : applySeal(key, { seq, sourceNo }, piece);
    const value = opened === undefined ? undefined : parseValue(opened);
    if (opened !== undefined && value === undefined) return undefined;
    readings.push({
      sourceNo,
      takenAtMs,
      ...status,
      count: value?.count ?? null,
      raw: value?.evidence ?? new Uint8Array(0),
      erased: length > 0 && key === undefined,
      serialNumber: serials.get(position) ?? null,
    });
  }
  return at === sealed.length ? { kind: "RoundTaken", ...clear, readings } : undefined;
}

function isIntegers(value: CborValue | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every(isInteger);
}
