/**
 * The rounds of a month as one value: source by source, each number as the difference to the one before,
 * deflated. What comes back is what went in.
 *
 *   version, rounds, sources
 *   of each round   due (difference of differences), entry, month of its keys, sources in it, clock state
 *   rare            position, numbers … of answers far away, and of decisions
 *   of each source  states; then which rounds have a near answer, and when it came; which have a count,
 *                   and the rise since the last one
 *
 * When an answer came is told against the source before it in the same round, and that against the round
 * before: meters are asked one after another, and both counters of one meter come at once.
 */

import { deflateRawSync, inflateRawSync } from "node:zlib";
import { assert, type ClockState } from "@mega/domain";
import type { ReadingRow } from "../readings/reading-row.ts";
import { NumberReader, NumberWriter } from "./varints.ts";

const VERSION = 1;
/** What a month may be when it is unpacked: 25 000 rounds of many sources. */
const UNPACKED_BYTES_MAX = 256 * 1024 * 1024;
const LEVEL = 9;

/** The rounds, in the order of their due instants and entries, as one value. */
export function packRounds(rows: readonly ReadingRow[]): Uint8Array {
  const out = new NumberWriter();
  const sources = rows.reduce((most, { counts }) => Math.max(most, counts.length), 0);
  for (const number of [VERSION, rows.length, sources]) out.put(number);
  putRounds(out, rows);
  putRare(
    out,
    rows.map(({ farTimes }) => farTimes),
  );
  putRare(
    out,
    rows.map(({ decisions }) => decisions),
  );
  for (let at = 0; at < sources; at++) putStates(out, rows, at);
  for (let at = 0; at < sources; at++) putOffsets(out, rows, at);
  for (let at = 0; at < sources; at++) putCounts(out, rows, at);
  return new Uint8Array(deflateRawSync(out.bytes, { level: LEVEL }));
}

/** The rounds of a value. */
export function unpackRounds(packed: Uint8Array): readonly ReadingRow[] {
  const bytes = inflateRawSync(packed, { maxOutputLength: UNPACKED_BYTES_MAX });
  const from = new NumberReader(bytes);
  assert(from.take() === VERSION, "a cold month has a known form");
  const [length, sources] = [from.take(), from.take()];
  const heads = takeRounds(from, length);
  const farTimes = takeRare(from, length);
  const decisions = takeRare(from, length);
  const rows = heads.map(({ size, ...head }, no) => ({
    ...head,
    states: new Uint8Array(size),
    offsetsMs: Array<number | null>(size).fill(null),
    counts: Array<number | null>(size).fill(null),
    farTimes: farTimes[no] ?? null,
    decisions: decisions[no] ?? null,
  }));
  for (let at = 0; at < sources; at++) takeStates(from, rows, at);
  for (let at = 0; at < sources; at++) takeOffsets(from, rows, at);
  for (let at = 0; at < sources; at++) takeCounts(from, rows, at);
  assert(from.isAtEnd, "a cold month has nothing behind its end");
  return rows;
}

function putRounds(out: NumberWriter, rows: readonly ReadingRow[]): void {
  let [due, step, seq, month, size] = [0, 0, 0, 0, 0];
  for (const { dueAtMs, seq: rowSeq, monthNo, counts, clockState } of rows) {
    out.put(dueAtMs - due - step);
    out.put(rowSeq - seq);
    out.put(monthNo - month);
    out.put(counts.length - size);
    out.put(clockState.charCodeAt(0));
    [step, due, seq, month, size] = [dueAtMs - due, dueAtMs, rowSeq, monthNo, counts.length];
  }
}

function takeRounds(from: NumberReader, length: number) {
  let [due, step, seq, month, size] = [0, 0, 0, 0, 0];
  return Array.from({ length }, () => {
    step += from.take();
    due += step;
    seq += from.take();
    month += from.take();
    size += from.take();
    const clockState = String.fromCharCode(from.take()) as ClockState;
    return { dueAtMs: due, seq, monthNo: month, size, clockState };
  });
}

