/**
 * Makes a ledger file from entries and keys that come from elsewhere, such as a server's mirror for a
 * box that replaces another. What is taken is verified and on the disk, so that an import that was
 * cut off goes on where it stands. Projections are derived when the file is opened as a ledger.
 */

import type { DatabaseSync } from "node:sqlite";
import { MegaError, type MonthKey, type SourceNo } from "@mega/domain";
import type { MonthKeyRow } from "../append/write-batch.ts";
import { readFact } from "../entry/bodies.ts";
import { fromHex } from "../entry/cbor.ts";
import { decodeEntry, type Envelope } from "../entry/envelope.ts";
import { beginCheck, type ChainCheck, checkEntry } from "../entry/verify.ts";
import { chainBroken } from "./derive-state.ts";
import { type EntryStore, keyFits, openEntryStore } from "./entry-store.ts";
import { openDatabase } from "./open-database.ts";
import { storageError } from "./storage-error.ts";
import { closeQuietly, inTransaction } from "./transaction.ts";

/** Keys that may wait for the entries that commit them: 128 meters of 4 counters over ten years. */
const KEYS_WAITING_MAX = 65_536;

/** A file that is being made. After a failure it is closed, and holds what was taken before. */
export class LedgerImport {
  readonly #path: string;
  readonly #ledgerId: string;
  readonly #db: DatabaseSync;
  readonly #keys = new Map<MonthKey, Map<SourceNo, Uint8Array>>();
  #keysWaiting = 0;
  #store: EntryStore | undefined;
  #check: ChainCheck;

  /**
   * Opens the file, new or as a cut-off import left it.
   *
   * @param ledgerId 16 bytes, hexadecimal
   * @throws MegaError LEDGER_CHAIN_BROKEN when the file is another ledger, LEDGER_LOCKED,
   *   LEDGER_STORAGE_FAILED
   */
  constructor(path: string, ledgerId: string) {
    this.#path = path;
    this.#ledgerId = ledgerId;
    const { db, writable } = openDatabase(path, "FULL");
    this.#db = db;
    try {
      if (!writable) throw new Error("the disk can only be read");
      this.#store = begunStore(db, ledgerId);
      this.#check = checkBehind(this.#store, ledgerId);
    } catch (cause) {
      closeQuietly(db);
      throw storageError(cause, path);
    }
  }

  /** Newest entry taken; 0 before the first. */
  get headSeq(): number {
    return this.#check.seq;
  }

  /** Keys for entries that come. One that no entry commits is left out of the file. */
  takeKeys(rows: readonly MonthKeyRow[]): void {
    for (const { sourceNo, month, key } of rows) {
      const known = this.#keys.get(month) ?? new Map<SourceNo, Uint8Array>();
      if (!known.has(sourceNo)) this.#keysWaiting++;
      this.#keys.set(month, known.set(sourceNo, key));
    }
    if (this.#keysWaiting > KEYS_WAITING_MAX) {
      throw new MegaError("REQUEST_INVALID", `${this.#keysWaiting} keys wait`, {
        context: { field: "keys", value: this.#keysWaiting, allowed: KEYS_WAITING_MAX },
      });
    }
  }

  /**
   * Takes the entries behind those taken before, all or none.
   *
   * @throws MegaError LEDGER_CHAIN_BROKEN at the first that does not follow, or whose key is not the
   *   committed one; LEDGER_STORAGE_FAILED
   */
  takeEntries(entries: readonly Uint8Array[]): void {
    const [first] = entries;
    if (first === undefined) return;
    try {
      const store = this.#store ?? this.#beginStore(first);
      this.#check = inTransaction(this.#db, () => this.#take(store, entries));
    } catch (cause) {
      closeQuietly(this.#db);
      throw storageError(cause, this.#path);
    }
  }

  close(): void {
    closeQuietly(this.#db);
  }

  /** The tables, with the generation that the ledger began with. */
  #beginStore(first: Uint8Array): EntryStore {
    const { envelope, check } = checkEntry(this.#check, { seq: this.headSeq + 1, bytes: first });
    if (envelope === undefined) throw chainBroken(check.firstBad);
    const { generation } = envelope;
    this.#store = openEntryStore(this.#db, () => ({ ledgerId: this.#ledgerId, generation }));
    return this.#store;
  }

  #take(store: EntryStore, entries: readonly Uint8Array[]): ChainCheck {
    let check = this.#check;
    for (const bytes of entries) {
      const checked = checkEntry(check, { seq: check.seq + 1, bytes });
      check = checked.check;
      if (checked.envelope === undefined) throw chainBroken(check.firstBad);
      store.insertEntry({ seq: check.seq, hash: check.hash, bytes });
      this.#keepKeys(store, checked.envelope);
    }
    return check;
  }

  #keepKeys(store: EntryStore, envelope: Envelope): void {
    if (envelope.kind !== "MonthKeyCommitted") return;
    const fact = readFact(envelope, store.keyOf);
    if (fact?.kind !== "MonthKeyCommitted") return;
    const { month } = fact;
    for (const { sourceNo, commitment } of fact.keys) {
      const key = this.#keys.get(month)?.get(sourceNo);
      // Erased where it comes from: its values stay sealed.
      if (key === undefined) continue;
      if (!keyFits(key, commitment)) {
        const detail = `the key of source ${sourceNo} for ${month} is not the committed one`;
        throw chainBroken({ seq: envelope.seq, fault: "key-commitment", detail });
      }
      store.insertKey({ sourceNo, month, key });
    }
  }
}

/** What an import began before; undefined in a new file. */
function begunStore(db: DatabaseSync, ledgerId: string): EntryStore | undefined {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() === undefined) {
    return undefined;
  }
  const store = openEntryStore(db, () => {
    throw new Error("Broken assumption: a ledger with tables has an identity");
  });
  if (store.identity.ledgerId === ledgerId) return store;
  throw new MegaError("LEDGER_CHAIN_BROKEN", "The file is another ledger", {
    hint: "Remove the file that was begun, and begin anew.",
    context: { value: store.identity.ledgerId, allowed: ledgerId },
  });
}

function checkBehind(store: EntryStore | undefined, ledgerId: string): ChainCheck {
  const headSeq = store?.headSeq() ?? 0;
  const head = headSeq === 0 ? undefined : store?.entry(headSeq);
  if (head === undefined) return beginCheck(0, new Uint8Array(32), fromHex(ledgerId));
  const decoded = decodeEntry(head.bytes);
  if (!decoded.ok) {
    throw chainBroken({ seq: headSeq, fault: decoded.fault, detail: decoded.detail });
  }
  return beginCheck(headSeq, head.hash, fromHex(ledgerId), decoded.envelope.generation);
}
