/**
 * The ledger in one SQLite file. Everything here is synchronous and runs in one thread: the
 * caller's (inlineLedgerHost) or the ledger worker's. A batch is one transaction; what `append`
 * returns is on the disk. After a failure of the disk nothing is acknowledged any more until the
 * file was opened again and its tail verified: a second fsync may lie about the first.
 */

import type { DatabaseSync } from "node:sqlite";
import { MegaError, type MonthKey, type SourceNo } from "@mega/domain";
import type { LedgerEvent } from "../append/event.ts";
import { fold } from "../append/fold.ts";
import { emptyState, type LedgerState } from "../append/state.ts";
import { type Keyring, type Stamp, type WrittenBatch, writeBatch } from "../append/write-batch.ts";
import { readFact } from "../entry/bodies.ts";
import { sameBytes } from "../entry/cbor.ts";
import { type KeyLookup, makeMonthKey } from "../entry/seal.ts";
import { beginCheck, checkEntry } from "../entry/verify.ts";
import {
  type EntryStore,
  type LedgerIdentity,
  makeLedgerIdentity,
  openEntryStore,
} from "./entry-store.ts";
import type { AppendOutcome, CommittedEntry } from "./ledger-host.ts";
import { openDatabase, type Synchronous, setSynchronous } from "./open-database.ts";
import { makeProjector, monthNumber, type Projector } from "./projections.ts";
import { makeReadingQueries, type ReadingQueries } from "./reading-queries.ts";
import { dropProjectionsSql, projectionSql } from "./schema.ts";
import { storageError } from "./storage-error.ts";

/** How a ledger file is opened. */
export interface SqliteLedgerOptions {
  /** The file, made when it is missing; or ":memory:". */
  readonly path: string;
  /** OFF only for a history that is built before anybody depends on it; see `makeDurable`. */
  readonly synchronous?: Synchronous;
  /** For vectors and tests: a fixed identity and fixed keys of a ledger made by this call. */
  readonly identity?: LedgerIdentity;
  readonly makeKey?: () => Uint8Array;
}

/** Commits between two savings of the state; so many entries at least are verified at a start. */
const STATE_SAVED_EVERY = 64;
/** Entries verified at a start, where there are so many. */
const TAIL_VERIFIED = 256;

/** An open database with what was prepared on it. */
interface Opened {
  readonly db: DatabaseSync;
  readonly store: EntryStore;
  projector: Projector;
  queries: ReadingQueries;
}

/** The ledger of one file. */
export class SqliteLedger {
  readonly #options: SqliteLedgerOptions;
  #synchronous: Synchronous;
  /** Null while the disk has failed and the file is not opened again, and after `close`. */
  #opened: Opened | null = null;
  #state: LedgerState = emptyState("", 1);
  #sinceSaved = 0;
  #closed = false;

  constructor(options: SqliteLedgerOptions) {
    this.#options = options;
    this.#synchronous = options.synchronous ?? "FULL";
  }

