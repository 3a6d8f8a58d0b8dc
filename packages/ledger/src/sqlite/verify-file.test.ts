import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { acceptedItem, firstDueAtMs, testRound } from "../contract/test-events.ts";
import type { LedgerHost } from "./ledger-host.ts";
import type { ProjectedReading } from "./packed-run.ts";
import { changeRun, turnBit } from "./testing/change-run.ts";
import { freshPath, openHost, smallLedger, tamper } from "./testing/small-ledger.ts";
import { verifyLedgerFile } from "./verify-file.ts";

test("a good file is good, and its tree hash fixes every entry", async () => {
  const path = await smallLedger(3);
  const report = await verifyLedgerFile(path);
  expect(report).toMatchObject({ ok: true, entries: 7, firstBad: null, keysChecked: 2 });
  expect(report.treeHash).toMatch(/^[0-9a-f]{64}$/);
  const ledger = await openHost(path);
  expect(await ledger.verify(1)).toEqual(report);
  expect(await ledger.verify(5)).toMatchObject({
    ok: true,
    fromSeq: 5,
    entries: 3,
    treeHash: null,
  });
  await ledger.close();
});

test("a changed entry is named, and the entries before it are good", async () => {
  const path = await smallLedger(9);
  tamper(path, (db) => {
    const row = db.prepare("SELECT bytes FROM entries WHERE seq = 8").get();
    const bytes = row?.["bytes"] as Uint8Array;
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 4;
    db.prepare("UPDATE entries SET bytes = ? WHERE seq = 8").run(bytes);
  });
  expect(await verifyLedgerFile(path)).toMatchObject({
    ok: false,
    entries: 7,
    firstBad: { seq: 8, fault: "hash" },
  });
});

test("a changed key, and a key nobody committed, are named", async () => {
  const path = await smallLedger(2);
  tamper(path, (db) => db.exec("UPDATE keys SET key = zeroblob(32) WHERE source_no = 2"));
  expect((await verifyLedgerFile(path)).firstBad).toMatchObject({
    fault: "key-commitment",
    detail: "the key of source 2 for 2026-05 is not the committed one",
  });
  const other = await smallLedger(2);
  tamper(other, (db) => db.exec("INSERT INTO keys VALUES (1, '2026-09', zeroblob(32))"));
  expect((await verifyLedgerFile(other)).firstBad).toMatchObject({ fault: "key-commitment" });
});

test("a projection that does not follow from the entries is named", async () => {
  const changed = (sourceNo: number, seq: number, change: Partial<ProjectedReading>) =>
    changeRun(sourceNo, (readings) =>
      readings.map((one) => (one.seq === seq ? { ...one, ...change } : one)),
    );
  const extra = { seq: 4, count: 5, code: 0, clockState: "S", monthNo: 24_316 } as const;
  const damages: readonly (readonly [string, (db: DatabaseSync) => void, number])[] = [
    ["a count", changed(2, 6, { count: 2002 }), 6],
    ["a status", changed(1, 5, { code: 16 }), 5],
    ["a reading gone", changeRun(1, (readings) => readings.filter(({ seq }) => seq !== 7)), 7],
    [
      "a reading more",
      changeRun(1, (readings) => [{ ...extra, takenAtMs: 5, decision: null }, ...readings]),
      7,
    ],
    ["a decision", changed(1, 5, { decision: { seq: 6, discarded: false } }), 7],
    ["a source gone", (db) => db.exec("DELETE FROM p_runs WHERE source_no = 2"), 5],
    ["a bit", (db) => db.exec("UPDATE p_runs SET packed = zeroblob(40) WHERE source_no = 2"), 5],
    ["a month", (db) => db.exec("INSERT INTO p_months VALUES (1, '2026-05', 1, '{\"seq\":4}')"), 7],
  ];
  for (const [what, damage, seq] of damages) {
    const path = await smallLedger(3);
    tamper(path, damage);
    const report = await verifyLedgerFile(path);
    expect(report.firstBad, what).toMatchObject({ seq, fault: "projection" });
    expect(report.entries).toBe(7);
  }
});

