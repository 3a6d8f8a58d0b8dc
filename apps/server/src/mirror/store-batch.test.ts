import { readFileSync } from "node:fs";
import { join } from "node:path";
import { entryHash, toHex } from "@mega/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { firstDueAtMs } from "../../../../packages/ledger/src/contract/test-events.ts";
import { fromHex } from "../../../../packages/ledger/src/entry/cbor.ts";
import { decodeEntry, encodeEntry } from "../../../../packages/ledger/src/entry/envelope.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { mirrorReader } from "../readings/mirror-reader.ts";
import { dumpMirror, mirroredEntries } from "../testing/mirror-dump.ts";
import {
  batchOf,
  enrolledGateway,
  forkedAt,
  lifeLedger,
  type SentLedger,
} from "../testing/sent-ledger.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { type BatchOutcome, storeBatch } from "./store-batch.ts";
import { storeKeys } from "./store-keys.ts";

let postgres: TestPostgres;
let database: ServerDatabase;
let life: SentLedger;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
  life = await lifeLedger(5, 20);
}, 60_000);
afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

interface Sent {
  readonly from: number;
  readonly count?: number;
  readonly entries?: readonly Uint8Array[];
  readonly ledgerId?: Uint8Array;
  readonly generation?: number;
  readonly batchGeneration?: number;
}

function send(gatewayId: number, sent: Sent): Promise<BatchOutcome> {
  const { from, count = 500, entries = life.entries, ledgerId = life.ledgerId } = sent;
  const { generation = 1, batchGeneration = generation } = sent;
  const batch = { ...batchOf({ ledgerId, entries }, from, count), generation: batchGeneration };
  return storeBatch(database, { gatewayId, generation, batch, nowMs: 1000 });
}

/** An entry written otherwise, in its place. */
function altered(bytes: Uint8Array, change: Readonly<Record<string, unknown>>): Uint8Array {
  const decoded = decodeEntry(bytes);
  if (!decoded.ok) throw new Error(decoded.detail);
  return encodeEntry({ ...decoded.envelope, ...change });
}

test.each(["format-1.json", "round-taken-2.json"])(
  "the ledger of %s is there byte for byte",
  async (name) => {
    const path = join(import.meta.dirname, "../../../../packages/ledger/vectors", name);
    const file = JSON.parse(readFileSync(path, "utf8")) as {
      readonly keys: readonly { sourceNo: number; month: string; key: string }[];
      readonly entries: readonly { bytes: string; hash: string }[];
    };
    const entries = file.entries.map(({ bytes }) => fromHex(bytes));
    const ledgerId = fromHex("000102030405060708090a0b0c0d0e0f");
    const gatewayId = await enrolledGateway(database);
    const keys = file.keys.map((one) => ({ ...one, key: fromHex(one.key) }));
    await storeKeys(database, { gatewayId, generation: 1, keys: { ledgerId, keys } });
    const outcome = await send(gatewayId, { from: 1, entries, ledgerId });
    expect(outcome).toEqual({
      kind: "committed",
      added: entries.length,
      head: {
        ledgerId: toHex(ledgerId),
        generation: 1,
        headSeq: entries.length,
        headHash: file.entries.at(-1)?.hash,
      },
    });
    const stored = await dumpMirror(database, gatewayId);
    expect(stored.entries.map(({ bytes }) => toHex(bytes as Uint8Array))).toEqual(
      file.entries.map(({ bytes }) => bytes),
    );
    expect(stored.entries.map(({ hash }) => toHex(hash as Uint8Array))).toEqual(
      file.entries.map(({ hash }) => hash),
    );
    expect(stored.stopped).toEqual([{ ledger_no: 1, stopped_seq: null, stopped_kind: null }]);
  },
);

test("what was stored before is answered again, and nothing is written", async () => {
  const gatewayId = await enrolledGateway(database);
  const first = await send(gatewayId, { from: 1, count: 10 });
  expect(first).toMatchObject({ kind: "committed", added: 10 });
  const rowVersion = () =>
    database.as({ kind: "job" }, (tx) =>
      tx.query("SELECT xmin::text, xmax::text FROM ledger WHERE gateway_id = $1", [gatewayId]),
    );
  const before = await rowVersion();
  expect(await send(gatewayId, { from: 3, count: 5 })).toEqual({ ...first, added: 0 });
  expect(await rowVersion()).toEqual(before);
});

