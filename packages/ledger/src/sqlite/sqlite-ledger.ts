/**
 * The ledger in one SQLite file. Everything here is synchronous and runs in one thread: the
 * caller's (inlineLedgerHost) or the ledger worker's. A batch is one transaction; what `append`
 * returns is on the disk, or where syncs are deferred when `sync` resolves. After a failure of the disk
 * nothing is acknowledged any more until the file was opened again and its tail verified: a second
 * fsync may lie about the first.
 */

import { MegaError, type MonthKey, type SourceNo } from "@mega/domain";
import type { LedgerEvent } from "../append/event.ts";
import { forget, type IsErased } from "../append/forget.ts";
import { emptyState, type LedgerState } from "../append/state.ts";
import {
  type BatchLookups,
  type Stamp,
  type WrittenBatch,
  type WrittenEntry,
  writeBatch,
} from "../append/write-batch.ts";
import { makeMonthKey } from "../entry/seal.ts";
import type { VerifyReport } from "../entry/verify.ts";
import { assertErasable } from "./erasable-months.ts";
import type { LedgerStorage, ReadingsAround } from "./ledger-host.ts";
import { setSynchronous } from "./open-database.ts";
import {
  deriveAll,
  letGo,
  type OpenedLedger,
  openLedger,
  readOnlyDisk,
  type SqliteLedgerOptions,
  saveView,
} from "./opened-ledger.ts";
import { RunDamaged } from "./reading-runs.ts";
import { renewLog } from "./renew-log.ts";
import { sqliteCode, storageError } from "./storage-error.ts";
import { inTransaction } from "./transaction.ts";
import type { UnsyncedLog } from "./unsynced-log.ts";
import { type VerifyOptions, verifyStore } from "./verify-store.ts";

/** What was stored by a batch, or why nothing was. */
export type StoredBatch =
  | { readonly ok: true; readonly entries: readonly WrittenEntry[] }
  | Extract<WrittenBatch, { ok: false }>;

/** Commits between two savings of the state; so many entries at least are verified at a start. */
const STATE_SAVED_EVERY = 64;

/** The ledger of one file. */
export class SqliteLedger {
  readonly #options: SqliteLedgerOptions;
  #synchronous: "FULL" | "OFF";
  /** Null while the disk has failed and the file is not opened again, and after `close`. */
  #opened: OpenedLedger | null = null;
  #state: LedgerState = emptyState("", 1);
  #sinceSaved = 0;
  #closed = false;
  /** The disk has failed: what stands in the log is written once more before it is trusted. */
  #distrusted = false;

  constructor(options: SqliteLedgerOptions) {
    this.#options = options;
    this.#synchronous = options.synchronous ?? "FULL";
  }

