import type { LedgerEvent } from "@mega/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  acceptedItem,
  firstDueAtMs,
  testRound,
  testSource,
} from "../../../../packages/ledger/src/contract/test-events.ts";
import { decodeEntry, encodeEntry } from "../../../../packages/ledger/src/entry/envelope.ts";
import { entryHash } from "../../../../packages/ledger/src/entry/hash.ts";
import type { Row, ServerDatabase } from "../database/server-database.ts";
import { storeBatch } from "../mirror/store-batch.ts";
import { storeKeys } from "../mirror/store-keys.ts";
import { dumpMirror } from "../testing/mirror-dump.ts";
import { answersOf, instantsOf, mirrored, send } from "../testing/mirrored-ledger.ts";
import { batchOf, enrolledGateway, grown, lifeLedger, toldLedger } from "../testing/sent-ledger.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { mirrorReader } from "./mirror-reader.ts";
import { makeReadingTables } from "./reading-tables.ts";
import { outdatedGateways, rebuildReadings } from "./rebuild-readings.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let postgres: TestPostgres;
let database: ServerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
}, 60_000);
afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

test.each([1, 2, 3])("life %i: the mirror answers as the gateway's ledger does", async (seed) => {
  const life = await lifeLedger(seed, 80);
  const gatewayId = await mirrored(database, life);
  const instants = instantsOf(80);
  const expected = await answersOf(life.host, instants);
  expect(expected.months.flat().length).toBeGreaterThan(0);
  expect(await answersOf(mirrorReader(database, gatewayId), instants)).toEqual(expected);
});

test("readings derived again from the entries are the same", async () => {
  const gatewayId = await mirrored(database, await lifeLedger(4, 60));
  const before = await dumpMirror(database, gatewayId);
  await rebuildReadings(database, gatewayId);
  expect(await dumpMirror(database, gatewayId)).toEqual(before);
});

test("a state that was saved is gone on from", async () => {
  const life = await lifeLedger(3, 300);
  const gatewayId = await mirrored(database, life);
  const states = () =>
    database.as({ kind: "job" }, (tx) =>
      tx.query("SELECT seq FROM ledger_state WHERE gateway_id = $1", [gatewayId]),
    );
  expect(await states()).toEqual([]);
  expect(await mirrorReader(database, gatewayId).state()).toEqual(life.host.snapshot());
  expect(await states()).toEqual([{ seq: life.entries.length }]);
  await life.host.append([{ kind: "clock-stepped", fromMs: 1, toMs: 2, why: "later" }]);
  await send(database, gatewayId, await grown(life), life.entries.length + 1);
  expect(await mirrorReader(database, gatewayId).state()).toEqual(life.host.snapshot());
  expect(await states()).toEqual([{ seq: life.entries.length }]);
});

test("keys that come late fill what could not be read, as if they had come in time", async () => {
  const life = await lifeLedger(2, 50);
  const inTime = await dumpMirror(database, await mirrored(database, life));
  const late = await enrolledGateway(database);
  await send(database, late, life);
  const without = await dumpMirror(database, late);
  expect(without.entries).toEqual(inTime.entries);
  expect(without.readings).not.toEqual(inTime.readings);
  const reader = mirrorReader(database, late);
  expect((await reader.state())?.standings.get(1)?.latest).toBe(null);
  for (const key of life.keys) {
    const keys = { ledgerId: life.ledgerId, keys: [key] };
    expect(await storeKeys(database, { gatewayId: late, generation: 1, keys })).toEqual({
      kind: "stored",
      added: 1,
    });
  }
  expect(await dumpMirror(database, late)).toEqual(inTime);
  expect(await mirrorReader(database, late).state()).toEqual(life.host.snapshot());
});

test("answers far from their round are found by their own instant", async () => {
  const events: LedgerEvent[] = [
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    ...[1, 2].map((no) => ({ kind: "source-declared" as const, source: testSource(no) })),
  ];
  // A clock that was set during a round, and one that runs years ahead for a while.
  const taken = [0, 1, 2.9, 40, 41, 24 * 365 * 3, 24 * 365 * 3 + 1];
  for (const [hour, takenHour] of taken.entries()) {
    const takenAtMs = firstDueAtMs + takenHour * HOUR_MS;
    const items = [acceptedItem(1, takenAtMs, 100 + hour)];
    if (hour % 2 === 0) items.push(acceptedItem(2, firstDueAtMs + hour * HOUR_MS + 5, 7 + hour));
    events.push(testRound(hour, items));
  }
  const told = await toldLedger(events);
  const gatewayId = await mirrored(database, told);
  const instants = [-1, 0, 1, 2, 2.9, 3, 39, 40, 40.5, 41, 5000, 24 * 365 * 3, 50_000].map(
    (hour) => firstDueAtMs + hour * HOUR_MS,
  );
  const expected = await answersOf(told.host, instants);
  expect(await answersOf(mirrorReader(database, gatewayId), instants)).toEqual(expected);
});