test("a gap is answered with where the mirror stands, also before the first entry", async () => {
  const gatewayId = await enrolledGateway(database);
  const ledgerId = toHex(life.ledgerId);
  expect(await send(gatewayId, { from: 2 })).toEqual({
    kind: "gap",
    head: { ledgerId, generation: 1, headSeq: 0, headHash: null },
  });
  await send(gatewayId, { from: 1, count: 4 });
  const headHash = toHex(entryHash(life.entries[3] ?? new Uint8Array()));
  expect(await send(gatewayId, { from: 6 })).toEqual({
    kind: "gap",
    head: { ledgerId, generation: 1, headSeq: 4, headHash },
  });
});

test("another entry in a place is refused and kept once; nothing else changes", async () => {
  const gatewayId = await enrolledGateway(database);
  await send(gatewayId, { from: 1, count: 10 });
  const before = await dumpMirror(database, gatewayId);
  const entries = forkedAt(life.entries, 8);
  const [stored, sent] = [life.entries[7], entries[7]].map((bytes) =>
    toHex(entryHash(bytes ?? new Uint8Array())),
  );
  for (const from of [1, 8, 1]) {
    const outcome = await send(gatewayId, { from, entries });
    expect(outcome).toMatchObject({
      kind: "forked",
      head: { headSeq: 10 },
      fork: { seq: 8, storedHash: stored, sentHash: sent },
    });
  }
  // Behind the head the first entry says itself that it follows another one.
  expect(await send(gatewayId, { from: 11, entries })).toMatchObject({
    kind: "forked",
    fork: { seq: 10 },
  });
  expect(await dumpMirror(database, gatewayId)).toEqual(before);
  const evidence = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT seq, bytes FROM fork WHERE gateway_id = $1 ORDER BY seq", [gatewayId]),
  );
  expect(evidence.map(({ seq, bytes }) => [seq, toHex(bytes as Uint8Array)])).toEqual([
    [8, toHex(entries[7] ?? new Uint8Array())],
    [11, toHex(entries[10] ?? new Uint8Array())],
  ]);
});

test("evidence of forks is bounded", async () => {
  const gatewayId = await enrolledGateway(database);
  await send(gatewayId, { from: 1, count: 3 });
  for (let no = 0; no < 40; no++) {
    const entries = life.entries.slice(0, 2);
    const third = altered(life.entries[2] ?? new Uint8Array(), { recordedAtMs: no });
    const outcome = await send(gatewayId, { from: 3, entries: [...entries, third] });
    expect(outcome.kind).toBe("forked");
  }
  const kept = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT count(*)::int AS n FROM fork WHERE gateway_id = $1", [gatewayId]),
  );
  expect(kept).toEqual([{ n: 32 }]);
});

test("a ledger begun anew is a fork, but not from the box that took the gateway over", async () => {
  const gatewayId = await enrolledGateway(database);
  const other = await lifeLedger(6, 3);
  await send(gatewayId, { from: 1, count: 5 });
  const begun = { from: 1, entries: other.entries, ledgerId: other.ledgerId };
  expect(await send(gatewayId, begun)).toMatchObject({
    kind: "forked",
    head: { ledgerId: toHex(life.ledgerId), headSeq: 5 },
    fork: { seq: 1, storedHash: null },
  });
  await database.as({ kind: "job" }, (tx) =>
    tx.query("UPDATE gateway SET generation = 2 WHERE gateway_id = $1", [gatewayId]),
  );
  expect(await send(gatewayId, begun)).toEqual({ kind: "replaced", generation: 2 });
  expect(await send(gatewayId, { ...begun, generation: 2 })).toMatchObject({
    kind: "committed",
    head: { ledgerId: toHex(other.ledgerId), headSeq: other.entries.length },
  });
  expect(await mirrorReader(database, gatewayId).state()).toMatchObject({
    ledgerId: toHex(other.ledgerId),
  });
  // The one before is closed.
  expect(await send(gatewayId, { from: 6, generation: 2 })).toMatchObject({ kind: "forked" });
});

