import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { acceptedItem, firstDueAtMs, testRound } from "../contract/test-events.ts";
import { openDatabase } from "./open-database.ts";
import { freshPath, openHost, smallLedger, tamper } from "./testing/small-ledger.ts";

test("what is committed reaches the disk: SQLite says so itself", async () => {
  const path = await smallLedger(1);
  const { db, writable } = openDatabase(path, "FULL");
  const setting = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  expect(writable).toBe(true);
  expect(setting("journal_mode")).toBe("wal");
  expect(setting("synchronous")).toBe(2);
  expect(setting("locking_mode")).toBe("exclusive");
  expect(setting("secure_delete")).toBe(1);
  expect(setting("mmap_size")).toBe(0);
  expect(existsSync(`${path}-shm`)).toBe(false);
  db.close();
});

test("while a ledger is open nobody else opens it, not even to read", async () => {
  const path = await smallLedger(1);
  const ledger = await openHost(path);
  await expect(openHost(path)).rejects.toMatchObject({ code: "LEDGER_LOCKED" });
  const reader = new DatabaseSync(path, { readOnly: true, timeout: 0 });
  expect(() => reader.prepare("SELECT seq FROM entries").all()).toThrow("locked");
  reader.close();
  await ledger.close();
  const again = await openHost(path);
  expect(again.snapshot().head.seq).toBe(5);
  await again.close();
});

test("an entry can be neither changed, deleted nor put between others", async () => {
  const path = await smallLedger(2);
  const { db } = openDatabase(path, "FULL");
  const refused = [
    ["UPDATE entries SET bytes = x'00' WHERE seq = 2", "entries are never updated"],
    ["DELETE FROM entries WHERE seq = 5", "entries are never deleted"],
    ["INSERT INTO entries VALUES (9, zeroblob(32), x'00')", "entries have no gap"],
    ["INSERT OR REPLACE INTO entries VALUES (2, zeroblob(32), x'00')", "entries have no gap"],
    ["UPDATE keys SET key = zeroblob(32)", "keys are never updated"],
    ["INSERT OR REPLACE INTO keys VALUES (1, '2026-05', zeroblob(32))", "keys are never replaced"],
    ["UPDATE meta SET value = '2'", "meta is never updated"],
    ["DELETE FROM meta", "meta is never deleted"],
  ] as const;
  for (const [sql, why] of refused) expect(() => db.exec(sql), sql).toThrow(why);
  db.close();
});

test("a bit that turned among the newest entries is found at the start", async () => {
  const path = await smallLedger(40);
  tamper(path, (db) => {
    const zeroed = "CAST(substr(bytes, 1, 99) || x'00' || substr(bytes, 101) AS BLOB)";
    db.exec(`UPDATE entries SET bytes = ${zeroed} WHERE seq = 30`);
  });
  await expect(openHost(path)).rejects.toMatchObject({
    code: "LEDGER_CHAIN_BROKEN",
    context: { seq: 30, fault: "hash" },
  });
});

test("entries that are missing at the end are missed at the start", async () => {
  const path = await smallLedger(10);
  tamper(path, (db) => db.exec("DELETE FROM entries WHERE seq > 12"));
  await expect(openHost(path)).rejects.toMatchObject({
    code: "LEDGER_CHAIN_BROKEN",
    message: "Entry 13 is broken: the ledger once had 14 entries",
    context: { seq: 13, fault: "tail-missing" },
  });
});

test("a broken chain without a saved state is refused, and refused again", async () => {
  const path = await smallLedger(10);
  tamper(path, (db) => db.exec("DELETE FROM p_state; DELETE FROM entries WHERE seq = 7"));
  for (const attempt of ["first", "second"]) {
    const opening = openHost(path);
    await expect(opening, attempt).rejects.toMatchObject({ context: { seq: 7, fault: "seq-gap" } });
  }
});

test("a ledger of another identity is not taken for its own", async () => {
  const path = await smallLedger(3);
  tamper(path, (db) =>
    db.exec(`UPDATE meta SET value = '${"0c".repeat(16)}' WHERE name <> 'format'`),
  );
  await expect(openHost(path)).rejects.toMatchObject({ code: "LEDGER_CHAIN_BROKEN" });
});

test("projections that are missing or of another version are derived again", async () => {
  const path = await smallLedger(20);
  const before = await openHost(path);
  const view = before.snapshot();
  await before.close();
  for (const damage of [
    "DROP TABLE p_runs",
    "UPDATE p_state SET version = 1; DELETE FROM p_runs",
    "UPDATE p_state SET state = zeroblob(9); DELETE FROM p_months",
  ]) {
    tamper(path, (db) => db.exec(damage));
    const ledger = await openHost(path);
    expect(ledger.snapshot(), damage).toEqual(view);
    expect(await ledger.readingsBetween(1, 0, firstDueAtMs * 2, 100)).toHaveLength(20);
    expect(await ledger.verify(1)).toMatchObject({ ok: true });
    await ledger.close();
  }
});

test("a start without a saved state of the newest entries finds them", async () => {
  const path = await smallLedger(3);
  const ledger = await openHost(path);
  await ledger.append([testRound(3, [acceptedItem(1, firstDueAtMs + 4 * 3_600_000, 1500)])]);
  await ledger.close();
  tamper(path, (db) => db.exec("DELETE FROM p_state"));
  const again = await openHost(path);
  expect(again.snapshot().standings.get(1)?.latest?.count).toBe(1500);
  await again.close();
});

test("a new ledger has a random identity that says nothing of the machine", async () => {
  const ledgers = await Promise.all([openHost(freshPath()), openHost(freshPath())]);
  const [first, second] = ledgers.map((ledger) => ledger.snapshot().ledgerId);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(first).not.toBe(second);
  for (const ledger of ledgers) await ledger.close();
});
