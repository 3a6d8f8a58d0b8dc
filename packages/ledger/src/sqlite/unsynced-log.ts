/**
 * The write-ahead log of an open ledger whose commits are synced behind them, outside of the thread
 * that made them: SQLite writes a commit into the log without a sync (NORMAL), the system syncs the
 * log while the thread answers questions, and only then is the commit acknowledged. What SQLite's FULL
 * does beyond it is done here, on a descriptor of our own; SQLite takes no lock on the log's file that
 * closing it could drop.
 *
 * The bytes of a commit are kept until they are synced. After a sync that failed nobody knows what the
 * system does with what it did not write; so these bytes are written anew, from here.
 */

import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { promisify } from "node:util";
import { LOG_PAGES, setLogPages, setSynchronous } from "./open-database.ts";

/** Pages in the log at which SQLite empties it within a commit, where nobody did before: 16 MB. */
const LOG_PAGES_MAX = 4 * LOG_PAGES;
/** Bytes before the first frame, and before the page of a frame (sqlite.org/fileformat2.html#walformat). */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** Bytes of the log that are not known to be on the disk. */
interface Unsynced {
  readonly at: number;
  readonly bytes: Buffer;
}

/** The log of one opened file. */
export class UnsyncedLog {
  readonly #db: DatabaseSync;
  readonly #path: string;
  #file: number;
  readonly #frameBytes: number;
  readonly #state: StatementSync;
  #unsynced: Unsynced | null = null;
  #isDoubtful = false;

  /** Syncs what the log holds, and its name. Throws what the system says. */
  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    const pageBytes = Number(db.prepare("PRAGMA page_size").get()?.["page_size"]);
    this.#frameBytes = FRAME_HEADER_BYTES + pageBytes;
    this.#state = db.prepare("PRAGMA wal_checkpoint(NOOP)");
    setLogPages(db, LOG_PAGES_MAX);
    this.#path = `${path}-wal`;
    this.#file = openSync(this.#path, "r+");
    try {
      fdatasyncSync(this.#file);
      syncFolder(dirname(path));
    } catch (cause) {
      this.close();
      throw cause;
    }
  }

  /** Whether something was committed that is not known to be on the disk. */
  get isUnsynced(): boolean {
    return this.#unsynced !== null || this.#isDoubtful;
  }

  /** Whether a sync failed and what it left out was not written anew. */
  get isDoubtful(): boolean {
    return this.#isDoubtful;
  }

  /** Whether so much waits in the log that it should be taken into the file. */
  get isLong(): boolean {
    const { log, checkpointed } = this.#frames();
    return log - checkpointed >= LOG_PAGES;
  }

  /** Runs a transaction that is not synced when it ends. */
  commit<Result>(work: () => Result): Result {
    const { log, checkpointed } = this.#frames();
    setSynchronous(this.#db, "NORMAL");
    let result: Result;
    try {
      result = work();
    } finally {
      // Within a transaction that failed it cannot be set; the database is closed then.
      if (!this.#db.isTransaction) setSynchronous(this.#db, "FULL");
    }
    // A log that is in the file as a whole begins anew with the next commit.
    this.#keepFrom(log === checkpointed ? 0 : this.#endOf(log));
    return result;
  }

  /** Resolves when what was committed before is on the disk. Rejects with what the system says. */
  async sync(): Promise<void> {
    const before = this.#unsynced;
    try {
      await promisify(fdatasync)(this.#file);
    } catch (cause) {
      this.#isDoubtful = true;
      throw cause;
    }
    if (this.#unsynced === before) this.#unsynced = null;
  }

  /** SQLite itself has synced all of the log. */
  wasSynced(): void {
    this.#unsynced = null;
  }

  /** Writes what is not synced anew and syncs it. Throws what the system says. */
  renew(): void {
    const file = openSync(this.#path, "r+");
    this.close();
    this.#file = file;
    const { at, bytes } = this.#unsynced ?? { at: 0, bytes: Buffer.alloc(0) };
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
    }
    fdatasyncSync(this.#file);
    this.#unsynced = null;
    this.#isDoubtful = false;
  }

  /**
   * Before the database is closed, which takes the log into the file: makes sure that nothing is taken
   * that is not on the disk. What cannot be written is cut off; the log then stays for the next opening,
   * since SQLite cannot read it to its end. Nothing may be written behind it. False when it was cut.
   */
  settle(): boolean {
    if (!this.isUnsynced) return true;
    try {
      this.renew();
      return true;
    } catch {
      if (this.#unsynced !== null) ftruncateSync(this.#file, this.#unsynced.at);
      return false;
    }
  }

  close(): void {
    try {
      closeSync(this.#file);
    } catch {
      // A descriptor that was taken away needs no closing.
    }
  }

  #keepFrom(at: number): void {
    const end = this.#endOf(this.#frames().log);
    const from = this.#unsynced === null ? at : Math.min(at, this.#unsynced.at);
    const bytes = Buffer.alloc(Math.max(0, end - from));
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(this.#file, bytes, done, bytes.length - done, from + done);
      if (count === 0) throw new Error(`The log ends at ${from + done} bytes instead of ${end}`);
      done += count;
    }
    this.#unsynced = bytes.length === 0 ? null : { at: from, bytes };
  }

  #endOf(frames: number): number {
    return frames === 0 ? 0 : HEADER_BYTES + frames * this.#frameBytes;
  }

  /** Frames in the log, and how many of them are in the file. */
  #frames(): { readonly log: number; readonly checkpointed: number } {
    const row = this.#state.get();
    return { log: Number(row?.["log"]), checkpointed: Number(row?.["checkpointed"]) };
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
