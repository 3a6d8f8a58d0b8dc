import fs, { readFileSync, renameSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { afterEach, expect, test, vi } from "vitest";
import { acceptedItem, firstDueAtMs, testRound } from "../contract/test-events.ts";
import { SqliteLedger } from "./sqlite-ledger.ts";
import { smallLedger } from "./testing/small-ledger.ts";
import { UnsyncedLog } from "./unsynced-log.ts";
import { verifyLedgerFile } from "./verify-file.ts";
import { ViewTeller } from "./view-teller.ts";
import { type Answers, WriteQueue } from "./write-queue.ts";

const HOUR_MS = 3_600_000;
/** Entries of the small ledger before the first round that is appended here. */
const HEAD = 5;

const stamp = {
  recordedAtMs: firstDueAtMs,
  bootId: new Uint8Array(8),
  monotonicMs: 0,
  clockState: "S",
  clockOffsetMs: null,
  actor: "gateway",
} as const;

function roundAt(hour: number) {
  return testRound(hour, [acceptedItem(1, firstDueAtMs + hour * HOUR_MS + 1, 1000 + hour)]);
}

async function deferring(): Promise<{ readonly ledger: SqliteLedger; readonly path: string }> {
  const path = await smallLedger(1);
  const ledger = new SqliteLedger({ path, defersSync: true });
  ledger.open();
  return { ledger, path };
}

function synced(ledger: SqliteLedger): Promise<void> {
  const { log } = ledger;
  if (log === null) throw new Error("the ledger defers no sync");
  return ledger.sync(log);
}

/** Syncs that end when the test says how, in the order in which they began. */
function heldSyncs(): ((cause: Error | null) => void)[] {
  const ends: ((cause: Error | null) => void)[] = [];
  const real = fs.fdatasync;
  vi.spyOn(fs, "fdatasync").mockImplementation((file, done) => {
    ends.push((cause) => (cause === null ? real(file, done) : done(cause)));
  });
  syncBuiltinESMExports();
  return ends;
}

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/** What a queue answers, as words. */
function heard() {
  const said: string[] = [];
  const answers: Answers = {
    done: (id, _result, change) => void said.push(`${id} done ${change?.kind ?? "as before"}`),
    failed: (id, _cause, change) => void said.push(`${id} failed ${change?.kind ?? "as before"}`),
  };
  return { said, answers };
}

test("a batch is answered behind its sync, and questions before it", async () => {
  const { ledger } = await deferring();
  const ends = heldSyncs();
  const { said, answers } = heard();
  const queue = new WriteQueue(ledger, new ViewTeller(), answers);
  expect(queue.changeIfSynced()).toMatchObject({ kind: "whole", view: { head: { seq: HEAD } } });
  queue.take({ id: 1, call: "append", events: [roundAt(1)], stamp });
  expect(ends.length).toBe(1);
  expect(ledger.readingsAround(1, firstDueAtMs + 2 * HOUR_MS).before?.count).toBe(1001);
  // What is not on the disk is not told.
  expect(queue.changeIfSynced()).toBe(null);
  queue.take({ id: 2, call: "append", events: [roundAt(2)], stamp });
  queue.take({ id: 3, call: "append", events: [roundAt(3)], stamp });
  queue.take({ id: 4, call: "close" });
  expect(said).toEqual([]);
  ends[0]?.(null);
  // Both that waited share the next sync.
  await vi.waitFor(() => expect(ends.length).toBe(2));
  expect(said).toEqual(["1 done steps"]);
  ends[1]?.(null);
  await vi.waitFor(() => expect(queue.isIdle).toBe(true));
  expect(said.slice(1)).toEqual(["2 done steps", "3 done steps", "4 done as before"]);
});

test("a sync that fails refuses every batch that waited for it, and the view shows what is there", async () => {
  const { ledger, path } = await deferring();
  const ends = heldSyncs();
  const { said, answers } = heard();
  const queue = new WriteQueue(ledger, new ViewTeller(), answers);
  queue.changeIfSynced();
  for (const id of [1, 2, 3]) queue.take({ id, call: "append", events: [roundAt(id)], stamp });
  ends[0]?.(null);
  await vi.waitFor(() => expect(ends.length).toBe(2));
  ends[1]?.(new Error("EIO"));
  await vi.waitFor(() => expect(queue.isIdle).toBe(true));
  // The log was written anew and synced: what was refused is there, whole.
  expect(said).toEqual(["1 done steps", "2 failed whole", "3 failed as before"]);
  expect(ledger.state.head.seq).toBe(HEAD + 3);
  queue.take({ id: 4, call: "append", events: [roundAt(4)], stamp });
  ends[2]?.(null);
  await vi.waitFor(() => expect(queue.isIdle).toBe(true));
  expect(said.at(-1)).toBe("4 done steps");
  ledger.close();
  expect(await verifyLedgerFile(path)).toMatchObject({ ok: true, headSeq: HEAD + 4 });
});

test("while the log cannot be written anew nothing is appended, and all is answered", async () => {
  const { ledger, path } = await deferring();
  ledger.append([roundAt(1)], stamp);
  vi.spyOn(UnsyncedLog.prototype, "renew").mockImplementation(() => {
    throw new Error("EIO");
  });
  const ends = heldSyncs();
  const failing = synced(ledger);
  ends[0]?.(new Error("EIO"));
  await expect(failing).rejects.toMatchObject({ code: "LEDGER_STORAGE_FAILED" });
  expect(() => ledger.append([roundAt(2)], stamp)).toThrow("EIO");
  expect(ledger.readingsAround(1, firstDueAtMs + 2 * HOUR_MS).before?.count).toBe(1001);
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  ledger.append([roundAt(2)], stamp);
  await synced(ledger);
  ledger.close();
  expect(await verifyLedgerFile(path)).toMatchObject({ ok: true, headSeq: HEAD + 2 });
});

test("what is not on the disk is not taken into the file when it is closed", async () => {
  const { ledger, path } = await deferring();
  ledger.append([roundAt(1)], stamp);
  await synced(ledger);
  ledger.append([roundAt(2), { kind: "restarted", why: "test", lastSeenMs: null }], stamp);
  const log = `${path}-wal`;
  // The log cannot be opened to be written anew; it is there again when the database is closed.
  renameSync(log, `${log}-away`);
  ledger.read((opened) => {
    expect(opened.log?.settle()).toBe(false);
    renameSync(`${log}-away`, log);
    opened.db.close();
    opened.log?.close();
  });
  expect(readFileSync(log).length).toBeGreaterThan(0);
  const again = new SqliteLedger({ path });
  again.open();
  expect(again.state.head.seq).toBe(HEAD + 1);
  again.append([roundAt(2)], stamp);
  again.close();
  expect(await verifyLedgerFile(path)).toMatchObject({ ok: true, headSeq: HEAD + 2 });
});

test("a log that began anew is kept from its beginning", async () => {
  const { ledger, path } = await deferring();
  for (let hour = 1; hour <= 8; hour++) {
    ledger.append([roundAt(hour)], stamp);
    await synced(ledger);
  }
  ledger.read(({ db }) => db.exec("PRAGMA wal_checkpoint(PASSIVE)"));
  ledger.append([roundAt(9)], stamp);
  const before = readFileSync(`${path}-wal`);
  ledger.log?.renew();
  expect(readFileSync(`${path}-wal`).equals(before)).toBe(true);
  expect(ledger.log?.isUnsynced).toBe(false);
  ledger.close();
  expect(await verifyLedgerFile(path)).toMatchObject({ ok: true, headSeq: HEAD + 9 });
});