  /** Opens the file, derives what is missing and verifies the tail. */
  open(): void {
    const { path } = this.#options;
    const db = openDatabase(path, this.#synchronous);
    try {
      const store = openEntryStore(db, () => this.#options.identity ?? makeLedgerIdentity());
      if (!hasProjections(db)) db.exec(projectionSql);
      const projector = makeProjector(db);
      this.#opened = { db, store, projector, queries: makeReadingQueries(db) };
      this.#loadState(this.#opened);
    } catch (cause) {
      this.#opened = null;
      db.close();
      throw storageError(cause, path);
    }
  }

  /** What stands at the head. */
  get state(): LedgerState {
    return this.#state;
  }

  /** Prepared questions to the projections. */
  get queries(): ReadingQueries {
    return this.#open().queries;
  }

  /** Entries and keys. */
  get store(): EntryStore {
    return this.#open().store;
  }

  /**
   * Stores a batch in one transaction, or nothing of it. Throws LEDGER_STORAGE_FAILED when the disk
   * failed: the batch is then not acknowledged, and the file is opened again before the next.
   */
  append(events: readonly LedgerEvent[], stamp: Stamp): AppendOutcome {
    const opened = this.#open();
    const keyring: Keyring = {
      keyOf: opened.store.keyOf,
      makeKey: this.#options.makeKey ?? makeMonthKey,
    };
    const refusal = refuseUnknownReading(opened.queries, events);
    if (refusal) return refusal;
    const batch = writeBatch(this.#state, events, stamp, keyring);
    if (!batch.ok) return batch;
    if (batch.entries.length === 0) return { ok: true, entries: [] };
    const saving = this.#sinceSaved + 1 >= STATE_SAVED_EVERY;
    this.#inTransaction(opened, () => storeBatch(opened, batch, stamp, saving));
    this.#state = batch.state;
    this.#sinceSaved = saving ? 0 : this.#sinceSaved + 1;
    return { ok: true, entries: batch.entries.map(committed) };
  }

  /** Drops the projections and derives them from the entries, in one transaction. */
  rebuildProjections(): void {
    const opened = this.#open();
    this.#inTransaction(opened, () => {
      opened.db.exec(dropProjectionsSql);
      opened.db.exec(projectionSql);
      opened.projector = makeProjector(opened.db);
      opened.queries = makeReadingQueries(opened.db);
      this.#state = this.#replay(opened, emptyStateOf(opened), opened.projector);
      opened.projector.saveState(this.#state);
    });
    this.#sinceSaved = 0;
  }

  /** Deletes month keys and the plain values they sealed; the number of keys deleted. */
  eraseMonthKeys(beforeMonth: MonthKey, sourceNo?: SourceNo): number {
    const opened = this.#open();
    const { db, store, projector } = opened;
    let erased = 0;
    this.#inTransaction(opened, () => {
      erased = store.deleteKeys(beforeMonth, sourceNo);
      const where = sourceNo === undefined ? "" : " AND source_no = ?";
      const purge = db.prepare(`UPDATE p_readings SET count = NULL WHERE month_no < ?${where}`);
      const before = monthNumber(beforeMonth);
      if (sourceNo === undefined) purge.run(before);
      else purge.run(before, sourceNo);
      projector.saveState(this.#state);
    });
    // The write-ahead log still holds earlier pages: it is emptied into the file and cut.
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return erased;
  }

  /** Writes a copy to a path that does not exist. */
  backupTo(path: string): void {
    try {
      this.#open().db.prepare("VACUUM INTO ?").run(path);
    } catch (cause) {
      throw storageError(cause, path);
    }
  }

  /** Ends building a history: from here on every commit is synced, and so is what stands. */
  makeDurable(): void {
    const opened = this.#open();
    this.#synchronous = "FULL";
    setSynchronous(opened.db, "FULL");
    this.#inTransaction(opened, () => opened.projector.saveState(this.#state));
    this.#sinceSaved = 0;
    opened.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** Saves the state and closes the file. Closing twice does nothing. */
  close(): void {
    this.#closed = true;
    const opened = this.#opened;
    if (opened === null) return;
    this.#opened = null;
    try {
      if (this.#sinceSaved > 0) {
        inTransaction(opened.db, () => opened.projector.saveState(this.#state));
      }
    } catch {
      // The state is only a shortcut: the next start derives it from the entries.
    }
    opened.db.close();
  }

  #open(): Opened {
    if (this.#closed) {
      throw new MegaError("LEDGER_STORAGE_FAILED", "The ledger is closed");
    }
    if (this.#opened === null) this.open();
    if (this.#opened === null) throw new MegaError("LEDGER_STORAGE_FAILED", "The ledger is closed");
    return this.#opened;
  }

  /** Runs in one transaction; after a failure the file is closed and no longer trusted. */
  #inTransaction(opened: Opened, work: () => void): void {
    try {
      inTransaction(opened.db, work);
    } catch (cause) {
      this.#opened = null;
      closeQuietly(opened.db);
      const failure = storageError(cause, this.#options.path);
      try {
        this.open();
      } catch {
        // The next use tries again and throws what then is wrong.
      }
      throw failure;
    }
  }

  #loadState(opened: Opened): void {
    const { store, projector } = opened;
    const headSeq = store.headSeq();
    const saved = projector.loadState();
    if (saved) assertOwnState(store, saved, headSeq);
    if (saved === undefined && headSeq > 0) {
      this.#opened = opened;
      this.rebuildProjections();
      return;
    }
    const from = saved ?? emptyStateOf(opened);
    verifyTail(store, Math.min(from.head.seq, Math.max(0, headSeq - TAIL_VERIFIED)));
    this.#state = this.#replay(opened, from, undefined);
    this.#sinceSaved = headSeq > from.head.seq ? 1 : 0;
  }

  /** Folds the entries behind a state; projects them too when a projector is given. */
  #replay(opened: Opened, from: LedgerState, projector: Projector | undefined): LedgerState {
    const keyOf: KeyLookup = opened.store.keyOf;
    let state = from;
    let check = beginCheck(from.head.seq, from.head.hash);
    for (const entry of opened.store.iterate(from.head.seq + 1)) {
      const checked = checkEntry(check, entry);
      check = checked.check;
      if (checked.envelope === undefined) throw chainBroken(check.firstBad?.seq, check.firstBad);
      const { seq, recordedAtMs, clockState } = checked.envelope;
      const fact = readFact(checked.envelope, keyOf);
      if (fact === undefined) throw chainBroken(seq, { fault: "malformed", detail: "its body" });
      projector?.project(fact, { seq, recordedAtMs, clockState });
      state = fold(state, fact, { seq, hash: entry.hash, recordedAtMs });
    }
    return state;
  }
}

function storeBatch(
  { store, projector }: Opened,
  batch: Extract<WrittenBatch, { ok: true }>,
  stamp: Stamp,
  saving: boolean,
): void {
  for (const row of batch.newKeys) store.insertKey(row);
  for (const entry of batch.entries) {
    store.insertEntry(entry);
    const { recordedAtMs, clockState } = stamp;
    projector.project(entry.fact, { seq: entry.seq, recordedAtMs, clockState });
  }
  if (saving) projector.saveState(batch.state);
}

function inTransaction(db: DatabaseSync, work: () => void): void {
  db.exec("BEGIN IMMEDIATE");
  work();
  db.exec("COMMIT");
}

function closeQuietly(db: DatabaseSync): void {
  try {
    db.close();
  } catch {
    // A handle that cannot be closed is of no use either.
  }
}

function hasProjections(db: DatabaseSync): boolean {
  const sql = "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name GLOB 'p_*'";
  return db.prepare(sql).get()?.["n"] === 3;
}

function emptyStateOf({ store }: Opened): LedgerState {
  return emptyState(store.identity.ledgerId, store.identity.generation);
}

/** The saved state is one that this chain went through; else entries were lost or exchanged. */
function assertOwnState(store: EntryStore, saved: LedgerState, headSeq: number): void {
  const { seq, hash } = saved.head;
  if (seq > headSeq) {
    throw chainBroken(headSeq + 1, { fault: "tail-missing", detail: `it once had ${seq} entries` });
  }
  if (seq === 0) return;
  const entry = store.entry(seq);
  if (entry === undefined || !sameBytes(entry.hash, hash)) {
    throw chainBroken(seq, { fault: "hash", detail: "it is not the entry that stood there" });
  }
}

function verifyTail(store: EntryStore, afterSeq: number): void {
  const before = afterSeq === 0 ? new Uint8Array(32) : store.entry(afterSeq)?.hash;
  if (before === undefined) throw chainBroken(afterSeq, { fault: "seq-gap", detail: "missing" });
  let check = beginCheck(afterSeq, before);
  for (const entry of store.iterate(afterSeq + 1)) {
    check = checkEntry(check, entry).check;
    if (check.firstBad) throw chainBroken(check.firstBad.seq, check.firstBad);
  }
}

function chainBroken(
  seq: number | undefined,
  fault: { readonly fault: string; readonly detail: string } | null | undefined,
): MegaError {
  return new MegaError("LEDGER_CHAIN_BROKEN", `Entry ${seq} is broken: ${fault?.detail ?? ""}`, {
    hint: "Keep the file as evidence and restore the latest backup.",
    context: { seq: seq ?? null, fault: fault?.fault ?? null },
  });
}

function refuseUnknownReading(
  queries: ReadingQueries,
  events: readonly LedgerEvent[],
): AppendOutcome | undefined {
  for (const [eventIndex, event] of events.entries()) {
    if (event.kind !== "reading-corrected") continue;
    if (queries.reading(event.sourceNo, event.takenAtMs, event.seq)) continue;
    const allowed = "a stored reading of this source, by its entry and time";
    return {
      ok: false,
      eventIndex,
      refusal: {
        kind: "refused",
        code: "READING_UNKNOWN",
        field: "seq",
        value: event.seq,
        allowed,
      },
    };
  }
  return undefined;
}

function committed(entry: {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly fact: { readonly kind: string };
}): CommittedEntry {
  return { seq: entry.seq, hash: entry.hash, kind: entry.fact.kind };
}
