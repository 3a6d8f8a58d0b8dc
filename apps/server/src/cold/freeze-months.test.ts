// Months that are packed answer as they did, and what comes later finds its way into them.

import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { eraseKeys } from "../mirror/erase-keys.ts";
import { storeKeys } from "../mirror/store-keys.ts";
import { mirrorReader } from "../readings/mirror-reader.ts";
import { rebuildReadings } from "../readings/rebuild-readings.ts";
import { dumpMirror } from "../testing/mirror-dump.ts";
import { answersOf, instantsOf, mirrored, send } from "../testing/mirrored-ledger.ts";
import { enrolledGateway, grown, lifeLedger, type SentLedger } from "../testing/sent-ledger.ts";
import { serverParts } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { startFreezeJob } from "./freeze-job.ts";
import { freezeMonth, warmMonths } from "./freeze-months.ts";

/** When every month of the lives here is over for long. */
const laterMs = Date.UTC(2027, 5, 1);
const DAYS = 75;

let postgres: TestPostgres;
let database: ServerDatabase;
let life: SentLedger;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
  life = await lifeLedger(21, DAYS);
}, 60_000);
afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

async function freezeAll(nowMs = laterMs): Promise<number> {
  let bytes = 0;
  for (const month of await warmMonths(database, nowMs, 100)) {
    bytes += (await freezeMonth(database, month))?.bytes ?? 0;
  }
  return bytes;
}

const answers = (gatewayId: number) =>
  answersOf(mirrorReader(database, gatewayId), instantsOf(DAYS));

async function counted(gatewayId: number, table: "reading" | "reading_cold"): Promise<number> {
  const what = table === "reading" ? "count(*)" : "sum(rounds)";
  const [row] = await database.as({ kind: "job" }, (tx) =>
    tx.query(`SELECT ${what}::int AS count FROM ${table} WHERE gateway_id = $1`, [gatewayId]),
  );
  return Number(row?.["count"] ?? 0);
}

test("cold months answer every question as their rows did", async () => {
  const gatewayId = await mirrored(database, life);
  const rounds = await counted(gatewayId, "reading");
  const before = await answers(gatewayId);
  expect(before).toEqual(await answersOf(life.host, instantsOf(DAYS)));
  expect(await freezeAll()).toBeGreaterThan(0);
  expect(await counted(gatewayId, "reading")).toBe(0);
  expect(await counted(gatewayId, "reading_cold")).toBe(rounds);
  expect(await answers(gatewayId)).toEqual(before);
  // There is nothing left to do.
  expect(await warmMonths(database, laterMs, 100)).toEqual([]);
});

test("the running month and two before it stay as rows", async () => {
  const gatewayId = await mirrored(database, life);
  const before = await answers(gatewayId);
  const julyMs = Date.UTC(2026, 6, 31, 23, 59);
  const monthsAt = async (nowMs: number) =>
    (await warmMonths(database, nowMs, 100)).map(({ month }) => month);
  // Its first round was due in the evening of 30 April, in UTC.
  expect(await monthsAt(julyMs)).toEqual(["2026-04"]);
  expect(await monthsAt(julyMs + 60_000)).toEqual(["2026-04", "2026-05"]);
  await freezeAll(julyMs + 60_000);
  expect(await counted(gatewayId, "reading")).toBeGreaterThan(30);
  expect(await answers(gatewayId)).toEqual(before);
});

test("rounds that come late are put to those that are cold", async () => {
  const whole = await mirrored(database, life);
  const gatewayId = await enrolledGateway(database);
  await storeKeys(database, { gatewayId, generation: 1, keys: life });
  const part = { ...life, entries: life.entries.slice(0, 60) };
  await send(database, gatewayId, part);
  await freezeAll();
  await send(database, gatewayId, life, 61);
  expect(await counted(gatewayId, "reading")).toBeGreaterThan(0);
  const expected = await answers(whole);
  expect(await answers(gatewayId)).toEqual(expected);
  await freezeAll();
  expect(await counted(gatewayId, "reading")).toBe(0);
  expect(await answers(gatewayId)).toEqual(expected);
});

test("a decision on a round that is cold counts", async () => {
  const own = await lifeLedger(26, DAYS);
  const gatewayId = await mirrored(database, own);
  await freezeAll();
  const latest = own.host.snapshot().standings.get(2)?.latest;
  if (!latest) throw new Error("source 2 has a reading");
  const { seq, takenAtMs, count } = latest;
  const why = "misread";
  const corrected = await own.host.append([
    { kind: "reading-corrected", seq, sourceNo: 2, takenAtMs, count: count + 1, why },
  ]);
  if (!corrected.ok) throw new Error(JSON.stringify(corrected.refusal));
  const longer = await grown(own);
  await send(database, gatewayId, longer, own.entries.length + 1);
  expect(await answers(gatewayId)).toEqual(await answersOf(own.host, instantsOf(DAYS)));
  await freezeAll();
  expect(await answers(gatewayId)).toEqual(await answersOf(own.host, instantsOf(DAYS)));
});

test("keys that come late, and an erasure, find the counts of cold months", async () => {
  const own = await lifeLedger(22, DAYS);
  const gatewayId = await enrolledGateway(database);
  await send(database, gatewayId, own);
  await freezeAll();
  await storeKeys(database, { gatewayId, generation: 1, keys: own });
  expect(await answers(gatewayId)).toEqual(await answersOf(own.host, instantsOf(DAYS)));
  await freezeAll();
  const beforeMonth = "2026-07";
  await own.host.eraseMonthKeys(beforeMonth, 1);
  await send(database, gatewayId, await grown(own), own.entries.length + 1).catch(() => undefined);
  const actor = { kind: "job" } as const;
  const erased = await eraseKeys(database, {
    ...{ gatewayId, beforeMonth, sourceNo: 1, actor, nowMs: 7 },
  });
  expect(erased.rounds).toBeGreaterThan(30);
  expect(await answers(gatewayId)).toEqual(await answersOf(own.host, instantsOf(DAYS)));
});

test("readings that are derived again are rows, as they were before they were cold", async () => {
  const own = await lifeLedger(23, 40);
  const gatewayId = await mirrored(database, own);
  const before = await dumpMirror(database, gatewayId);
  await freezeAll();
  await rebuildReadings(database, gatewayId);
  expect(await dumpMirror(database, gatewayId)).toEqual(before);
});

test("who asks while months become cold is answered as before", async () => {
  const gatewayId = await mirrored(database, await lifeLedger(24, DAYS));
  const before = await answers(gatewayId);
  const freezing = freezeAll();
  for (let turn = 0; turn < 3; turn++) expect(await answers(gatewayId)).toEqual(before);
  await freezing;
  expect(await answers(gatewayId)).toEqual(before);
});

test("the job makes them cold by itself, and ends", async () => {
  const gatewayId = await mirrored(database, await lifeLedger(25, 20));
  const parts = serverParts(database);
  await parts.clock.advanceTo(laterMs);
  const end = startFreezeJob(parts);
  await parts.clock.advanceBy(10 * 60_000);
  await vi.waitFor(async () => expect(await counted(gatewayId, "reading")).toBe(0), 20_000);
  await end();
  expect(await counted(gatewayId, "reading_cold")).toBe(20);
});
