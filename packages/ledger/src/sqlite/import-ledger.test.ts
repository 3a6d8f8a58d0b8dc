import { DatabaseSync } from "node:sqlite";
import type { MonthKey } from "@mega/domain";
import { expect, test } from "vitest";
import type { MonthKeyRow } from "../append/write-batch.ts";
import { acceptedItem, firstDueAtMs, testRound } from "../contract/test-events.ts";
import { toHex } from "../entry/cbor.ts";
import { LedgerImport } from "./import-ledger.ts";
import { freshPath, openHost, smallLedger } from "./testing/small-ledger.ts";

interface Elsewhere {
  readonly ledgerId: string;
  readonly entries: readonly Uint8Array[];
  readonly keys: readonly MonthKeyRow[];
}

/** Entries and keys as a mirror would give them. */
function elsewhere(path: string): Elsewhere {
  const db = new DatabaseSync(path, { readOnly: true });
  const blob = (value: unknown) => new Uint8Array(value as Uint8Array);
  const entries = db.prepare("SELECT bytes FROM entries ORDER BY seq").all();
  const keys = db.prepare("SELECT source_no, month, key FROM keys").all();
  const id = db.prepare("SELECT value FROM meta WHERE name = 'ledgerId'").get();
  db.close();
  return {
    ledgerId: String(id?.["value"]),
    entries: entries.map(({ bytes }) => blob(bytes)),
    keys: keys.map(({ source_no, month, key }) => {
      return { sourceNo: Number(source_no), month: month as MonthKey, key: blob(key) };
    }),
  };
}

function importAll(path: string, { ledgerId, entries, keys }: Elsewhere, page = 7): void {
  const ledger = new LedgerImport(path, ledgerId);
  ledger.takeKeys(keys);
  while (ledger.headSeq < entries.length) {
    ledger.takeEntries(entries.slice(ledger.headSeq, ledger.headSeq + page));
  }
  ledger.close();
}

test("a file made from entries and keys is the ledger they come from", async () => {
  const from = await smallLedger(60);
  const to = freshPath();
  importAll(to, elsewhere(from));
  const [old, made] = [await openHost(from), await openHost(to)];
  expect(made.snapshot()).toEqual(old.snapshot());
  const all = [1, 0, firstDueAtMs * 2, 1000] as const;
  expect(await made.readingsBetween(...all)).toEqual(await old.readingsBetween(...all));
  expect(await made.readingsBetween(...all)).toHaveLength(60);
  expect(await made.verify(1)).toEqual(await old.verify(1));
  await old.close();
  await made.close();
});

test("an import that was cut off goes on where it stands", async () => {
  const source = elsewhere(await smallLedger(20));
  const to = freshPath();
  const first = new LedgerImport(to, source.ledgerId);
  first.takeKeys(source.keys);
  first.takeEntries(source.entries.slice(0, 9));
  first.close();
  const second = new LedgerImport(to, source.ledgerId);
  expect(second.headSeq).toBe(9);
  second.close();
  importAll(to, source);
  const made = await openHost(to);
  expect(await made.verify(1)).toMatchObject({ ok: true, keysChecked: 2, keysErased: 0 });
  await made.close();
  expect(() => new LedgerImport(to, "ab".repeat(16))).toThrow("The file is another ledger");
});

test("a key nobody commits stays out, a missing one leaves its values sealed", async () => {
  const source = elsewhere(await smallLedger(5));
  const [kept] = source.keys;
  if (kept === undefined) throw new Error("a small ledger has keys");
  const later = { ...kept, month: "2031-01" };
  const to = freshPath();
  importAll(to, { ...source, keys: [kept, later] });
  const made = await openHost(to);
  expect(await made.verify(1)).toMatchObject({ ok: true, keysChecked: 1, keysErased: 1 });
  expect(made.snapshot().standings.get(kept.sourceNo)?.latest).not.toBe(null);
  expect(made.snapshot().standings.get(3 - kept.sourceNo)?.latest).toBe(null);
  await made.close();
});

test("entries that do not follow and keys that were not committed are refused, all of a call", async () => {
  const source = elsewhere(await smallLedger(5));
  const other = elsewhere(await smallLedger(5));
  const broken = (entries: readonly Uint8Array[], keys = source.keys) => {
    const path = freshPath();
    const ledger = new LedgerImport(path, source.ledgerId);
    ledger.takeKeys(keys);
    ledger.takeEntries(source.entries.slice(0, 3));
    let code: unknown;
    try {
      ledger.takeEntries(entries);
    } catch (cause) {
      code = (cause as { code: unknown }).code;
    }
    const again = new LedgerImport(path, source.ledgerId);
    const stands = [code, again.headSeq];
    again.close();
    return stands;
  };
  const refused = ["LEDGER_CHAIN_BROKEN", 3];
  expect(broken(source.entries.slice(4))).toEqual(refused);
  expect(broken([source.entries[3] as Uint8Array, ...other.entries.slice(4)])).toEqual(refused);
  expect(broken(other.entries.slice(3))).toEqual(refused);
  const wrong = source.keys.map((row) => ({ ...row, key: new Uint8Array(32).fill(1) }));
  expect(broken(source.entries.slice(3), wrong)).toEqual(refused);
  expect(() => new LedgerImport(freshPath(), other.ledgerId).takeEntries(source.entries)).toThrow(
    "it belongs to another ledger",
  );
});

test("another box goes on with the next entry, in a generation of its own", async () => {
  const from = await smallLedger(10);
  const to = freshPath();
  importAll(to, elsewhere(from));
  const made = await openHost(to);
  const { head, generation } = made.snapshot();
  const taken = { headSeq: head.seq, headHash: head.hash, fromGeneration: generation };
  const told = await made.append([{ kind: "ledger-continued", ...taken, toGeneration: 3 }]);
  expect(told).toMatchObject({ ok: true, entries: [{ seq: head.seq + 1 }] });
  const next = testRound(
    10,
    [1, 2].map((no) => acceptedItem(no, roundAtMs(10) + no, 1000 * no + 10)),
  );
  expect(await made.append([next])).toMatchObject({ ok: true, entries: [{ seq: head.seq + 2 }] });
  expect(made.snapshot()).toMatchObject({ generation: 3, ledgerId: elsewhere(from).ledgerId });
  const report = await made.verify(1);
  expect(report).toMatchObject({ ok: true, headSeq: head.seq + 2, unknownKinds: [] });
  await made.close();
  const again = await openHost(to);
  expect(again.snapshot().generation).toBe(3);
  await again.rebuildProjections();
  expect(again.snapshot().generation).toBe(3);
  expect(toHex(again.snapshot().head.hash)).toBe(report.headHash);
  await again.close();
});

function roundAtMs(hour: number): number {
  return firstDueAtMs + hour * 3_600_000;
}
