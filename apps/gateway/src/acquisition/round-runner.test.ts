import { MegaError, type MovedClock, movedClock } from "@mega/domain";
import { loadProfileSet, type MeterPlan, parseConfig, planReadings } from "@mega/installation";
import { inlineLedgerHost, type LedgerHost } from "@mega/ledger";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MeterReading } from "./meter-reading.ts";
import type { RoundRecord } from "./round-record.ts";
import { RoundRunner } from "./round-runner.ts";

const config = `
version: 1
building: { name: Test }
gateway: { model: MEGA16 }
buses: [{ id: main, link: { kind: rtu-over-tcp, host: 127.0.0.1, port: 1 } }]
meters:
  - { id: flat, profile: eastron-sdm630, bus: main, address: 1 }
  - { id: shop, profile: eastron-sdm120, bus: main, address: 2 }
channels:
  - { no: 1, name: Flat one, meter: flat }
  - { no: 2, name: Flat one injection, meter: flat, unit: Wh- }
  - { no: 3, name: Shop, meter: shop }
`;
const startMs = Date.UTC(2026, 4, 1, 9, 40);
const { plan } = planReadings(parseConfig(config, "test"), loadProfileSet("/nowhere"));

let clock: MovedClock;
let ledger: LedgerHost;
let counts: Record<string, number | null>;
let serials: Record<string, string>;
let takenAtMs: number | null;
let failures: unknown[];

beforeEach(async () => {
  clock = movedClock({ startMs });
  ledger = await inlineLedgerHost({ path: ":memory:", clock });
  counts = { flat: 1000, shop: 50 };
  serials = {};
  takenAtMs = null;
  failures = [];
});

afterEach(async () => {
  await ledger.close();
});

async function readMeter({ meter, counters }: MeterPlan): Promise<MeterReading> {
  const count = counts[meter.id] ?? null;
  const serialNumber = serials[meter.id];
  return {
    meterId: meter.id,
    counters: counters.map(({ counterId }) => ({
      counterId,
      observed: count === null ? { kind: "none", reason: "timeout" } : { kind: "count", count },
      raw: new Uint8Array([1, 2]),
      takenAtMs: takenAtMs ?? clock.nowMs(),
    })),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    live: [],
    latencyMs: 12,
  };
}

function runnerOn(host: LedgerHost, intervalMinutes: 15 | 60 = 60): RoundRunner {
  let ids = 0;
  return new RoundRunner({
    clock,
    ledger: host,
    plan,
    intervalMinutes,
    readMeter,
    tzVersion: "2026a",
    newId: () => String(++ids).padStart(32, "0"),
    afterRound: async () => undefined,
    onStep: () => undefined,
    onFailure: (error) => failures.push(error),
  });
}

/** A host whose disk takes nothing while `full.now` holds. */
function onAFullDisk(full: { now: boolean }): LedgerHost {
  return {
    ...ledger,
    append: (events, actor) =>
      full.now
        ? Promise.reject(new MegaError("LEDGER_STORAGE_FAILED", "The disk is full"))
        : ledger.append(events, actor),
  };
}

const minute = (hour: number, minutes: number) => Date.UTC(2026, 4, 1, hour, minutes);
const latestOf = (sourceNo: number) => ledger.snapshot().standings.get(sourceNo)?.latest;
const statusesOf = (record: RoundRecord, meterId: string) =>
  record.meters.get(meterId)?.counters.map(({ judged }) => judged?.judgement.status);

test("rounds fall due two minutes past every hour, and one that was missed runs at start", async () => {
  const runner = runnerOn(ledger);
  runner.start();
  await clock.advanceBy(0);
  expect(ledger.snapshot().lastRound).toMatchObject({
    cause: "catch-up",
    dueAtMs: minute(9, 2),
  });
  expect(runner.nextDueMs).toBe(minute(10, 2));
  await clock.advanceTo(minute(10, 1));
  expect(ledger.snapshot().lastRound?.dueAtMs).toBe(minute(9, 2));
  await clock.advanceTo(minute(12, 3));
  expect(ledger.snapshot().lastRound).toMatchObject({
    cause: "scheduled",
    dueAtMs: minute(12, 2),
  });
  await clock.runUntilSettled(runner.stop());
  const again = runnerOn(ledger);
  again.start();
  await clock.advanceTo(minute(12, 50));
  expect(ledger.snapshot().lastRound?.dueAtMs).toBe(minute(12, 2));
  await clock.runUntilSettled(again.stop());
});

test("a quarter-hour interval makes rounds at 2, 17, 32 and 47 minutes past", async () => {
  const runner = runnerOn(ledger, 15);
  runner.start();
  const dues: number[] = [];
  ledger.onCommit(({ view }) => dues.push(view.lastRound?.dueAtMs ?? 0));
  await clock.advanceTo(minute(10, 50));
  expect([...new Set(dues)]).toEqual([
    minute(9, 32),
    minute(9, 47),
    minute(10, 2),
    minute(10, 17),
    minute(10, 32),
    minute(10, 47),
  ]);
  await clock.runUntilSettled(runner.stop());
});

