/** Events in the words of the table in decide.test.ts. */

import type { MonthPart } from "@mega/domain";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "../../contract/test-events.ts";
import type { Decidable, KnownReading } from "../decision.ts";
import type { RoundItem } from "../event.ts";

const HOUR_MS = 3_600_000;

/** An event, and the entry that "@n" named in it: n − 1 entries before the head. */
export interface WordedEvent {
  readonly event: Decidable;
  readonly named: number | null;
}

/** Reads the words of an event told behind the entry headSeq. */
export function eventOf(words: string, headSeq: number): WordedEvent {
  const [verb = "", ...rest] = words.split(/\s+/);
  let named: number | null = null;
  const word = (position: number) => rest[position] ?? "";
  const entryNo = (text: string) => {
    if (text === "") return Number.NaN;
    if (!text.startsWith("@")) return Number(text);
    named = headSeq + 1 - Number(text.slice(1));
    return named;
  };
  const number = (position: number) => entryNo(word(position));
  const event = verb === "round" ? roundOf(rest, entryNo) : simpleEvent(verb, word, number);
  if (event === undefined) throw new Error(`The table has no such event: ${words}`);
  return { event, named };
}

type Word = (position: number) => string;
type Numbers = (position: number) => number;

function simpleEvent(verb: string, word: Word, number: Numbers): Decidable | undefined {
  const why = "test";
  switch (verb) {
    case "zone":
      return { kind: "zone-set", timeZone: word(0), tzVersion: "2026a" };
    case "source": {
      const rollover = word(1) === "rollover" ? number(2) : null;
      const source = testSource(number(0), rollover);
      const changed = word(1) === "with" ? { [word(2)]: JSON.parse(word(3)) } : {};
      return { kind: "source-declared", source: { ...source, ...changed } };
    }
    case "bind": {
      const counter2 = word(2) === "-" ? null : number(2);
      const binding = { channelNo: number(0), fromMs: 0, counter1: number(1), counter2 };
      return { kind: "channel-bound", binding };
    }
    case "keys": {
      const commitment = new Uint8Array(32);
      const sourceNos = [1, 2, 3].map(number).filter((no) => no > 0);
      const keys = sourceNos.map((sourceNo) => ({ sourceNo, commitment }));
      return { kind: "month-keys-made", month: word(0), keys };
    }
    case "release":
      return { kind: "quarantine-released", seq: number(0), sourceNo: number(1), why };
    case "discard":
      return { kind: "quarantine-discarded", seq: number(0), sourceNo: number(1), why };
    case "replace": {
      const sources = { oldSourceNo: number(0), newSourceNo: number(1) };
      const counts = { oldEndCount: number(2), newStartCount: number(3) };
      return { kind: "meter-replaced", ...sources, ...counts, atMs: atHour(number(4)), why };
    }
    case "rollover": {
      const counts = { lastCount: number(1), firstCount: number(2) };
      return { kind: "counter-rolled-over", sourceNo: number(0), ...counts, atMs: 0, why };
    }
    case "correct": {
      const at = { seq: number(0), sourceNo: number(1), takenAtMs: atHour(number(3)) };
      const reading = knownReading([4, 5, 6].map(word));
      return { kind: "reading-corrected", ...at, count: number(2), why, reading };
    }
    case "step":
      return { kind: "clock-stepped", fromMs: number(0), toMs: number(1), why };
    case "restart":
      return { kind: "restarted", lastSeenMs: number(0), why: word(1) };
    case "reset":
      return { kind: "credentials-reset", by: word(0) as "presence" };
    case "continue": {
      const generations = { fromGeneration: number(0), toGeneration: number(1) };
      const headHash = new Uint8Array(32).fill(Number(word(3)));
      const bootId = new Uint8Array(8);
      return { kind: "ledger-continued", ...generations, headSeq: number(2), headHash, bootId };
    }
    default:
      return figureEvent(verb, word, number);
  }
}

