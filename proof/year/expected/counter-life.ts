/**
 * The life of one counter of a channel: every reading that was taken, judged in its order, and what
 * persons said in between. A meter that is exchanged begins another source; a counter that is set back
 * goes on in the same one.
 */

import type { CounterAct, RecordedChange } from "./acts.ts";
import { type CounterFacts, printedIndex, textOf } from "./counter-facts.ts";
import { type Accepted, expectedVerdict, type TakenReading, type Waiting } from "./judging.ts";

/** Where one source ends and the next begins; the same source twice where it was set back. */
export interface Change {
  readonly atMs: number;
  readonly from: Source;
  readonly to: Source;
  readonly oldEnd: number;
  readonly newStart: number;
}

/** One counter of one meter. */
export interface Source {
  readonly facts: CounterFacts;
  readonly serial: string | null;
  /** By the gateway's clock, oldest first. */
  readonly accepted: Accepted[];
  waiting: Waiting[];
  /** Upward jumps that a person discarded. */
  readonly refused: Waiting[];
  /** First instant at which a count after the register's end was read. */
  readonly rollovers: number[];
  last: { readonly takenMs: number; readonly count: number } | null;
}

/** What became of the readings. */
interface LifeCounts {
  accepted: number;
  held: number;
  waited: number;
  rejected: number;
}

/** A counter from its first reading on. */
export interface CounterLife {
  readonly sources: readonly Source[];
  readonly changes: readonly Change[];
  readonly counts: LifeCounts;
}

/** Replays the life of a counter; readings and acts in the order of the true time. */
export function counterLife(
  facts: CounterFacts,
  firstSerial: string | null,
  readings: readonly TakenReading[],
  acts: readonly CounterAct[],
): CounterLife {
  const sources: Source[] = [newSource(facts, firstSerial)];
  const changes: Change[] = [];
  const counts: LifeCounts = { accepted: 0, held: 0, waited: 0, rejected: 0 };
  let at = 0;
  for (const reading of readings) {
    for (; at < acts.length && (acts[at]?.trueMs ?? 0) <= reading.trueMs; at += 1) {
      actOn(sources, changes, acts[at]);
    }
    takeIn(newest(sources), reading, counts);
  }
  for (; at < acts.length; at += 1) actOn(sources, changes, acts[at]);
  return { sources, changes, counts };
}

function newSource(facts: CounterFacts, serial: string | null): Source {
  return { facts, serial, accepted: [], waiting: [], refused: [], rollovers: [], last: null };
}

function newest(sources: readonly Source[]): Source {
  const source = sources.at(-1);
  if (source === undefined) throw new Error("Broken assumption: a counter has a source");
  return source;
}

function takeIn(source: Source, reading: TakenReading, counts: LifeCounts): void {
  const verdict = expectedVerdict(source, reading);
  switch (verdict.kind) {
    case "rejected":
      counts.rejected += 1;
      return;
    case "waits":
      counts.waited += 1;
      source.waiting.push(verdict.reading);
      return;
    case "accepted":
      counts.accepted += 1;
      if (verdict.reading.held) counts.held += 1;
      for (const waiting of verdict.releases) release(source, waiting);
      if (verdict.rolledOver) source.rollovers.push(reading.takenMs);
      insert(source, verdict.reading);
  }
}

function release(source: Source, waiting: Waiting): void {
  source.waiting = source.waiting.filter((one) => one !== waiting);
  insert(source, { ...waiting, held: false });
}

function insert(source: Source, reading: Accepted): void {
  let at = source.accepted.length;
  while (at > 0 && (source.accepted[at - 1]?.takenMs ?? 0) > reading.takenMs) at -= 1;
  source.accepted.splice(at, 0, reading);
  if (source.last === null || reading.takenMs >= source.last.takenMs) source.last = reading;
}

