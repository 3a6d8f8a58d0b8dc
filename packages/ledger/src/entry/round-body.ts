/**
 * The body of RoundTaken in version 2: a table stored by columns, because every hour of every year is
 * one of these. A column has an element for each source, in the order the round asked them.
 *
 *   cause     "scheduled", "on-demand" or "catch-up"
 *   dueAtMs   when the round was due
 *   month     local month of dueAtMs, "2026-05": names the keys
 *   sources   source numbers: pairs of a step from the number after the one before, and how many follow
 *   offsets   ms from the answer before (the first: from dueAtMs) to this answer, signed numbers
 *   statuses  codes of status-codes.ts, as runs
 *   lengths   bytes of each sealed value, 0 where nothing came, as runs
 *   forms     forms of evidence that is text; absent when there is none
 *   formNos   which of the forms each value has, from 1, or 0: as received; runs, absent without forms
 *   sealed    the sealed values, one after another
 *   serials   [position, serial number] where it differs from the declared one; absent when none does
 *
 * A value before sealing is in sealed-value.ts, a form in evidence-form.ts, columns in byte-columns.ts.
 */

import { ROUND_ITEMS_MAX } from "../append/event.ts";
import { ByteReader, ByteWriter, runsOf, valuesOfRuns } from "./byte-columns.ts";
import type { CborValue } from "./cbor.ts";
import {
  bytesOf,
  evidenceOf,
  type FormedEvidence,
  formOf,
  gapsIn,
  latin1,
  readGaps,
  writeGaps,
} from "./evidence-form.ts";
import type { RoundReading } from "./facts.ts";
import { type Body, clearFields, type RoundFact, serialsByPosition } from "./round-fields.ts";
import { applySeal, type KeyLookup } from "./seal.ts";
import { beginValue, parseValue, type SealPlace, sealValue } from "./sealed-value.ts";
import { codeOfStatus, statusOfCode } from "./status-codes.ts";

/** The version of RoundTaken that is written. */
export const ROUND_VERSION = 2;

const nothing = new Uint8Array(0);
/** A reading of this length is words; a text so short is taken apart as fast as it is compared. */
const WORDS_BYTES_MAX = 8;
/** Forms of a round that a text is compared with. */
const FORMS_TRIED_MAX = 16;

/** The body of a round at its place in the chain. Every source with a value has its month key. */
export function roundBody(fact: RoundFact, seq: number, keyOf: KeyLookup): Body {
  const { cause, dueAtMs, month, readings } = fact;
  const forms = new Map<string, number>();
  const formNos: number[] = [];
  const lengths: number[] = [];
  const sealed = new ByteWriter(16 * readings.length);
  const values = new ByteWriter(256);
  for (const reading of readings) {
    const { value, formNo } = sealReading(reading, forms, values, { seq, month, keyOf });
    sealed.bytes(value);
    lengths.push(value.length);
    formNos.push(formNo);
  }
  const serials = readings.flatMap(({ serialNumber }, position): CborValue[] =>
    serialNumber === null ? [] : [[position, serialNumber]],
  );
  return {
    cause,
    dueAtMs,
    month,
    sources: sourceColumn(readings),
    offsets: offsetColumn(readings, dueAtMs),
    statuses: runsOf(readings.map(codeOfStatus)),
    lengths: runsOf(lengths),
    sealed: sealed.written(),
    ...(forms.size > 0 ? { forms: [...forms.keys()].map(bytesOf), formNos: runsOf(formNos) } : {}),
    ...(serials.length > 0 ? { serials } : {}),
  };
}

/** Reads the body of a round; undefined when it is malformed or has a status of a later version. */
export function readRound2(body: Body, seq: number, keyOf: KeyLookup): RoundFact | undefined {
  const clear = clearFields(body);
  const columns = columnsOf(body);
  if (clear === undefined || columns === undefined) return undefined;
  const { sourceNos, offsets, codes, lengths, forms, formNos, serials, sealed } = columns;
  const readings: RoundReading[] = [];
  let takenAtMs = clear.dueAtMs;
  let at = 0;
  for (let position = 0; position < sourceNos.length; position++) {
    const sourceNo = sourceNos[position] ?? 0;
    const length = lengths[position] ?? 0;
    const formNo = formNos?.[position] ?? 0;
    const status = statusOfCode(codes[position] ?? -1);
    const form = formNo === 0 ? null : forms[formNo - 1];
    if (status === undefined || form === undefined) return undefined;
    takenAtMs += offsets[position] ?? 0;
    const piece = sealed.subarray(at, at + length);
    at += length;
    const key = length === 0 ? undefined : keyOf(sourceNo, clear.month);
    const value = key && openValue(applySeal(key, { seq, sourceNo }, piece), form, takenAtMs);
    if (key !== undefined && value === undefined) return undefined;
    readings.push({
      sourceNo,
      takenAtMs,
      status: status.status,
      reason: status.reason,
      mark: status.mark,
      count: value?.count ?? null,
      raw: value?.raw ?? nothing,
      erased: length > 0 && key === undefined,
      serialNumber: serials.get(position) ?? null,
    });
  }
  return at === sealed.length ? { kind: "RoundTaken", ...clear, readings } : undefined;
}

