/** Transactions of node:sqlite. */

import type { DatabaseSync } from "node:sqlite";

/** Runs in one transaction. After a failure the database is to be closed, which takes all of it back. */
export function inTransaction<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec("BEGIN IMMEDIATE");
  const result = work();
  db.exec("COMMIT");
  return result;
}

/** Closes what may be broken: a handle that cannot be closed is of no use either. */
export function closeQuietly(db: DatabaseSync): void {
  try {
    db.close();
  } catch {
    // Nothing is lost with it.
  }
}
