/**
 * One server on a folder. The lock is the system's own on a file, by way of SQLite, which Node brings: it
 * goes with the process however that ends, and holds between containers that share a disk.
 */

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { MegaError } from "@mega/domain";

const NAME = "server.lock";
const SQLITE_BUSY = 5;

/**
 * Takes the lock; what is returned gives it back.
 *
 * @throws MegaError DATABASE_LOCKED when another server has it
 */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, NAME));
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    const busy = cause instanceof Error && "errcode" in cause && cause.errcode === SQLITE_BUSY;
    if (!busy) throw cause;
    throw new MegaError("DATABASE_LOCKED", `Another server runs on ${folder}`, {
      hint: "Stop it first. Several servers share a database by DATABASE_URL.",
      cause,
    });
  }
  let held = true;
  return () => {
    if (held) lock.close();
    held = false;
  };
}