/** Lists that few rounds have: how many have one, and which. */
function putRare(out: NumberWriter, lists: readonly (readonly number[] | null)[]): void {
  out.put(lists.filter((list) => list !== null).length);
  for (const [no, list] of lists.entries()) {
    if (list === null) continue;
    out.put(no);
    out.put(list.length);
    for (const number of list) out.put(number);
  }
}

function takeRare(from: NumberReader, length: number): readonly (readonly number[] | undefined)[] {
  const lists = Array<readonly number[] | undefined>(length).fill(undefined);
  for (let left = from.take(); left > 0; left--) {
    const no = from.take();
    lists[no] = Array.from({ length: from.take() }, () => from.take());
  }
  return lists;
}

interface Row {
  readonly states: Uint8Array;
  readonly offsetsMs: (number | null)[];
  readonly counts: (number | null)[];
}

function putStates(out: NumberWriter, rows: readonly ReadingRow[], at: number): void {
  out.putBytes(Uint8Array.from(having(rows, at), ({ states }) => states[at] ?? 0));
}

function takeStates(from: NumberReader, rows: readonly Row[], at: number): void {
  const own = having(rows, at);
  const states = from.takeBytes(own.length);
  for (const [no, row] of own.entries()) row.states[at] = states[no] ?? 0;
}

function putOffsets(out: NumberWriter, rows: readonly ReadingRow[], at: number): void {
  const own = having(rows, at);
  putPresence(
    out,
    own.map(({ offsetsMs }) => offsetsMs[at] !== null),
  );
  let before = 0;
  for (const { offsetsMs } of own) {
    const offset = offsetsMs[at];
    if (typeof offset !== "number") continue;
    const apart = offset - baseOf(offsetsMs, at);
    out.put(apart - before);
    before = apart;
  }
}

function takeOffsets(from: NumberReader, rows: readonly Row[], at: number): void {
  const own = having(rows, at);
  const present = takePresence(from, own.length);
  let before = 0;
  for (const [no, row] of own.entries()) {
    if (present[no] !== true) continue;
    before += from.take();
    row.offsetsMs[at] = before + baseOf(row.offsetsMs, at);
  }
}

/** What the answer of the source before it in the round was, where there is one. */
function baseOf(offsetsMs: readonly (number | null)[], at: number): number {
  return at === 0 ? 0 : (offsetsMs[at - 1] ?? 0);
}

function putCounts(out: NumberWriter, rows: readonly ReadingRow[], at: number): void {
  const own = having(rows, at);
  putPresence(
    out,
    own.map(({ counts }) => counts[at] !== null),
  );
  let before = 0;
  for (const { counts } of own) {
    const count = counts[at];
    if (typeof count !== "number") continue;
    out.put(count - before);
    before = count;
  }
}

function takeCounts(from: NumberReader, rows: readonly Row[], at: number): void {
  const own = having(rows, at);
  const present = takePresence(from, own.length);
  let before = 0;
  for (const [no, row] of own.entries()) {
    if (present[no] !== true) continue;
    before += from.take();
    row.counts[at] = before;
  }
}

/** Runs: how many have one, how many have none, how many have one … */
function putPresence(out: NumberWriter, present: readonly boolean[]): void {
  let wanted = true;
  for (let at = 0; at < present.length; wanted = !wanted) {
    let end = at;
    while (end < present.length && present[end] === wanted) end++;
    out.put(end - at);
    at = end;
  }
}

function takePresence(from: NumberReader, length: number): readonly boolean[] {
  const present: boolean[] = [];
  for (let is = true; present.length < length; is = !is) {
    const run = from.take();
    assert(run >= 0 && present.length + run <= length, "a run ends within its month");
    for (let left = run; left > 0; left--) present.push(is);
  }
  return present;
}

/** Rounds that have this position at all. */
function having<R extends { readonly counts: readonly unknown[] }>(
  rows: readonly R[],
  at: number,
): readonly R[] {
  return rows.filter(({ counts }) => counts.length > at);
}