test("what is no chain of this gateway is refused with its field, and nothing changes", async () => {
  const gatewayId = await enrolledGateway(database);
  await send(gatewayId, { from: 1, count: 5 });
  const before = await dumpMirror(database, gatewayId);
  const sixth = life.entries[5] ?? new Uint8Array();
  const five = life.entries.slice(0, 5);
  const wrong: readonly (readonly [Sent, string])[] = [
    [{ from: 6, entries: [...five, Uint8Array.of(1, 2, 3)] }, "entries/0"],
    [{ from: 6, entries: [...five, altered(sixth, { seq: 7 })] }, "entries/0"],
    [
      { from: 6, entries: [...five, altered(sixth, { ledgerId: new Uint8Array(16) })] },
      "entries/0",
    ],
    [{ from: 6, entries: [...five, altered(sixth, { generation: 2 })] }, "entries/0"],
    [
      { from: 5, entries: [...five, altered(sixth, { prevHash: new Uint8Array(32) }), sixth] },
      "fork",
    ],
    [{ from: 6, entries: [...five, sixth, sixth] }, "entries/1"],
    [{ from: 6, batchGeneration: 3 }, "generation"],
  ];
  for (const [sent, field] of wrong) {
    const outcome = await send(gatewayId, sent);
    if (field === "fork") expect(outcome.kind).toBe("forked");
    else {
      const fault = { field: expect.stringContaining(field) };
      expect(outcome).toMatchObject({ kind: "invalid", fault });
    }
  }
  expect(await dumpMirror(database, gatewayId)).toEqual(before);
});

test("a gateway that there is not stores nothing", async () => {
  await expect(send(999_999, { from: 1 })).rejects.toThrow("There is no gateway 999999");
});

test("a gateway reads and writes rows of its own alone", async () => {
  const [mine, other] = [await enrolledGateway(database), await enrolledGateway(database)];
  await send(mine, { from: 1, count: 3 });
  await send(other, { from: 1, count: 3 });
  for (const table of ["ledger", "entry", "reading", "month_key"]) {
    const seen = await database.as({ kind: "gateway", gatewayId: mine }, (tx) =>
      tx.query(`SELECT DISTINCT gateway_id FROM ${table}`),
    );
    expect(seen.filter(({ gateway_id: id }) => id !== mine)).toEqual([]);
  }
  for (const table of ["entry", "reading", "month_key", "fork"]) {
    const asAccount = database.as({ kind: "account", accountId: 1 }, (tx) =>
      tx.query(`SELECT 1 FROM ${table}`),
    );
    await expect(asAccount).rejects.toThrow("permission denied");
  }
  const forged = database.as({ kind: "gateway", gatewayId: mine }, (tx) =>
    tx.query(
      "INSERT INTO entry (gateway_id, ledger_no, seq, hash, bytes) VALUES ($1, 1, 4, $2, $2)",
      [other, new Uint8Array(32)],
    ),
  );
  await expect(forged).rejects.toThrow("row-level security");
  for (const kind of ["gateway", "job"] as const) {
    const identity = kind === "job" ? { kind } : { kind, gatewayId: mine };
    for (const sql of ["UPDATE entry SET seq = 9", "DELETE FROM entry"]) {
      await expect(database.as(identity, (tx) => tx.query(sql))).rejects.toThrow(
        "permission denied",
      );
    }
  }
});

test("an entry of any clock is data: it is kept as it came", async () => {
  const last = life.entries.at(-1) ?? new Uint8Array();
  const before = life.entries.slice(0, -1);
  for (const recordedAtMs of [-62_000_000_000_000, 0, firstDueAtMs, 253_402_300_799_999]) {
    const sent = [...before, altered(last, { recordedAtMs, clockState: "U" })];
    const gatewayId = await enrolledGateway(database);
    expect(await send(gatewayId, { from: 1, entries: sent })).toMatchObject({ kind: "committed" });
    expect(await mirroredEntries(database, gatewayId)).toEqual(sent);
  }
});
