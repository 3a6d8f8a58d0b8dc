/**
 * Loaded before a program with --import: weakens how commits reach the disk to what MEGA_WEAKENED says,
 * NORMAL or OFF, behind the back of everything that asserts it, and lets the sync of a log succeed that
 * never was. With it a power cut must lose entries; a proof that does not see them proves nothing.
 */

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync } from "node:sqlite";

const weakened = process.env["MEGA_WEAKENED"];
const exec = DatabaseSync.prototype.exec;

if (weakened === "NORMAL" || weakened === "OFF") {
  DatabaseSync.prototype.exec = function execWeakened(this: DatabaseSync, sql: string): void {
    // When a transaction begins every setting was read back.
    if (sql.startsWith("BEGIN")) exec.call(this, `PRAGMA synchronous = ${weakened}`);
    exec.call(this, sql);
  };
  const neverSynced = (_file: number, done: (cause: Error | null) => void): void => {
    setImmediate(done, null);
  };
  Object.assign(fs, { fdatasync: neverSynced });
  syncBuiltinESMExports();
}
