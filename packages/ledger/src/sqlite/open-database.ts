/**
 * Opens ledger.db so that what is committed is on the disk, and proves it by reading every setting
 * back. EXCLUSIVE locking keeps the WAL index in memory: it makes the ledger the one owner of its
 * file, and a full disk cannot kill the process when the file is opened (a shared-memory file that
 * cannot grow raises SIGBUS).
 */

import { accessSync, constants } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { MegaError } from "@mega/domain";
import { storageError } from "./storage-error.ts";

/** An open database, and whether its disk takes anything. */
export interface OpenedDatabase {
  readonly db: DatabaseSync;
  readonly writable: boolean;
}

/**
 * OFF only while a history is built into a file that nobody depends on; NORMAL only for a commit whose
 * log is synced behind it (`unsynced-log.ts`).
 */
export type Synchronous = "FULL" | "NORMAL" | "OFF";

/** SQLite before this version can lose a WAL when two connections checkpoint. */
const SQLITE_VERSION_MIN = [3, 51, 3] as const;

/** Bytes of a page of a new file. */
const PAGE_BYTES = 16_384;
/** Pages in the write-ahead log before they go into the file: 4 MB. */
export const LOG_PAGES = 256;

const synchronousNumber: Readonly<Record<Synchronous, number>> = { OFF: 0, NORMAL: 1, FULL: 2 };

/**
 * Opens the database and takes its lock. A disk that can only be read gives a database that can only
 * be read. Throws LEDGER_LOCKED, SQLITE_TOO_OLD and others.
 */
export function openDatabase(path: string, synchronous: Synchronous): OpenedDatabase {
  let db: DatabaseSync | undefined;
  try {
    checkVersion(process.versions["sqlite"] ?? "0");
    db = new DatabaseSync(path, { timeout: 0 });
    applySettings(db, path, synchronous);
    // Takes the exclusive lock now: it is kept until the database is closed.
    db.exec("BEGIN IMMEDIATE; COMMIT;");
    return { db, writable: true };
  } catch (cause) {
    db?.close();
    if (isReadOnlyDisk(path)) return { db: openUnlocked(path), writable: false };
    throw storageError(cause, path);
  }
}

/**
 * Opens a database that nobody can write, with what stands in its write-ahead log. A lock on such a
 * disk fails, so that this is done through SQLite's way of opening files without locks.
 */
export function openUnlocked(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  url.searchParams.set("vfs", "unix-none");
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(url, { readOnly: true, timeout: 0 });
    // The index of the log is then kept in memory, not in a file that cannot be made.
    setAndAssert(db, "locking_mode", "EXCLUSIVE", "exclusive");
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
    return db;
  } catch (cause) {
    db?.close();
    throw storageError(cause, path);
  }
}

function isReadOnlyDisk(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EROFS";
  }
}

/** Sets how commits reach the disk, and asserts that SQLite took it. */
export function setSynchronous(db: DatabaseSync, synchronous: Synchronous): void {
  setAndAssert(db, "synchronous", synchronous, synchronousNumber[synchronous]);
}

/** Sets how many pages are in the log when a commit takes them into the file. */
export function setLogPages(db: DatabaseSync, pages: number): void {
  setAndAssert(db, "wal_autocheckpoint", String(pages), pages);
}

function applySettings(db: DatabaseSync, path: string, synchronous: Synchronous): void {
  const inMemory = path === ":memory:";
  // First of all: any question before it would make a shared-memory file.
  setAndAssert(db, "locking_mode", "EXCLUSIVE", "exclusive");
  // A file that exists keeps its own. A round is half a page of the usual size or more, so that half of
  // each would be left empty.
  db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
  setAndAssert(db, "journal_mode", "WAL", inMemory ? "memory" : "wal");
  setSynchronous(db, synchronous);
  setLogPages(db, LOG_PAGES);
  setAndAssert(db, "secure_delete", "ON", 1);
  if (!inMemory) setAndAssert(db, "mmap_size", "0", 0);
  setAndAssert(db, "temp_store", "MEMORY", 2);
  setAndAssert(db, "trusted_schema", "OFF", 0);
  db.enableDefensive(true);
}

function setAndAssert(
  db: DatabaseSync,
  name: string,
  value: string,
  expected: string | number,
): void {
  db.exec(`PRAGMA ${name} = ${value}`);
  const row = db.prepare(`PRAGMA ${name}`).get();
  const actual = row === undefined ? undefined : Object.values(row)[0];
  if (actual === expected) return;
  throw new MegaError("LEDGER_STORAGE_FAILED", `SQLite did not take ${name} = ${value}`, {
    hint: "The ledger needs a local disk with file locking; a network share will not do.",
    context: { setting: name, value: actual, allowed: expected },
  });
}

function checkVersion(version: string): void {
  const parts = version.split(".").map(Number);
  for (const [position, least] of SQLITE_VERSION_MIN.entries()) {
    const part = parts[position] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new MegaError("SQLITE_TOO_OLD", `SQLite ${version} can lose committed entries`, {
        hint: "Start with the Node that comes with the project: npm start.",
        context: { value: version, allowed: `${SQLITE_VERSION_MIN.join(".")} or newer` },
      });
    }
  }
}