test("a reading a bill would rest on is compared with its entry before it is given", async () => {
  const path = await smallLedger(3);
  const ledger = await openHost(path);
  const atMs = firstDueAtMs + 3_600_001;
  const right = await ledger.readingsAround(1, atMs);
  expect(right.before?.count).toBe(1001);
  await ledger.close();
  const another = changeRun(1, (readings) =>
    readings.map((one) => (one.seq === 6 ? { ...one, count: 1777 } : one)),
  );
  for (const damage of [another, turnBit]) {
    tamper(path, damage);
    const again = await openHost(path);
    expect(await again.readingsAround(1, atMs)).toEqual(right);
    expect(await again.verify(1)).toMatchObject({ ok: true });
    await again.close();
  }
});

const PAGE_BYTES = 16_384;
const nothing: Promise<unknown> = Promise.resolve();

test("a damaged run is derived again whoever meets it first", async () => {
  const path = await smallLedger(3);
  const third = { seq: 7, sourceNo: 1, takenAtMs: firstDueAtMs + 2 * 3_600_000 + 1 };
  const late = (hour: number) =>
    testRound(hour, [acceptedItem(1, firstDueAtMs + hour * 3_600_000, 2000 + hour)]);
  const hours = Array.from({ length: 70 }, (_, hour) => hour + 20);
  const meetings: readonly ((ledger: LedgerHost) => Promise<unknown>)[] = [
    (ledger) => ledger.readingsBetween(1, 0, firstDueAtMs * 2, 100),
    (ledger) => ledger.append([{ kind: "reading-corrected", ...third, count: 1002, why: "" }]),
    // At the end, when what waits in memory is put beside the readings before it.
    (ledger) => ledger.append([late(9)]),
    // In the middle of the work.
    (ledger) => hours.reduce((done, hour) => done.then(() => ledger.append([late(hour)])), nothing),
  ];
  for (const meeting of meetings) {
    tamper(path, turnBit);
    const ledger = await openHost(path);
    await meeting(ledger);
    await ledger.close();
    expect((await verifyLedgerFile(path)).firstBad).toBeNull();
  }
});

test("a file cut off behind the middle is read as far as it goes", async () => {
  const path = await smallLedger(300);
  const bytes = readFileSync(path);
  truncateSync(path, Math.floor((bytes.length * 3) / 4 / PAGE_BYTES) * PAGE_BYTES);
  const report = await verifyLedgerFile(path);
  expect(report).toMatchObject({ ok: false, firstBad: { fault: "unreadable" } });
  expect(report.entries).toBeGreaterThan(10);
  expect(report.firstBad?.seq).toBe(report.entries + 1);
  truncateSync(path, 2 * PAGE_BYTES);
  await expect(verifyLedgerFile(path)).resolves.toMatchObject({ ok: false, entries: 0 });
});

test("entries that were taken away at the end are missed", async () => {
  const path = await smallLedger(9);
  tamper(path, (db) => db.exec("DELETE FROM entries WHERE seq > 11"));
  expect(await verifyLedgerFile(path)).toMatchObject({
    ok: false,
    entries: 11,
    firstBad: { seq: 12, fault: "tail-missing" },
  });
});

test("with erased keys the chain is good, and the report says how many there are", async () => {
  const path = await smallLedger(2);
  const ledger = await openHost(path);
  const june = firstDueAtMs + 31 * 24 * 3_600_000;
  await ledger.append([testRound(31 * 24, [acceptedItem(1, june, 5000)])]);
  expect(await ledger.eraseMonthKeys("2026-06")).toBe(2);
  await ledger.close();
  expect(await verifyLedgerFile(path)).toMatchObject({ ok: true, keysChecked: 1, keysErased: 2 });
});

test("what is no ledger, not there or in use is told as such", async () => {
  const path = freshPath();
  await expect(verifyLedgerFile(path)).rejects.toMatchObject({ code: "NOT_FOUND" });
  writeFileSync(path, "no database at all, but long enough to be looked into".repeat(100));
  await expect(verifyLedgerFile(path)).rejects.toMatchObject({ code: "LEDGER_CHAIN_BROKEN" });
  const used = await smallLedger(1);
  const ledger = await openHost(used);
  await expect(verifyLedgerFile(used)).rejects.toMatchObject({ code: "LEDGER_LOCKED" });
  await ledger.close();
});