test("what the disk does not take waits and is stored with its own time", async () => {
  const full = { now: true };
  const runner = runnerOn(onAFullDisk(full));
  runner.start();
  await clock.advanceTo(minute(10, 30));
  counts["flat"] = 1100;
  await clock.advanceTo(minute(11, 30));
  expect(failures.length).toBeGreaterThan(2);
  expect(runner.unstored).toBe(3);
  expect(ledger.snapshot().head.seq).toBe(0);
  full.now = false;
  await clock.advanceTo(minute(11, 32));
  expect(runner.unstored).toBe(0);
  expect(latestOf(1)).toMatchObject({ takenAtMs: minute(11, 2), count: 1100 });
  const stored = await ledger.readingsBetween(1, startMs, minute(12, 0), 10);
  expect(stored.map((reading) => [reading.takenAtMs, reading.count])).toEqual([
    [startMs, 1000],
    [minute(10, 2), 1000],
    [minute(11, 2), 1100],
  ]);
  await clock.runUntilSettled(runner.stop());
});

test("a message that is read again is told again and stored once", async () => {
  const runner = runnerOn(ledger);
  takenAtMs = startMs;
  const first = await clock.runUntilSettled(runner.runAll("on-demand", startMs));
  const entries = ledger.snapshot().head.seq;
  const second = await clock.runUntilSettled(runner.runAll("on-demand", startMs));
  expect(ledger.snapshot().head.seq).toBe(entries);
  expect(statusesOf(first, "shop")).toEqual(statusesOf(second, "shop"));
  expect(statusesOf(second, "shop")).toContain("accepted");
});

test("a meter's sources are declared at its first answer, and its channels begin there", async () => {
  counts["shop"] = null;
  const runner = runnerOn(ledger);
  await clock.runUntilSettled(runner.runAll("on-demand", startMs));
  expect([...ledger.snapshot().sources.values()].map(({ meterId }) => meterId)).toEqual([
    "flat",
    "flat",
  ]);
  expect([...ledger.snapshot().tenancies.keys()]).toEqual([1, 2]);
  counts["shop"] = 77;
  await clock.advanceBy(60_000);
  await clock.runUntilSettled(runner.runChannel(3));
  const [tenancy] = ledger.snapshot().tenancies.get(3) ?? [];
  expect(tenancy).toMatchObject({ startedAtMs: startMs + 60_000 });
});

test("a meter that is silent is missing from the round and keeps the reading that it gave", async () => {
  const runner = runnerOn(ledger);
  await clock.runUntilSettled(runner.runAll("on-demand", startMs));
  counts["flat"] = null;
  await clock.advanceBy(3_600_000);
  const record = await clock.runUntilSettled(runner.runAll("on-demand", clock.nowMs()));
  expect(statusesOf(record, "flat")).toEqual(["missing", "missing"]);
  expect(latestOf(1)).toMatchObject({ takenAtMs: startMs, count: 1000 });
  expect(ledger.snapshot().standings.get(1)?.lastOutcome).toMatchObject({
    status: "missing",
    reason: "timeout",
    atMs: startMs + 3_600_000,
  });
  expect(await ledger.readingsBetween(1, startMs, clock.nowMs() + 1, 10)).toHaveLength(1);
});

test("two channels on one meter share its sources", async () => {
  const runner = runnerOn(ledger);
  await clock.runUntilSettled(runner.runAll("on-demand", startMs));
  const { bindings, sources } = ledger.snapshot();
  const exportNo = [...sources.values()].find(
    ({ meterId, counterId }) => meterId === "flat" && counterId === "export",
  )?.sourceNo;
  expect(bindings.get(1)?.[0]?.counter2).toBe(exportNo);
  expect(bindings.get(2)?.[0]?.counter1).toBe(exportNo);
});

test("another serial number puts the reading into quarantine", async () => {
  serials["flat"] = "A-1";
  const runner = runnerOn(ledger);
  await clock.runUntilSettled(runner.runAll("on-demand", startMs));
  serials["flat"] = "B-2";
  await clock.advanceBy(3_600_000);
  const record = await clock.runUntilSettled(runner.runAll("on-demand", clock.nowMs()));
  expect(statusesOf(record, "flat")).toEqual(["quarantined", "quarantined"]);
  expect(latestOf(1)?.takenAtMs).toBe(startMs);
  expect([...ledger.snapshot().quarantines.values()].map(({ reason }) => reason)).toEqual([
    "serial-changed",
    "serial-changed",
  ]);
});

test("a round that a failing disk stored after all is made anew from what stands there", async () => {
  const stale = ledger.snapshot();
  const failing: LedgerHost = {
    ...ledger,
    async append(events, actor) {
      await ledger.append(events, actor);
      throw new MegaError("LEDGER_STORAGE_FAILED", "The sync failed");
    },
  };
  await expect(runnerOn(failing).runChannel(1)).rejects.toThrow("The sync failed");
  await clock.advanceBy(60_000);
  counts["flat"] = 1010;
  let asked = 0;
  const reopened: LedgerHost = {
    ...ledger,
    // What was stored is known when the file was opened again: with the first answer.
    snapshot: () => (asked === 0 ? stale : ledger.snapshot()),
    append: (events, actor) => {
      asked += 1;
      return ledger.append(events, actor);
    },
  };
  const record = await runnerOn(reopened).runChannel(1);
  expect(asked).toBe(2);
  expect(statusesOf(record, "flat")).toEqual(["accepted", "accepted"]);
  expect(latestOf(1)).toMatchObject({ count: 1010 });
});