  /** Opens the file, derives what is missing and verifies the tail. */
  open(): void {
    if (this.#distrusted) this.#renewLog();
    const { opened, loaded } = openLedger(this.#options, this.#synchronous);
    this.#opened = opened;
    this.#state = loaded.state;
    // A gateway that never runs long enough to save would read more at every start.
    this.#sinceSaved = loaded.unsaved;
  }

  /** What stands at the head. */
  get state(): LedgerState {
    return this.#state;
  }

  get storage(): LedgerStorage {
    return this.#opened?.writable === false ? "read-only" : "writable";
  }

  /** The log of the open file, where syncs are deferred. */
  get log(): UnsyncedLog | null {
    return this.#opened?.log ?? null;
  }

  /** The log that the next batch goes into; throws where there is no file to write to. */
  openLog(): UnsyncedLog | null {
    return this.#openWritable().log;
  }

  /** Reads entries, keys or projections. */
  read<Result>(work: (opened: OpenedLedger) => Result): Result {
    try {
      return this.#unlessDamaged(() => work(this.#open()));
    } catch (cause) {
      throw sqliteCode(cause) === undefined ? cause : storageError(cause, this.#options.path);
    }
  }

  /** Checks from an entry on; 1 checks all, and what is derived from it. */
  async verify(fromSeq: number, options: VerifyOptions): Promise<VerifyReport> {
    try {
      return await verifyStore(this.#open(), fromSeq, options);
    } catch (cause) {
      throw storageError(cause, this.#options.path);
    }
  }

  /**
   * The accepted readings next to an instant, each compared with its entry. Where one differs the
   * projections are damaged: they are derived again from the entries, and asked again.
   */
  readingsAround(sourceNo: SourceNo, atMs: number): ReadingsAround {
    const found = this.#provenAround(sourceNo, atMs);
    if (found) return found;
    this.rebuildProjections();
    const again = this.#provenAround(sourceNo, atMs);
    if (again) return again;
    throw new MegaError(
      "LEDGER_CHAIN_BROKEN",
      `Readings of source ${sourceNo} do not follow from their entries`,
      { hint: "Verify the ledger: mega ledger verify.", context: { sourceNo, atMs } },
    );
  }

  /**
   * Stores a batch in one transaction, or nothing of it. Throws LEDGER_STORAGE_FAILED when the disk
   * failed: the batch is then not acknowledged, and the file is opened again before the next.
   */
  append(events: readonly LedgerEvent[], stamp: Stamp): StoredBatch {
    const opened = this.#openWritable();
    const batch = this.#unlessDamaged(() =>
      writeBatch(this.#state, events, stamp, this.#lookups(opened)),
    );
    if (!batch.ok || batch.entries.length === 0) return batch;
    const saving = this.#sinceSaved + 1 >= STATE_SAVED_EVERY;
    this.#unlessDamaged(() => this.#commit(opened, () => storeBatch(opened, batch, stamp, saving)));
    this.#state = batch.state;
    this.#sinceSaved = saving ? 0 : this.#sinceSaved + 1;
    return batch;
  }

  /**
   * Where syncs are deferred: resolves when what was appended to this log is on the disk. Rejects with
   * LEDGER_STORAGE_FAILED when that is not known; the batches are then not acknowledged.
   */
  async sync(log: UnsyncedLog): Promise<void> {
    try {
      await log.sync();
    } catch (cause) {
      try {
        if (this.log === log) this.#openWritable();
      } catch {
        // The next append tries again and throws what then is wrong.
      }
      throw storageError(cause, this.#options.path);
    }
    if (this.log === log) return;
    const path = this.#options.path;
    throw storageError(new Error("it was opened anew before its log was synced"), path);
  }

  /** Takes a long log into the file, with syncs in this thread: for moments in which nobody asks. */
  tidyLog(): void {
    const opened = this.#opened;
    if (!opened?.log?.isLong || opened.log.isUnsynced) return;
    this.#guard(opened, () => opened.db.exec("PRAGMA wal_checkpoint(PASSIVE)"));
    // The log begins anew, which SQLite syncs at once: better now than within the next append.
    this.#unlessDamaged(() => this.#inTransaction(opened, () => saveView(opened, this.#state)));
    this.#sinceSaved = 0;
  }

  /** Drops the projections and derives them from the entries, in one transaction. */
  rebuildProjections(): void {
    const opened = this.#openWritable();
    this.#state = this.#inTransaction(opened, () => deriveAll(opened));
    this.#sinceSaved = 0;
  }

  /**
   * Deletes month keys and the plain values they sealed. What waits in the quarantine of those months
   * is discarded by entries first.
   */
  eraseMonthKeys(beforeMonth: MonthKey, sourceNo: SourceNo | undefined, stamp: Stamp) {
    const opened = this.#openWritable();
    assertErasable(this.#state, beforeMonth);
    const isErased: IsErased = (no, takenAtMs, seq) =>
      (sourceNo === undefined || no === sourceNo) &&
      (opened.queries.monthOfReading(no, takenAtMs, seq) ?? beforeMonth) < beforeMonth;
    const discards = [...this.#state.quarantines.values()]
      .filter((open) => isErased(open.sourceNo, open.takenAtMs, open.seq))
      .map(({ seq, sourceNo: no }) => discardOf(seq, no));
    const batch = writeBatch(this.#state, discards, stamp, this.#lookups(opened));
    if (!batch.ok)
      throw new Error(`Broken assumption: ${batch.refusal.code} of an open quarantine`);
    const state = forget(batch.state, isErased);
    const keys = this.#unlessDamaged(() =>
      this.#inTransaction(opened, () => {
        storeBatch(opened, batch, stamp, false);
        const deleted = opened.store.deleteKeys(beforeMonth, sourceNo);
        saveView(opened, state);
        opened.readings.purge(beforeMonth, sourceNo);
        return deleted;
      }),
    );
    this.#state = state;
    this.#sinceSaved = 0;
    this.#emptyLog(opened);
    return { keys, entries: batch.entries };
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
    const opened = this.#openWritable();
    this.#synchronous = "FULL";
    setSynchronous(opened.db, "FULL");
    this.#unlessDamaged(() => this.#inTransaction(opened, () => saveView(opened, this.#state)));
    this.#sinceSaved = 0;
    this.#emptyLog(opened);
  }

  /** Saves the state and closes the file. Closing twice does nothing. */
  close(): void {
    this.#closed = true;
    const opened = this.#opened;
    if (opened === null) return;
    this.#opened = null;
    try {
      const whole = opened.log?.settle() ?? true;
      if (this.#sinceSaved > 0 && opened.writable && whole) {
        saveOrDerive(opened, this.#state);
      }
    } catch {
      // The state is only a shortcut: the next start derives it from the entries.
    }
    opened.db.close();
    opened.log?.close();
  }

  #open(): OpenedLedger {
    if (this.#closed) throw new MegaError("LEDGER_STORAGE_FAILED", "The ledger is closed");
    if (this.#opened === null) this.open();
    if (this.#opened === null) throw new MegaError("LEDGER_STORAGE_FAILED", "The ledger is closed");
    return this.#opened;
  }

  /** The file, opened again when its disk could only be read before, or a sync of its log failed. */
  #openWritable(): OpenedLedger {
    const opened = this.#open();
    if (opened.writable && !opened.log?.isDoubtful) return opened;
    try {
      opened.log?.renew();
    } catch (cause) {
      throw storageError(cause, this.#options.path);
    }
    this.#opened = null;
    letGo(opened);
    const again = this.#open();
    if (!again.writable) throw readOnlyDisk(this.#options.path);
    return again;
  }

  #renewLog(): void {
    try {
      renewLog(this.#options.path);
    } catch (cause) {
      // On a disk that can only be read there is nothing that could be relied on wrongly.
      if ((cause as NodeJS.ErrnoException).code !== "EROFS") {
        throw storageError(cause, this.#options.path);
      }
    }
    this.#distrusted = false;
  }

  #lookups({ store, queries }: OpenedLedger): BatchLookups {
    const makeKey = this.#options.makeKey ?? makeMonthKey;
    return { keyOf: store.keyOf, makeKey, readingOf: queries.knownReading };
  }

  #provenAround(sourceNo: SourceNo, atMs: number): ReadingsAround | undefined {
    return this.read(({ queries, proves }) => {
      const found = queries.readingsAround(sourceNo, atMs);
      const wrong = [found.before, found.after].some((one) => one !== undefined && !proves(one));
      return wrong ? undefined : found;
    });
  }

  /**
   * Runs the work; where it finds that the stored readings are damaged, they are derived again from the
   * entries and it runs once more.
   */
  #unlessDamaged<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (cause) {
      if (!(cause instanceof RunDamaged)) throw cause;
      this.rebuildProjections();
      return work();
    }
  }

  /** Runs in one transaction; after a failure the file is closed and no longer trusted. */
  #inTransaction<Result>(opened: OpenedLedger, work: () => Result): Result {
    const result = this.#guard(opened, () => inTransaction(opened.db, work));
    opened.log?.wasSynced();
    return result;
  }

  /** The same, where syncs are deferred without one. */
  #commit<Result>(opened: OpenedLedger, work: () => Result): Result {
    const { db, log } = opened;
    if (log === null) return this.#inTransaction(opened, work);
    return this.#guard(opened, () => log.commit(() => inTransaction(db, work)));
  }

  /** The write-ahead log still holds earlier pages: it is emptied into the file and cut. */
  #emptyLog(opened: OpenedLedger): void {
    this.#guard(opened, () => opened.db.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
  }

  #guard<Result>(opened: OpenedLedger, work: () => Result): Result {
    try {
      return work();
    } catch (cause) {
      // Nothing is wrong with the disk as such: the readings are derived again.
      if (cause instanceof RunDamaged) throw cause;
      this.#opened = null;
      this.#distrusted = true;
      letGo(opened);
      const failure = storageError(cause, this.#options.path);
      try {
        this.open();
      } catch {
        // The next use tries again and throws what then is wrong.
      }
      throw failure;
    }
  }
}

function storeBatch(
  opened: OpenedLedger,
  batch: Extract<WrittenBatch, { ok: true }>,
  { recordedAtMs, clockState }: Stamp,
  saving: boolean,
): void {
  const { store, projector } = opened;
  for (const row of batch.newKeys) store.insertKey(row);
  for (const entry of batch.entries) {
    store.insertEntry(entry);
    projector.project(entry.fact, { seq: entry.seq, recordedAtMs, clockState });
  }
  if (saving) saveView(opened, batch.state);
}

/** Saves the view; where stored readings are damaged everything is derived again, and saved with it. */
function saveOrDerive(opened: OpenedLedger, state: LedgerState): void {
  try {
    inTransaction(opened.db, () => saveView(opened, state));
  } catch (cause) {
    if (!(cause instanceof RunDamaged)) throw cause;
    inTransaction(opened.db, () => deriveAll(opened));
  }
}

function discardOf(seq: number, sourceNo: SourceNo): LedgerEvent {
  const why = "the key of its month is erased";
  return { kind: "quarantine-discarded", seq, sourceNo, why };
}