/** Events with figures in clear. */
function figureEvent(verb: string, word: Word, number: Numbers): Decidable | undefined {
  const indexes = { 1: null, 2: null };
  switch (verb) {
    case "tenancy": {
      const tenancyId = word(1).repeat(16);
      const started = { startedAtMs: atHour(number(2)), opening: indexes };
      return { kind: "tenancy-started", tenancyId, channelNo: number(0), ...started };
    }
    case "end": {
      const tenancyId = word(1).repeat(16);
      const ended = { endedAtMs: atHour(number(2)), closing: indexes };
      return { kind: "tenancy-ended", tenancyId, channelNo: number(0), ...ended };
    }
    case "undo": {
      const tenancyId = word(1).repeat(16);
      return { kind: "tenancy-undone", tenancyId, channelNo: number(0), why: "test" };
    }
    case "index": {
      const index = indexAt(number(1), number(3));
      const unit = word(2) as "kWh";
      const fixed = { ...index, index: { ...index.index, unit } };
      return { kind: "index-fixed", sourceNo: number(0), purpose: "hand-entered", index: fixed };
    }
    case "month": {
      const version = { ruleVersion: 1, tzVersion: "2026a", why: "" };
      const parts = word(3) === "" ? [] : [partOf(word(3))];
      const closed = { channelNo: number(0), month: word(1), revision: number(2), parts };
      return { kind: "month-closed", ...closed, ...version };
    }
    default:
      return undefined;
  }
}

function atHour(hour: number): number {
  return firstDueAtMs + (Number.isNaN(hour) ? 0 : hour) * HOUR_MS;
}

function indexAt(amount: number, seq: number) {
  const index = { amount, decimals: 3, unit: "kWh" } as const;
  const evidence = Number.isNaN(seq) ? [] : [seq];
  return { atMs: firstDueAtMs, index, method: "person", evidence } as const;
}

/** "2:1000>1500=500": source, opening, closing, consumption. */
function partOf(text: string): MonthPart {
  const [sourceNo = 0, opening = 0, closing = 0, consumed = 0] = text.split(/[:>=]/).map(Number);
  return {
    counterNo: 1,
    sourceNo,
    tenancyId: "ab".repeat(16),
    opening: indexAt(opening, 1),
    closing: indexAt(closing, 1),
    consumed: { amount: consumed, decimals: 3, unit: "kWh" },
  };
}

/** "2026-05 before=900@1 after=1100@3": counts at hours; no words for a reading nobody knows. */
function knownReading([month = "", ...neighbours]: readonly string[]): KnownReading | null {
  if (month === "") return null;
  const counted = (name: string) => {
    const found = neighbours.find((word) => word.startsWith(`${name}=`));
    const [count = 0, hour = 0] = (found ?? "")
      .slice(name.length + 1)
      .split("@")
      .map(Number);
    return found === undefined ? null : { takenAtMs: atHour(hour), count };
  };
  return { month, before: counted("before"), after: counted("after") };
}

/** "2 1=accepted:1000 2=missing:timeout": the hour and what was made of each source. */
function roundOf([hour = "", ...items]: readonly string[], entryNo: (word: string) => number) {
  const takenAtMs = atHour(Number(hour));
  return testRound(
    Number(hour),
    items.map((item) => itemOf(item, takenAtMs, entryNo)),
  ) as Decidable;
}

/** "1=accepted:5001^@1" also releases the entry behind the ^. */
function itemOf(text: string, takenAtMs: number, entryNo: (word: string) => number): RoundItem {
  const [, no, verdict = "", detail = "", , released] =
    /^(\d+)=([a-z-]+):([^^]+)(\^(.+))?$/.exec(text) ?? [];
  const item = acceptedItem(Number(no), takenAtMs, 0);
  const count = Number(detail);
  switch (verdict) {
    case "accepted": {
      const releases = released === undefined ? {} : { releases: [{ seq: entryNo(released) }] };
      return { ...item, judgement: { status: "accepted", count, ...releases } };
    }
    case "held":
    case "rolled-over":
      return { ...item, judgement: { status: "accepted", count, mark: verdict } };
    case "jumped":
      return { ...item, judgement: { status: "quarantined", count, reason: "rose-beyond-rating" } };
    case "fell":
      return { ...item, judgement: { status: "quarantined", count, reason: "fell" } };
    case "missing": {
      const raw = new Uint8Array(0);
      return { ...item, raw, judgement: { status: "missing", reason: "timeout" } };
    }
    default:
      throw new Error(`The table has no such item: ${text}`);
  }
}
