/**
 * The ledgers behind the vectors, with fixed identity, keys and times, so that their bytes are always
 * the same. `format-1.json` has the kinds that were there at first, in version 1; `round-taken-2.json`
 * rounds in version 2; `ledger-continued-1.json` a take-over. None is ever written again: a kind or a
 * version that is added gets a file of its own.
 */

import type { IndexAt, MonthPart } from "@mega/domain";
import type { LedgerEvent } from "../append/event.ts";
import { emptyState } from "../append/state.ts";
import { type MonthKeyRow, type WrittenEntry, writeBatch } from "../append/write-batch.ts";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "./test-events.ts";

const ledgerId = "000102030405060708090a0b0c0d0e0f";
const tenancyId = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";
const secondId = "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf";
const thirdId = "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf";
const atMs = firstDueAtMs;
const hourMs = 3_600_000;
const why = "vector";

function kilowattHours(amount: number) {
  return { amount, decimals: 3, unit: "kWh" } as const;
}

function indexAt(amount: number, evidence: readonly number[]): IndexAt {
  return { atMs, index: kilowattHours(amount), method: "actual", evidence };
}

const part: MonthPart = {
  counterNo: 1,
  sourceNo: 1,
  tenancyId,
  opening: indexAt(123_456, [7]),
  closing: indexAt(123_999, [7, 9]),
  consumed: kilowattHours(543),
};

