/**
 * Readings of one source, packed: 33 bytes in a row of its own, 6 to 7 here. What follows from the
 * reading before is left out, and a checksum is added, since a bit that turned in a run could hide a
 * reading as well as change one.
 *
 *   checksum   CRC-32 of what follows, begun with source and time of the run
 *   number     of readings
 *   number     period, ms: the time usually between two of them
 *   signed     time of the first
 *   then for each reading
 *     byte     what is told of it, see below
 *     signed   time since the reading before, less the period; left out for the first
 *     signed   entry, seen from the one behind the entry of the reading before   ENTRY
 *     byte     status code                                                       CODE
 *     byte     clock state                                                       CLOCK
 *     number   month                                                             MONTH
 *     signed   count, less the count before                                      COUNT
 *     number   the entry that decided on it                                      DECIDED
 */

import { crc32 } from "node:zlib";
import type { ClockState, SourceNo } from "@mega/domain";
import { ByteReader, ByteWriter } from "../entry/byte-columns.ts";

/** What was decided on a reading after its round. */
export interface ReadingDecision {
  /** The entry that released, discarded or corrected it. */
  readonly seq: number;
  readonly discarded: boolean;
}

/** A reading as the projections hold it. */
export interface ProjectedReading {
  readonly takenAtMs: number;
  /** The entry that holds it. */
  readonly seq: number;
  /** Null when it was rejected, or when its month's key is erased. */
  readonly count: number | null;
  /** As its round says it, see status-codes.ts. */
  readonly code: number;
  readonly clockState: ClockState;
  /** The month whose key seals it. */
  readonly monthNo: number;
  readonly decision: ReadingDecision | null;
}

/** A run as it stands beside others: its source and the time of its first reading. */
export interface RunPlace {
  readonly sourceNo: SourceNo;
  readonly fromMs: number;
}

const ENTRY = 1;
const CODE = 2;
const CLOCK = 4;
const MONTH = 8;
const COUNT = 16;
const DECIDED = 32;
const DISCARDED = 64;

const clockStates: readonly ClockState[] = ["U", "I", "S", "R"];
const CHECKSUM_BYTES = 4;
/** Readings in a run; as many as any run is made of, and no more are believed. */
const READINGS_MAX = 100_000;

/** What a reading is told against. */
interface Before {
  takenAtMs: number;
  seq: number;
  code: number;
  clockState: ClockState;
  monthNo: number;
  count: number;
}

/** Packs readings, at least one, in the order of their times. */
export function packRun(place: RunPlace, readings: readonly ProjectedReading[]): Uint8Array {
  const writer = new ByteWriter(8 * readings.length + 32);
  const periodMs = usualPeriodMs(readings);
  writer.number(readings.length);
  writer.number(periodMs);
  writer.signed(place.fromMs);
  const before = beginning(place);
  for (const [at, reading] of readings.entries()) {
    const { takenAtMs, seq, code, clockState, monthNo, count, decision } = reading;
    const told = toldOf(reading, before);
    writer.byte(told);
    if (at > 0) writer.signed(takenAtMs - before.takenAtMs - periodMs);
    if (told & ENTRY) writer.signed(seq - before.seq - 1);
    if (told & CODE) writer.byte(code);
    if (told & CLOCK) writer.byte(clockStates.indexOf(clockState));
    if (told & MONTH) writer.number(monthNo);
    if (count !== null) writer.signed(count - before.count);
    if (decision !== null) writer.number(decision.seq);
    Object.assign(before, { takenAtMs, seq, code, clockState, monthNo });
    before.count = count ?? before.count;
  }
  const content = writer.written();
  const packed = new Uint8Array(CHECKSUM_BYTES + content.length);
  new DataView(packed.buffer).setUint32(0, checksumOf(place, content));
  packed.set(content, CHECKSUM_BYTES);
  return packed;
}

/** The readings of a run; undefined when it is not as it was packed. */
export function unpackRun(place: RunPlace, packed: Uint8Array): ProjectedReading[] | undefined {
  if (packed.length < CHECKSUM_BYTES) return undefined;
  const content = packed.subarray(CHECKSUM_BYTES);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (view.getUint32(0) !== checksumOf(place, content)) return undefined;
  const reader = new ByteReader(content);
  const size = reader.number();
  const periodMs = reader.number();
  const before = beginning(place);
  before.takenAtMs = reader.signed();
  if (reader.failed || size < 1 || size > READINGS_MAX) return undefined;
  const readings: ProjectedReading[] = [];
  for (let at = 0; at < size; at++) {
    const told = reader.byte();
    if (at > 0) before.takenAtMs += reader.signed() + periodMs;
    before.seq += (told & ENTRY ? reader.signed() : 0) + 1;
    if (told & CODE) before.code = reader.byte();
    if (told & CLOCK) before.clockState = clockStates[reader.byte()] ?? "U";
    if (told & MONTH) before.monthNo = reader.number();
    if (told & COUNT) before.count += reader.signed();
    const decidedBy = told & DECIDED ? reader.number() : 0;
    const { takenAtMs, seq, code, clockState, monthNo } = before;
    readings.push({
      takenAtMs,
      seq,
      count: told & COUNT ? before.count : null,
      code,
      clockState,
      monthNo,
      decision: told & DECIDED ? { seq: decidedBy, discarded: (told & DISCARDED) !== 0 } : null,
    });
  }
  return reader.failed || !reader.ended ? undefined : readings;
}

function toldOf(reading: ProjectedReading, before: Before): number {
  const { decision } = reading;
  return (
    (reading.seq === before.seq + 1 ? 0 : ENTRY) |
    (reading.code === before.code ? 0 : CODE) |
    (reading.clockState === before.clockState ? 0 : CLOCK) |
    (reading.monthNo === before.monthNo ? 0 : MONTH) |
    (reading.count === null ? 0 : COUNT) |
    (decision === null ? 0 : DECIDED) |
    (decision?.discarded === true ? DISCARDED : 0)
  );
}

function beginning({ fromMs }: RunPlace): Before {
  return { takenAtMs: fromMs, seq: 0, code: 0, clockState: "S", monthNo: 0, count: 0 };
}

/** The middle one of the times between readings; 0 for a single one. */
function usualPeriodMs(readings: readonly ProjectedReading[]): number {
  const gaps: number[] = [];
  for (let at = 1; at < readings.length; at++) {
    gaps.push((readings[at]?.takenAtMs ?? 0) - (readings[at - 1]?.takenAtMs ?? 0));
  }
  return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
}

function checksumOf({ sourceNo, fromMs }: RunPlace, content: Uint8Array): number {
  const place = new DataView(new ArrayBuffer(16));
  place.setFloat64(0, sourceNo);
  place.setFloat64(8, fromMs);
  return crc32(content, crc32(new Uint8Array(place.buffer)));
}
