/**
 * What every ledger store must do, as one suite. A store that passes can stand behind the gateway:
 * the same events give the same view, the same answers and a chain that verifies.
 */

import { expect, test } from "vitest";
import type { LedgerEvent } from "../append/event.ts";
import type { LedgerHost } from "../sqlite/ledger-host.ts";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "./test-events.ts";

const HOUR_MS = 3_600_000;
/** From the first round to the first one in June. */
const JUNE_HOURS = 31 * 24;

const zoneSet = { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" } as const;
const opening = { 1: { amount: 1000, decimals: 3, unit: "kWh" }, 2: null } as const;

/** Runs the suite over the stores that the function makes: empty, each of its own. */
export function ledgerContract(name: string, makeLedger: () => Promise<LedgerHost>): void {
  const withLedger = (title: string, work: (ledger: LedgerHost) => Promise<void>) =>
    test(`${name}: ${title}`, async () => {
      const ledger = await makeLedger();
      try {
        await work(ledger);
      } finally {
        await ledger.close();
      }
    });

  withLedger("a batch becomes entries in order, chained and numbered from 1", async (ledger) => {
    const at = firstDueAtMs;
    const outcome = await ledger.append([
      zoneSet,
      { kind: "source-declared", source: testSource(1) },
      testRound(0, [acceptedItem(1, at + 90, 1000)]),
    ]);
    expect(outcome.ok && outcome.entries.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
      "1 ZoneSet",
      "2 SourceDeclared",
      "3 MonthKeyCommitted",
      "4 RoundTaken",
    ]);
    const report = await ledger.verify(1);
    expect(report).toMatchObject({ ok: true, entries: 4, headSeq: 4, keysChecked: 1 });
    const stored = await ledger.entries(1, 10);
    expect(stored.map((entry) => entry.seq)).toEqual([1, 2, 3, 4]);
    expect(stored.at(-1)?.hash).toEqual(ledger.snapshot().head.hash);
  });

  withLedger("a refused event leaves nothing of its batch", async (ledger) => {
    const binding = { channelNo: 1, fromMs: 0, counter1: 9, counter2: null };
    const outcome = await ledger.append([zoneSet, { kind: "channel-bound", binding }]);
    expect(outcome).toMatchObject({
      ok: false,
      eventIndex: 1,
      refusal: { code: "SOURCE_UNKNOWN", field: "counter1", value: 9 },
    });
    expect(ledger.snapshot().head.seq).toBe(0);
    expect(await ledger.entries(1, 10)).toEqual([]);
  });

  withLedger("entries go to a copy with the keys they commit to, within limits", async (ledger) => {
    await appendHours(ledger, [1000, 1010, 1025]);
    const limits = { toSeq: 6, entriesMax: 100, roundsMax: 24, bytesMax: 1_000_000 };
    const whole = await ledger.entriesToCopy(1, limits);
    expect(whole.entries.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
      "1 ZoneSet",
      "2 SourceDeclared",
      "3 MonthKeyCommitted",
      "4 RoundTaken",
      "5 RoundTaken",
      "6 RoundTaken",
    ]);
    const stored = await ledger.entries(1, 10);
    expect(whole.entries.map(({ bytes }) => bytes)).toEqual(stored.map(({ bytes }) => bytes));
    expect(whole.keys).toMatchObject([{ sourceNo: 1, month: "2026-05" }]);
    const seqs = async (fromSeq: number, less: Partial<typeof limits>) => {
      const { entries, keys } = await ledger.entriesToCopy(fromSeq, { ...limits, ...less });
      return { seqs: entries.map(({ seq }) => seq), keys: keys.length };
    };
    expect(await seqs(1, { roundsMax: 1 })).toEqual({ seqs: [1, 2, 3, 4], keys: 1 });
    expect(await seqs(4, { entriesMax: 2 })).toEqual({ seqs: [4, 5], keys: 0 });
    expect(await seqs(4, { toSeq: 4 })).toEqual({ seqs: [4], keys: 0 });
    // One that is larger than all may be together goes alone.
    expect(await seqs(4, { bytesMax: 1 })).toEqual({ seqs: [4], keys: 0 });
    expect(await seqs(7, { toSeq: 6 })).toEqual({ seqs: [], keys: 0 });
  });

  withLedger("a key that is erased goes to no copy", async (ledger) => {
    await appendHours(ledger, [1000]);
    await ledger.append([juneRound([], 0)]);
    await ledger.eraseMonthKeys("2026-06");
    const limits = { toSeq: 4, entriesMax: 100, roundsMax: 24, bytesMax: 1_000_000 };
    const { entries, keys } = await ledger.entriesToCopy(1, limits);
    expect([entries.length, keys.length]).toEqual([4, 0]);
  });

  withLedger("listeners hear of a commit with the view that follows from it", async (ledger) => {
    const heard: string[] = [];
    const end = ledger.onCommit(({ entries, view }) => {
      heard.push(`${entries.length} up to ${view.head.seq}`);
    });
    await ledger.append([zoneSet]);
    end();
    await ledger.append([zoneSet]);
    expect(heard).toEqual(["1 up to 1"]);
    expect(ledger.snapshot().head.seq).toBe(2);
  });

  withLedger("readings are found around an instant and between two", async (ledger) => {
    await appendHours(ledger, [1000, 1010, 1025]);
    const at = firstDueAtMs + HOUR_MS;
    const around = await ledger.readingsAround(1, at);
    expect(around.before).toMatchObject({ count: 1010, takenAtMs: at, status: "accepted" });
    expect(around.after).toMatchObject({ count: 1025, takenAtMs: at + HOUR_MS });
    expect(await ledger.readingsAround(1, firstDueAtMs - 1)).toMatchObject({
      after: { count: 1000 },
    });
    expect(await ledger.readingsAround(2, at)).toEqual({});
    const between = await ledger.readingsBetween(1, firstDueAtMs, at + 1, 10);
    expect(between.map((reading) => reading.count)).toEqual([1000, 1010]);
  });

  withLedger("a quarantined reading counts only from its release on", async (ledger) => {
    await appendHours(ledger, [1000]);
    const takenAtMs = firstDueAtMs + HOUR_MS;
    const judgement = {
      status: "quarantined",
      count: 900_000,
      reason: "rose-beyond-rating",
    } as const;
    await ledger.append([
      testRound(1, [{ sourceNo: 1, takenAtMs, judgement, raw: Uint8Array.of(7) }]),
    ]);
    const [open] = await ledger.quarantines();
    expect(open).toMatchObject({ sourceNo: 1, takenAtMs, count: 900_000 });
    expect(ledger.snapshot().standings.get(1)).toMatchObject({
      latest: { count: 1000 },
      lastOutcome: { status: "quarantined", reason: "rose-beyond-rating" },
    });
    expect((await ledger.readingsAround(1, takenAtMs)).before?.count).toBe(1000);
    const seq = open?.seq ?? 0;
    await ledger.append([{ kind: "quarantine-released", seq, sourceNo: 1, why: "seen" }], "p7");
    expect(await ledger.quarantines()).toEqual([]);
    expect((await ledger.readingsAround(1, takenAtMs)).before).toMatchObject({
      count: 900_000,
      reason: "rose-beyond-rating",
      decidedBy: seq + 1,
    });
    expect(ledger.snapshot().standings.get(1)?.latest?.count).toBe(900_000);
  });

  withLedger("a correction replaces a count and stays sealed", async (ledger) => {
    await appendHours(ledger, [1000, 1010]);
    const seq = ledger.snapshot().head.seq;
    const takenAtMs = firstDueAtMs + HOUR_MS;
    const corrected = {
      kind: "reading-corrected",
      sourceNo: 1,
      takenAtMs,
      why: "display",
    } as const;
    const wrong = await ledger.append([{ ...corrected, seq: seq - 1, count: 1008 }]);
    expect(wrong).toMatchObject({ ok: false, refusal: { code: "READING_UNKNOWN" } });
    await ledger.append([{ ...corrected, seq, count: 1008 }]);
    expect((await ledger.readingsAround(1, takenAtMs)).before).toMatchObject({
      count: 1008,
      decidedBy: seq + 1,
    });
    expect(ledger.snapshot().standings.get(1)?.latest?.count).toBe(1008);
  });

  withLedger("closed months keep every revision, and the view shows the newest", async (ledger) => {
    await appendHours(ledger, [1000]);
    const closed = {
      kind: "month-closed",
      channelNo: 1,
      month: "2026-05",
      ruleVersion: 1,
      tzVersion: "2026a",
      parts: [],
    } as const;
    await ledger.append([{ ...closed, revision: 1, why: "" }]);
    const first = ledger.snapshot().head.seq;
    const twice = await ledger.append([{ ...closed, revision: 1, why: "" }]);
    expect(twice).toMatchObject({ ok: false, refusal: { code: "REVISION_WRONG", allowed: "2" } });
    await ledger.append([{ ...closed, revision: 2, why: "late reading" }]);
    expect(await ledger.closedMonths(1, "2026-05")).toMatchObject([
      { revision: 1, supersedes: null, seq: first },
      { revision: 2, supersedes: first, why: "late reading" },
    ]);
    expect(await ledger.closedMonths(1, "2026-06")).toEqual([]);
    expect(ledger.snapshot().closedMonths.get(1)?.get("2026-05")?.revision).toBe(2);
  });

  withLedger("a tenancy ends before the next one begins", async (ledger) => {
    await appendHours(ledger, [1000]);
    const started = { kind: "tenancy-started", channelNo: 1, opening } as const;
    const first = "0a".repeat(16);
    const second = "0b".repeat(16);
    await ledger.append([{ ...started, tenancyId: first, startedAtMs: firstDueAtMs }]);
    const next = { ...started, tenancyId: second, startedAtMs: firstDueAtMs + HOUR_MS };
    expect(await ledger.append([next])).toMatchObject({
      ok: false,
      refusal: { code: "TENANCY_OPEN" },
    });
    const endedAtMs = next.startedAtMs;
    const ended = { kind: "tenancy-ended", channelNo: 1, endedAtMs, closing: opening } as const;
    expect(await ledger.append([{ ...ended, tenancyId: first }, next])).toMatchObject({ ok: true });
    expect(ledger.snapshot().tenancies.get(1)).toMatchObject([
      { tenancyId: first, endedAtMs },
      { tenancyId: second, endedAtMs: null, opening },
    ]);
  });

  withLedger("a period taken back leaves the one before as it was", async (ledger) => {
    await appendHours(ledger, [1000]);
    const started = { kind: "tenancy-started", channelNo: 1, opening } as const;
    const first = "0a".repeat(16);
    const second = "0b".repeat(16);
    await ledger.append([{ ...started, tenancyId: first, startedAtMs: firstDueAtMs }]);
    const before = ledger.snapshot();
    const endedAtMs = firstDueAtMs + HOUR_MS;
    const ended = { kind: "tenancy-ended", channelNo: 1, endedAtMs, closing: opening } as const;
    const index = { amount: 1000, decimals: 3, unit: "kWh" } as const;
    const at = { atMs: endedAtMs, index, method: "person", evidence: [] } as const;
    await ledger.append([
      { kind: "index-fixed", sourceNo: 1, purpose: "opening", index: at },
      { ...ended, tenancyId: first },
      { ...started, tenancyId: second, startedAtMs: endedAtMs },
    ]);
    expect(ledger.snapshot().recordedIndexes.length).toBe(before.recordedIndexes.length + 1);
    const undone = { kind: "tenancy-undone", tenancyId: second, channelNo: 1, why: "" } as const;
    expect(await ledger.append([undone])).toMatchObject({ ok: true });
    const after = ledger.snapshot();
    expect(after.tenancies).toEqual(before.tenancies);
    expect(after.recordedIndexes).toEqual(before.recordedIndexes);
    expect(await ledger.append([undone])).toMatchObject({
      ok: false,
      refusal: { code: "TENANCY_NOT_OPEN" },
    });
    await ledger.rebuildProjections();
    expect(ledger.snapshot()).toEqual(after);
  });

  withLedger("derived again from the entries, everything stands as before", async (ledger) => {
    await appendHours(ledger, [1000, 1010, 1025]);
    const before = ledger.snapshot();
    const readings = await ledger.readingsBetween(1, 0, Number.MAX_SAFE_INTEGER, 100);
    await ledger.rebuildProjections();
    expect(ledger.snapshot()).toEqual(before);
    expect(await ledger.readingsBetween(1, 0, Number.MAX_SAFE_INTEGER, 100)).toEqual(readings);
  });

  withLedger("erased months are unreadable for ever, and the chain verifies", async (ledger) => {
    await appendHours(ledger, [1000, 1010]);
    await ledger.append([{ kind: "source-declared", source: testSource(2) }]);
    await ledger.append([juneRound([1, 2], 1020)]);
    expect(await ledger.eraseMonthKeys("2026-05")).toBe(0);
    expect(await ledger.eraseMonthKeys("2026-06", 2)).toBe(0);
    expect(await countsOf(ledger, 1)).toEqual([1000, 1010, 1020]);
    expect(await ledger.eraseMonthKeys("2026-06", 1)).toBe(1);
    expect(await countsOf(ledger, 1)).toEqual([null, null, 1020]);
    expect(ledger.snapshot().standings.get(1)?.latest?.count).toBe(1020);
    const before = ledger.snapshot();
    await ledger.rebuildProjections();
    expect(ledger.snapshot()).toEqual(before);
    expect(await countsOf(ledger, 1)).toEqual([null, null, 1020]);
    expect(await ledger.verify(1)).toMatchObject({ ok: true, keysChecked: 2, keysErased: 1 });
    const [, , , first] = await ledger.entries(1, 10);
    const corrected = { seq: first?.seq ?? 0, sourceNo: 1, takenAtMs: firstDueAtMs, count: 7 };
    const outcome = await ledger.append([{ kind: "reading-corrected", ...corrected, why: "" }]);
    expect(outcome).toMatchObject({ ok: false, refusal: { code: "KEY_ERASED" } });
  });

  withLedger("what rests on an erased reading alone is forgotten with it", async (ledger) => {
    await appendHours(ledger, [1000]);
    const takenAtMs = firstDueAtMs + HOUR_MS;
    const judgement = { status: "quarantined", count: 7, reason: "fell" } as const;
    const waiting = { sourceNo: 1, takenAtMs, judgement, raw: Uint8Array.of(7) };
    await ledger.append([testRound(1, [waiting])]);
    await ledger.append([juneRound([], 0)]);
    const heard: string[] = [];
    ledger.onCommit(({ entries }) => heard.push(...entries.map(({ kind }) => kind)));
    expect(await ledger.eraseMonthKeys("2026-06")).toBe(1);
    expect(heard).toEqual(["QuarantineDiscarded"]);
    expect(await ledger.quarantines()).toEqual([]);
    expect(ledger.snapshot().standings.get(1)).toMatchObject({
      latest: null,
      lastOutcome: { status: "quarantined" },
    });
    const before = ledger.snapshot();
    await ledger.rebuildProjections();
    expect(ledger.snapshot()).toEqual(before);
    expect(await ledger.verify(1)).toMatchObject({ ok: true, keysErased: 1 });
  });

  withLedger("an exchange outlives the erasure of the readings behind it", async (ledger) => {
    await appendHours(ledger, [1000]);
    const replaced = { oldSourceNo: 1, newSourceNo: 1, oldEndCount: 1001, newStartCount: 5 };
    const atMs = firstDueAtMs + HOUR_MS;
    await ledger.append([{ kind: "meter-replaced", ...replaced, atMs, why: "" }]);
    await ledger.append([testRound(2, [acceptedItem(1, atMs + HOUR_MS, 9)])]);
    await ledger.append([juneRound([], 0)]);
    await ledger.eraseMonthKeys("2026-06");
    expect(ledger.snapshot().standings.get(1)?.latest).toMatchObject({ count: 5, takenAtMs: atMs });
    const before = ledger.snapshot();
    await ledger.rebuildProjections();
    expect(ledger.snapshot()).toEqual(before);
  });

  withLedger("the keys of the month that is being written are not erased", async (ledger) => {
    await appendHours(ledger, [1000]);
    await expect(ledger.eraseMonthKeys("2026-06")).rejects.toMatchObject({
      code: "REQUEST_INVALID",
      context: { field: "beforeMonth", value: "2026-06", allowed: "2026-05 or a month before it" },
    });
    await expect(ledger.eraseMonthKeys("May")).rejects.toMatchObject({ code: "REQUEST_INVALID" });
    expect(await countsOf(ledger, 1)).toEqual([1000]);
  });

  withLedger("an actor is a pseudonym, never a name", async (ledger) => {
    const outcome = await ledger.append([zoneSet], "Anna Peeters");
    expect(outcome).toMatchObject({
      ok: false,
      refusal: { code: "VALUE_INVALID", field: "actor", value: "Anna Peeters" },
    });
  });

  withLedger("a field that a kind does not have does not slip into the chain", async (ledger) => {
    const named = { ...testSource(1), tenantName: "Anna Peeters" };
    await ledger.append([zoneSet, { kind: "source-declared", source: named }]);
    const [, entry] = await ledger.entries(1, 10);
    expect(Buffer.from(entry?.bytes ?? []).toString("latin1")).not.toContain("Peeters");
    expect(ledger.snapshot().sources.get(1)).toEqual(testSource(1));
  });
}

/** A round on the first of June. */
function juneRound(sourceNos: readonly number[], count: number): LedgerEvent {
  const takenAtMs = firstDueAtMs + JUNE_HOURS * HOUR_MS;
  return testRound(
    JUNE_HOURS,
    sourceNos.map((sourceNo) => acceptedItem(sourceNo, takenAtMs, count)),
  );
}

async function countsOf(ledger: LedgerHost, sourceNo: number): Promise<(number | null)[]> {
  const readings = await ledger.readingsBetween(sourceNo, 0, Number.MAX_SAFE_INTEGER, 100);
  return readings.map(({ count }) => count);
}

async function appendHours(ledger: LedgerHost, counts: readonly number[]): Promise<void> {
  await ledger.append([zoneSet, { kind: "source-declared", source: testSource(1) }]);
  for (const [hour, count] of counts.entries()) {
    const takenAtMs = firstDueAtMs + hour * HOUR_MS;
    const outcome = await ledger.append([testRound(hour, [acceptedItem(1, takenAtMs, count)])]);
    expect(outcome.ok).toBe(true);
  }
}
