/**
 * gateway.db: configuration, accounts, sessions, outboxes and the audit log. What it holds is small
 * and written by people or once a round, so that it is used from the main thread; readings are in
 * the ledger, which has a file and a thread of its own. Commits reach the disk before they are
 * acknowledged, but for those that say of themselves that they need not.
 */

import { createHash } from "node:crypto";
import { chmodSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { MegaError } from "@mega/domain";
import { openDatabase } from "@mega/ledger";
import type { Migration } from "./migration.ts";
import { migrations } from "./migrations.ts";

/** The open database. Stores prepare their statements on `db`. */
export interface GatewayDatabase {
  readonly db: DatabaseSync;
  /** False on a disk that can only be read: nothing is saved, what is there is served. */
  readonly writable: boolean;
  /** Runs in one transaction: all of it is on the disk, or nothing. Not to be nested. */
  transaction<Result>(work: () => Result): Result;
  /**
   * Writes what a power cut a moment later may take back, such as when somebody was last seen: nobody
   * waits for the disk. It is as lasting as the rest with the next transaction. Inside one it is part
   * of it.
   */
  lazily<Result>(work: () => Result): Result;
  close(): void;
}

/**
 * Opens the database and brings it to today's form. ":memory:" for tests.
 *
 * @throws MegaError LEDGER_LOCKED when another process has it, LEDGER_STORAGE_FAILED,
 *   DATABASE_FOREIGN when it was written by a later or another version.
 */
export function openGatewayDatabase(path: string): GatewayDatabase {
  const { db, writable } = openDatabase(path, "FULL");
  try {
    if (writable) {
      db.exec("PRAGMA foreign_keys = ON");
      migrate(db, path);
      // It holds secrets: nobody but the owner reads it.
      if (path !== ":memory:") chmodSync(path, 0o600);
    }
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    db,
    writable,
    transaction: (work) => inTransaction(db, work),
    lazily: (work) => lazily(db, work),
    close: () => db.close(),
  };
}

function migrate(db: DatabaseSync, path: string): void {
  db.exec(
    "CREATE TABLE IF NOT EXISTS migration (no INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL) STRICT",
  );
  const applied = db.prepare("SELECT name, hash FROM migration ORDER BY no").all();
  for (const [index, row] of applied.entries()) {
    const known = migrations[index];
    if (known !== undefined && known.name === row["name"] && hashOf(known) === row["hash"])
      continue;
    throw new MegaError("DATABASE_FOREIGN", `${path} has step "${String(row["name"])}"`, {
      hint: "Another version of MEGA wrote it. Start that version, or restore a backup.",
      context: { path },
    });
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < applied.length) continue;
    inTransaction(db, () => {
      db.exec(migration.sql);
      db.prepare("INSERT INTO migration (no, name, hash) VALUES (?, ?, ?)").run(
        index,
        migration.name,
        hashOf(migration),
      );
    });
  }
}

function hashOf({ sql }: Migration): string {
  return createHash("sha256").update(sql).digest("hex");
}

/** Without a sync at the commit; the log stays in order, so that a cut takes only the newest. */
function lazily<Result>(db: DatabaseSync, work: () => Result): Result {
  if (db.isTransaction) return work();
  db.exec("PRAGMA synchronous = NORMAL");
  try {
    return work();
  } finally {
    db.exec("PRAGMA synchronous = FULL");
  }
}

function inTransaction<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    // A failed COMMIT may have ended the transaction already.
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