test("an entry of an unknown kind is kept; readings end before it until it is understood", async () => {
  const life = await lifeLedger(7, 25);
  const known = await dumpMirror(database, await mirrored(database, life));
  const entries = unknownAt(life.entries, 20);
  const gatewayId = await enrolledGateway(database);
  await storeKeys(database, { gatewayId, generation: 1, keys: life });
  await send(database, gatewayId, { ...life, entries });
  const stopped = await dumpMirror(database, gatewayId);
  expect(stopped.entries.length).toBe(life.entries.length);
  expect(stopped.stopped).toEqual([{ ledger_no: 1, stopped_seq: 20, stopped_kind: "Later" }]);
  const rounds = (of: readonly Row[]) => of.map(({ seq }) => Number(seq));
  expect(rounds(stopped.readings)).toEqual(rounds(known.readings).filter((seq) => seq < 20));
  expect(await mirrorReader(database, gatewayId).state()).toMatchObject({
    head: { seq: life.entries.length },
    notUnderstood: { seq: 20, kind: "Later" },
  });
  expect(await outdatedGateways(database, 10)).toEqual([]);
  await database.as({ kind: "job" }, (tx) =>
    tx.query("UPDATE ledger SET kinds_version = 0 WHERE gateway_id = $1", [gatewayId]),
  );
  expect(await outdatedGateways(database, 10)).toEqual([gatewayId]);
  await rebuildReadings(database, gatewayId);
  expect(await dumpMirror(database, gatewayId)).toEqual(stopped);
  expect(await outdatedGateways(database, 10)).toEqual([]);
});

test("a round beyond what rows hold stops the readings, and nothing else", async () => {
  const source = { kind: "source-declared", source: testSource(5000) } as const;
  const told = await toldLedger([
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    { kind: "source-declared", source: testSource(1) },
    testRound(0, [acceptedItem(1, firstDueAtMs, 7)]),
    source,
    testRound(1, [acceptedItem(5000, firstDueAtMs + HOUR_MS, 8)]),
    testRound(2, [acceptedItem(1, firstDueAtMs + 2 * HOUR_MS, 9)]),
  ]);
  const gatewayId = await mirrored(database, told);
  const { stopped, readings, entries } = await dumpMirror(database, gatewayId);
  expect(stopped).toMatchObject([{ stopped_seq: 7, stopped_kind: "RoundTaken 2" }]);
  expect(readings).toHaveLength(1);
  expect(entries).toHaveLength(told.entries.length);
});

test("rounds move into the tables of their months, which are made once", async () => {
  const own = await postgres.database();
  const life = await lifeLedger(8, 40);
  const gatewayId = await enrolledGateway(own);
  await storeKeys(own, { gatewayId, generation: 1, keys: life });
  await storeBatch(own, { gatewayId, generation: 1, batch: batchOf(life, 1, 500), nowMs: 0 });
  const before = await dumpMirror(own, gatewayId);
  const nowMs = firstDueAtMs + 40 * DAY_MS;
  const tables = () =>
    own.as({ kind: "job" }, (tx) =>
      tx.query("SELECT DISTINCT tableoid::regclass::text AS name FROM reading ORDER BY 1"),
    );
  expect(await tables()).toEqual([{ name: "reading_other" }]);
  for (let turn = 0; turn < 2; turn++) await makeReadingTables(own, nowMs);
  expect(await tables()).toEqual([
    { name: "reading_2026_04" },
    { name: "reading_2026_05" },
    { name: "reading_2026_06" },
  ]);
  expect(await dumpMirror(own, gatewayId)).toEqual(before);
  await own.close();
});

/** The ledger with an entry of a kind that nobody knows in one place. */
function unknownAt(entries: readonly Uint8Array[], seq: number): readonly Uint8Array[] {
  const changed = entries.slice(0, seq - 1);
  for (const bytes of entries.slice(seq - 1)) {
    const decoded = decodeEntry(bytes);
    if (!decoded.ok) throw new Error(decoded.detail);
    const { envelope } = decoded;
    const prevHash = entryHash(changed.at(-1) ?? new Uint8Array());
    const later = envelope.seq === seq ? { kind: "Later", kindVersion: 1 } : {};
    changed.push(encodeEntry({ ...envelope, prevHash, ...later }));
  }
  return changed;
}