function sealReading(
  { sourceNo, takenAtMs, count, raw }: RoundReading,
  forms: Map<string, number>,
  values: ByteWriter,
  place: SealPlace,
): { readonly value: Uint8Array; readonly formNo: number } {
  if (count === null && raw.length === 0) return { value: raw, formNo: 0 };
  const value = beginValue(count, values);
  const formed = formedBy(forms, raw) ?? formOf(raw);
  if (formed === undefined) {
    value.bytes(raw);
    return { value: sealValue(value, sourceNo, place), formNo: 0 };
  }
  const formNo = forms.get(formed.form) ?? forms.size + 1;
  forms.set(formed.form, formNo);
  writeGaps(value, formed, { count, takenAtMs });
  return { value: sealValue(value, sourceNo, place), formNo };
}

/** Evidence in a form that the round has already: most meters of a building are of a few kinds. */
function formedBy(forms: ReadonlyMap<string, number>, raw: Uint8Array): FormedEvidence | undefined {
  if (forms.size === 0 || raw.length <= WORDS_BYTES_MAX) return undefined;
  const text = latin1(raw);
  let tried = 0;
  for (const form of forms.keys()) {
    if (tried++ === FORMS_TRIED_MAX) return undefined;
    const gaps = gapsIn(form, text);
    if (gaps !== undefined) return { form, gaps };
  }
  return undefined;
}

function openValue(
  opened: Uint8Array,
  form: string | null,
  takenAtMs: number,
): { readonly count: number | null; readonly raw: Uint8Array } | undefined {
  const value = parseValue(opened);
  if (value === undefined || form === null) {
    return value && { count: value.count, raw: value.evidence };
  }
  const gaps = readGaps(value.evidence, form, { count: value.count, takenAtMs });
  return gaps && { count: value.count, raw: evidenceOf({ form, gaps }) };
}

function columnsOf(body: Body) {
  const { sealed, forms = [], formNos } = body;
  const serials = serialsByPosition(body["serials"]);
  const sourceNos = readColumn(body["sources"], readSources);
  if (sourceNos === undefined || serials === undefined || !isBytes(sealed)) return undefined;
  const size = sourceNos.length;
  const offsets = readColumn(body["offsets"], (bytes) => readOffsets(bytes, size));
  const codes = readColumn(body["statuses"], (bytes) => valuesOfRuns(bytes, size));
  const lengths = readColumn(body["lengths"], (bytes) => valuesOfRuns(bytes, size));
  if (offsets === undefined || codes === undefined || lengths === undefined) return undefined;
  if (!Array.isArray(forms) || !forms.every(isBytes)) return undefined;
  // Forms and their numbers come together or not at all.
  const numbers = readColumn(formNos, (bytes) => valuesOfRuns(bytes, size));
  if (forms.length > 0 !== (formNos !== undefined)) return undefined;
  if (formNos !== undefined && numbers === undefined) return undefined;
  const found = { sourceNos, offsets, codes, lengths, serials, sealed };
  return { ...found, forms: forms.map(latin1), formNos: numbers };
}

function readColumn(
  column: CborValue | undefined,
  read: (bytes: Uint8Array) => number[] | undefined,
): number[] | undefined {
  return isBytes(column) ? read(column) : undefined;
}

function sourceColumn(readings: readonly RoundReading[]): Uint8Array {
  const writer = new ByteWriter(16);
  let expected = 1;
  for (let at = 0; at < readings.length; ) {
    const first = readings[at]?.sourceNo ?? 0;
    const from = at;
    while (at < readings.length && readings[at]?.sourceNo === first + at - from) at++;
    writer.signed(first - expected);
    writer.number(at - from);
    expected = first + at - from;
  }
  return writer.written();
}

function readSources(bytes: Uint8Array): number[] | undefined {
  const reader = new ByteReader(bytes);
  const sourceNos: number[] = [];
  let expected = 1;
  while (!reader.ended) {
    const step = reader.signed();
    const length = reader.number();
    const first = expected + step;
    const joins = step === 0 && sourceNos.length > 0;
    if (reader.failed || joins || first < 1 || length < 1) return undefined;
    if (sourceNos.length + length > ROUND_ITEMS_MAX) return undefined;
    for (let at = 0; at < length; at++) sourceNos.push(first + at);
    expected = first + length;
  }
  return reader.failed ? undefined : sourceNos;
}

function offsetColumn(readings: readonly RoundReading[], dueAtMs: number): Uint8Array {
  const writer = new ByteWriter(3 * readings.length);
  let before = dueAtMs;
  for (const { takenAtMs } of readings) {
    writer.signed(takenAtMs - before);
    before = takenAtMs;
  }
  return writer.written();
}

function readOffsets(bytes: Uint8Array, size: number): number[] | undefined {
  const reader = new ByteReader(bytes);
  const offsets: number[] = [];
  for (let at = 0; at < size; at++) offsets.push(reader.signed());
  return reader.failed || !reader.ended ? undefined : offsets;
}

function isBytes(value: CborValue | undefined): value is Uint8Array {
  return value instanceof Uint8Array;
}
