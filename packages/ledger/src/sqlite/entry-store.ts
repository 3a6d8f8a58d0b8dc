/** Entries, keys and identity in ledger.db: the tables that are never altered. */

import type { DatabaseSync } from "node:sqlite";
import { assert, MegaError, type MonthKey, type SourceNo } from "@mega/domain";
import type { MonthKeyRow } from "../append/write-batch.ts";
import { fromHex, toHex } from "../entry/cbor.ts";
import { keyCommitment } from "../entry/hash.ts";
import { makeRandomId } from "../entry/seal.ts";
import type { StoredEntry } from "./ledger-host.ts";
import { truthSql } from "./schema.ts";

/** Entries in one answer. */
const ENTRIES_MAX = 10_000;
/** Month keys kept in memory. */
const KEYS_HELD_MAX = 4096;

/** Who the ledger is. */
export interface LedgerIdentity {
  /** 16 random bytes, hexadecimal. */
  readonly ledgerId: string;
  /** Of the first entry; later ones are told by entries. */
  readonly generation: number;
}

/** The lasting tables. */
export interface EntryStore {
  readonly identity: LedgerIdentity;
  /** The identity as it stands in entries, 16 bytes. */
  readonly ledgerId: Uint8Array;
  /** How often keys were deleted since the store was opened. */
  erasures(): number;
  insertEntry(entry: StoredEntry): void;
  insertKey(row: MonthKeyRow): void;
  keyOf(sourceNo: SourceNo, month: MonthKey): Uint8Array | undefined;
  keyCount(): number;
  /** 0 when there is no entry. */
  headSeq(): number;
  entry(seq: number): StoredEntry | undefined;
  /** Entries in order, read as they are asked for. */
  iterate(fromSeq: number): Iterable<StoredEntry>;
  /** At most `limit` entries in order. */
  entries(fromSeq: number, limit: number): readonly StoredEntry[];
  /** Deletes keys of months before this one; how many there were. */
  deleteKeys(beforeMonth: MonthKey, sourceNo: SourceNo | undefined): number;
}

/** Makes the tables where they are missing, and reads who the ledger is. */
export function openEntryStore(db: DatabaseSync, makeIdentity: () => LedgerIdentity): EntryStore {
  const identity = readIdentity(db) ?? writeIdentity(db, makeIdentity());
  const insertEntry = db.prepare("INSERT INTO entries (seq, hash, bytes) VALUES (?, ?, ?)");
  const insertKey = db.prepare("INSERT INTO keys (source_no, month, key) VALUES (?, ?, ?)");
  const selectKey = db.prepare("SELECT key FROM keys WHERE source_no = ? AND month = ?");
  const deleteAll = db.prepare("DELETE FROM keys WHERE month < ?");
  const deleteOne = db.prepare("DELETE FROM keys WHERE month < ? AND source_no = ?");
  const countKeys = db.prepare("SELECT count(*) AS n FROM keys");
  const selectHead = db.prepare("SELECT max(seq) AS seq FROM entries");
  const selectEntries = db.prepare(
    "SELECT seq, hash, bytes FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?",
  );
  const keys = new Map<MonthKey, Map<SourceNo, Uint8Array>>();
  let keysHeld = 0;
  let erasures = 0;

  function forgetKeys(): void {
    keys.clear();
    keysHeld = 0;
  }

  function entries(fromSeq: number, limit: number): readonly StoredEntry[] {
    assert(limit >= 1 && limit <= ENTRIES_MAX, `a limit is 1 to ${ENTRIES_MAX}`);
    return selectEntries.all(fromSeq, limit).map(entryFromRow);
  }

  return {
    identity,
    ledgerId: fromHex(identity.ledgerId),
    erasures: () => erasures,
    insertEntry: ({ seq, hash, bytes }) => void insertEntry.run(seq, hash, bytes),
    insertKey: ({ sourceNo, month, key }) => void insertKey.run(sourceNo, month, key),
    keyOf(sourceNo, month) {
      const known = keys.get(month)?.get(sourceNo);
      if (known) return known;
      const key = selectKey.get(sourceNo, month)?.["key"];
      if (!(key instanceof Uint8Array)) return undefined;
      if (keysHeld >= KEYS_HELD_MAX) forgetKeys();
      keys.set(month, (keys.get(month) ?? new Map()).set(sourceNo, key));
      keysHeld++;
      return key;
    },
    keyCount: () => Number(countKeys.get()?.["n"] ?? 0),
    headSeq: () => Number(selectHead.get()?.["seq"] ?? 0),
    entry: (seq) => entries(Math.max(seq, 1), 1).find((found) => found.seq === seq),
    *iterate(fromSeq) {
      for (let from = fromSeq; ; ) {
        const page = entries(from, 256);
        yield* page;
        const last = page.at(-1);
        if (last === undefined) return;
        from = last.seq + 1;
      }
    },
    entries,
    deleteKeys(beforeMonth, sourceNo) {
      forgetKeys();
      erasures++;
      const done =
        sourceNo === undefined ? deleteAll.run(beforeMonth) : deleteOne.run(beforeMonth, sourceNo);
      return Number(done.changes);
    },
  };
}

/** A new ledger's identity: random, so that it says nothing about the machine. */
export function makeLedgerIdentity(): LedgerIdentity {
  return { ledgerId: toHex(makeRandomId(16)), generation: 1 };
}

/** Whether a key is the one that was committed. */
export function keyFits(key: Uint8Array, commitment: Uint8Array): boolean {
  return toHex(keyCommitment(key)) === toHex(commitment);
}

function readIdentity(db: DatabaseSync): LedgerIdentity | undefined {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get();
  if (table === undefined) return undefined;
  const rows = db.prepare("SELECT name, value FROM meta").all();
  const meta = new Map(rows.map((row) => [String(row["name"]), String(row["value"])]));
  const format = meta.get("format");
  const ledgerId = meta.get("ledgerId");
  const generation = Number(meta.get("generation"));
  if (format !== "1" || ledgerId === undefined || !Number.isSafeInteger(generation)) {
    throw new MegaError("LEDGER_CHAIN_BROKEN", "The file is not a ledger of format 1", {
      hint: "A newer version may have written it. Keep the file and start that version.",
      context: { format: format ?? null },
    });
  }
  return { ledgerId, generation };
}

function writeIdentity(db: DatabaseSync, identity: LedgerIdentity): LedgerIdentity {
  db.exec("BEGIN IMMEDIATE");
  db.exec(truthSql);
  const insert = db.prepare("INSERT INTO meta (name, value) VALUES (?, ?)");
  insert.run("format", "1");
  insert.run("ledgerId", identity.ledgerId);
  insert.run("generation", String(identity.generation));
  db.exec("COMMIT");
  return identity;
}

function entryFromRow(row: Record<string, unknown>): StoredEntry {
  const { seq, hash, bytes } = row;
  assert(hash instanceof Uint8Array && bytes instanceof Uint8Array, "an entry row holds bytes");
  return { seq: Number(seq), hash, bytes };
}