function actOn(sources: Source[], changes: Change[], act: CounterAct | undefined): void {
  const source = newest(sources);
  switch (act?.kind) {
    case "discard":
      source.refused.push(
        ...source.waiting.filter(({ reason }) => reason === "rose-beyond-rating"),
      );
      source.waiting = [];
      return;
    case "release":
      for (const waiting of source.waiting) release(source, waiting);
      return;
    case "rollover":
      rollOver(source);
      return;
    case "set-back":
      setBack(source, changes, act);
      return;
    case "exchanged":
      sources.push(exchange(source, changes, act));
  }
}

function rollOver(source: Source): void {
  const [first] = source.waiting;
  if (first === undefined) return;
  source.rollovers.push(first.takenMs);
  settle(source, first, source.waiting);
}

/** What the judge accepts from a recorded count on is released; the rest waits on. */
function settle(
  source: Source,
  from: { readonly takenMs: number; readonly count: number },
  waiting: readonly Waiting[],
): void {
  source.last = { takenMs: from.takenMs, count: from.count };
  let last = source.last;
  // A clock that was set back may have taken a later one at an earlier time.
  for (const reading of waiting.toSorted((a, b) => a.takenMs - b.takenMs)) {
    const isStart = reading.takenMs === last.takenMs && reading.count === last.count;
    if (!isStart && !continues(source, last, reading)) continue;
    release(source, reading);
    last = reading;
  }
}

function continues(
  source: Source,
  last: { readonly takenMs: number; readonly count: number },
  reading: Waiting,
): boolean {
  if (reading.reason === "serial-changed" || reading.count < last.count) return false;
  const ground = { facts: source.facts, serial: source.serial, last, waiting: [], refused: [] };
  return expectedVerdict(ground, { ...reading, serial: null }).kind === "accepted";
}

function setBack(source: Source, changes: Change[], act: RecordedChange): void {
  const { atMs } = act;
  const newStart = countOf(source.facts, act.newStart);
  changes.push({ atMs, from: source, to: source, oldEnd: oldEndOf(source, act), newStart });
  settle(
    source,
    { takenMs: atMs, count: newStart },
    source.waiting.filter(({ takenMs }) => takenMs >= atMs),
  );
}

/** The new meter; what waited since the exchange is told again as its readings. */
function exchange(old: Source, changes: Change[], act: RecordedChange): Source {
  const { atMs, vouched } = act;
  const source = newSource(old.facts, act.serial);
  const newStart = countOf(old.facts, act.newStart);
  changes.push({ atMs, from: old, to: source, oldEnd: oldEndOf(old, act), newStart });
  source.last = { takenMs: atMs, count: newStart };
  const since = old.waiting.filter(({ takenMs }) => takenMs >= atMs);
  old.waiting = old.waiting.filter(({ takenMs }) => takenMs < atMs);
  for (const { reason: _reason, ...reading } of since) {
    if (!reading.vouched && vouched) continue;
    const { facts, serial, last } = source;
    const again = { ...reading, vouched };
    const verdict = expectedVerdict({ facts, serial, last, waiting: [], refused: [] }, again);
    if (verdict.kind === "waits") source.waiting.push(verdict.reading);
    if (verdict.kind === "accepted") insert(source, verdict.reading);
  }
  return source;
}

/** Several counts may print one index: then the one that was read last is meant. */
function oldEndOf({ facts, last }: Source, act: RecordedChange): number {
  const typed = countOf(facts, act.oldEnd);
  if (last === null) return typed;
  const print = (count: number) => textOf(printedIndex(facts, BigInt(count)));
  return print(typed) === print(last.count) ? last.count : typed;
}

/** "9471.200" → the count that shows it. */
export function countOf(facts: CounterFacts, text: string): number {
  const [whole = "0", part = ""] = text.split(".");
  const amount = BigInt(whole + part);
  const { start, factor, decimals } = facts;
  const digits = Math.max(part.length, start.decimals);
  const above =
    (amount * 10n ** BigInt(digits - part.length) -
      BigInt(start.amount) * 10n ** BigInt(digits - start.decimals)) *
    BigInt(factor.denominator) *
    10n ** BigInt(decimals);
  const below = BigInt(factor.numerator) * 10n ** BigInt(digits);
  // A printed index is cut off: the lowest count that prints it.
  return Number((above + below - 1n) / below);
}
