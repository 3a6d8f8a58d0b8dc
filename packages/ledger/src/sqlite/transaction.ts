/** Transactions of node:sqlite. */

import type { DatabaseSync } from "node:sqlite";
import { RunDamaged } from "./reading-runs.ts";

/**
 * Runs in one transaction. After a failure the database is to be closed, which takes all of it back;
 * only when the work finds damaged readings it is taken back here, for the disk as such works.
 */
export function inTransaction<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (cause) {
    if (cause instanceof RunDamaged) db.exec("ROLLBACK");
    throw cause;
  }
}

/** Closes what may be broken: a handle that cannot be closed is of no use either. */
export function closeQuietly(db: DatabaseSync): void {
  try {
    db.close();
  } catch {
    // Nothing is lost with it.
  }
}