/** Every event that becomes an entry, in an order that the rules allow. */
const events: readonly LedgerEvent[] = [
  { kind: "restarted", lastSeenMs: null, why },
  { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
  { kind: "source-declared", source: testSource(1) },
  { kind: "source-declared", source: testSource(2, 1_000_000) },
  {
    kind: "channel-bound",
    binding: { channelNo: 1, fromMs: atMs, counter1: 1, counter2: null },
  },
  {
    kind: "round-taken",
    cause: "scheduled",
    dueAtMs: atMs,
    items: [
      {
        sourceNo: 1,
        takenAtMs: atMs + 87,
        judgement: { status: "accepted", count: 123_456, mark: "first" },
        raw: Uint8Array.of(0x00, 0x01, 0xe2, 0x40),
      },
      {
        sourceNo: 2,
        takenAtMs: atMs + 1187,
        judgement: { status: "missing", reason: "timeout" },
        raw: new Uint8Array(0),
      },
    ],
  },
  {
    kind: "round-taken",
    cause: "catch-up",
    dueAtMs: atMs + hourMs,
    items: [
      {
        sourceNo: 2,
        takenAtMs: atMs + hourMs - 40,
        judgement: { status: "quarantined", count: 999_990, reason: "serial-changed" },
        raw: new TextEncoder().encode('{"v":999990}'),
        serialNumber: "A-17",
      },
      {
        sourceNo: 1,
        takenAtMs: atMs + hourMs + 90,
        judgement: { status: "rejected", reason: "sentinel" },
        raw: Uint8Array.of(0xff, 0xff, 0xff, 0xff),
      },
    ],
  },
  { kind: "quarantine-released", seq: 9, sourceNo: 2, why },
  { kind: "counter-rolled-over", sourceNo: 2, atMs, lastCount: 999_999, firstCount: 0, why },
  {
    kind: "round-taken",
    cause: "on-demand",
    dueAtMs: atMs + 2 * hourMs,
    items: [
      {
        sourceNo: 2,
        takenAtMs: atMs + 2 * hourMs,
        judgement: { status: "quarantined", count: 7, reason: "fell" },
        raw: Uint8Array.of(7),
      },
    ],
  },
  { kind: "quarantine-discarded", seq: 12, sourceNo: 2, why },
  { kind: "reading-corrected", seq: 7, sourceNo: 1, takenAtMs: atMs + 87, count: 123_400, why },
  {
    kind: "tenancy-started",
    tenancyId,
    channelNo: 1,
    startedAtMs: atMs,
    opening: { 1: kilowattHours(123_456), 2: null },
  },
  { kind: "index-fixed", sourceNo: 1, purpose: "boundary", index: indexAt(123_999, [7]) },
  {
    kind: "month-closed",
    channelNo: 1,
    month: "2026-05",
    revision: 1,
    ruleVersion: 1,
    tzVersion: "2026a",
    parts: [part],
    why: "",
  },
  {
    kind: "tenancy-ended",
    tenancyId,
    channelNo: 1,
    endedAtMs: atMs + 5 * hourMs,
    closing: { 1: kilowattHours(123_999), 2: null },
  },
  {
    kind: "meter-replaced",
    oldSourceNo: 1,
    newSourceNo: 1,
    atMs: atMs + 6 * hourMs,
    oldEndCount: 124_000,
    newStartCount: 0,
    why,
  },
  { kind: "clock-stepped", fromMs: atMs, toMs: atMs - 1500, why },
  { kind: "credentials-reset", by: "presence" },
  {
    kind: "tenancy-started",
    tenancyId: secondId,
    channelNo: 1,
    startedAtMs: atMs + 5 * hourMs,
    opening: { 1: kilowattHours(123_999), 2: null },
  },
  {
    kind: "index-fixed",
    sourceNo: 1,
    purpose: "opening",
    index: { ...indexAt(124_100, [19]), atMs: atMs + 7 * hourMs },
  },
  {
    kind: "tenancy-ended",
    tenancyId: secondId,
    channelNo: 1,
    endedAtMs: atMs + 7 * hourMs,
    closing: { 1: kilowattHours(124_100), 2: null },
  },
  {
    kind: "tenancy-started",
    tenancyId: thirdId,
    channelNo: 1,
    startedAtMs: atMs + 7 * hourMs,
    opening: { 1: kilowattHours(124_100), 2: null },
  },
  { kind: "tenancy-undone", tenancyId: thirdId, channelNo: 1, why },
];

/** A building that another box takes over, and its first round there. */
const continuedEvents: readonly LedgerEvent[] = [
  { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
  { kind: "source-declared", source: testSource(1) },
  testRound(0, [acceptedItem(1, atMs + 87, 123_456)]),
];

const evidenceOf = (text: string) => new TextEncoder().encode(text);
const telegram =
  "0-0:96.1.4(50217)\r\n0-0:1.0.0(260502160311S)\r\n1-0:1.8.1(048210.400*kWh)\r\n" +
  "1-0:1.8.2(039871.900*kWh)\r\n";

/** Rounds with evidence of every sort, sources out of order, signed offsets and large numbers. */
const roundEvents: readonly LedgerEvent[] = [
  { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
  ...[1, 2, 3, 4, 5, 9].map((no) => ({ kind: "source-declared" as const, source: testSource(no) })),
  {
    kind: "round-taken",
    cause: "scheduled",
    dueAtMs: atMs,
    items: [
      accepted(4, atMs - 21_000, 88_082_300, telegram),
      accepted(1, atMs + 87, 123_456, Uint8Array.of(0x00, 0x01, 0xe2, 0x40)),
      accepted(2, atMs + 170, 9_634_865, '{"unit":"kWh","import":9634.865}'),
      accepted(3, atMs + 171, 51, '{"unit":"kWh","import":0.051}'),
      accepted(5, atMs + 9_000_000, 0, "0"),
      {
        sourceNo: 9,
        takenAtMs: atMs + 9_001_100,
        judgement: { status: "missing", reason: "timeout" },
        raw: new Uint8Array(0),
      },
    ],
  },
  {
    kind: "round-taken",
    cause: "catch-up",
    dueAtMs: atMs + hourMs,
    items: [
      accepted(9, atMs + hourMs, Number.MAX_SAFE_INTEGER - 1, '{"total_1":[9007199254740990]}'),
      {
        sourceNo: 2,
        takenAtMs: atMs + hourMs + 1,
        judgement: { status: "missing", reason: "bad-payload" },
        raw: evidenceOf('{"unit":"kWh","import":1.5e9}'),
      },
      {
        sourceNo: 1,
        takenAtMs: atMs + hourMs + 2,
        judgement: { status: "quarantined", count: 7, reason: "serial-changed" },
        raw: evidenceOf('{"name":"Not only digits é","v":7}'),
        serialNumber: "A-17",
      },
    ],
  },
  {
    kind: "round-taken",
    cause: "on-demand",
    dueAtMs: atMs + 3 * hourMs,
    items: [
      // 2026-05-01 01:02:00 UTC, and times that lie 11 ms before and too far off.
      accepted(3, atMs + 3 * hourMs, 60, '{"ts":"2026-05-01T01:02:00.000Z","m3":0.060}'),
      accepted(4, atMs + 3 * hourMs, 88_082_301, '{"ts":"2026-05-01T01:01:59.989Z","m3":7}'),
      accepted(5, atMs + 3 * hourMs, 1, '{"ts":"2026-05-01T01:02:01Z","m3":0.001}'),
      accepted(9, atMs + 3 * hourMs, Number.MAX_SAFE_INTEGER - 1, '{"ts":"2031-05-01T01:02:01Z"}'),
    ],
  },
];

function accepted(sourceNo: number, takenAtMs: number, count: number, raw: Uint8Array | string) {
  const judgement = { status: "accepted", count } as const;
  return {
    sourceNo,
    takenAtMs,
    judgement,
    raw: typeof raw === "string" ? evidenceOf(raw) : raw,
  };
}

/** Entries of a ledger and the keys that open them. */
interface VectorLedger {
  readonly entries: readonly WrittenEntry[];
  readonly keys: readonly MonthKeyRow[];
}

/** Every kind of entry once. */
export function vectorLedger(): VectorLedger {
  return ledgerOf(events);
}

/** Rounds of version 2. */
export function roundLedger(): VectorLedger {
  return ledgerOf(roundEvents);
}

/** A take-over in version 1. */
export function continuedLedger(): VectorLedger {
  const head = ledgerOf(continuedEvents).entries.at(-1);
  if (head === undefined) throw new Error("the ledger that is taken over has entries");
  const taken = { headSeq: head.seq, headHash: head.hash, fromGeneration: 1, toGeneration: 2 };
  const next = testRound(1, [acceptedItem(1, atMs + hourMs + 87, 123_460)]);
  return ledgerOf([...continuedEvents, { kind: "ledger-continued", ...taken }, next]);
}

function ledgerOf(told: readonly LedgerEvent[]): VectorLedger {
  let made = 0;
  const stamp = {
    recordedAtMs: atMs + 1234,
    bootId: Uint8Array.of(0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7),
    monotonicMs: 5678,
    clockState: "S",
    clockOffsetMs: -12,
    actor: "gateway",
  } as const;
  const batch = writeBatch(emptyState(ledgerId, 1), told, stamp, {
    keyOf: () => undefined,
    makeKey: () => new Uint8Array(32).fill(0x40 + made++),
    readingOf: () => ({ month: "2026-05", before: null, after: null }),
  });
  if (!batch.ok) {
    throw new Error(`Event ${batch.eventIndex}: ${JSON.stringify(batch.refusal)}`);
  }
  return { entries: batch.entries, keys: batch.newKeys };
}
