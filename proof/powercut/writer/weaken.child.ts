/**
 * Loaded before a program with --import: weakens how commits reach the disk to what MEGA_WEAKENED says,
 * NORMAL or OFF, behind the back of everything that asserts it. With it a power cut must lose entries;
 * a proof that does not see them proves nothing.
 */

import { DatabaseSync } from "node:sqlite";

const weakened = process.env["MEGA_WEAKENED"];
const exec = DatabaseSync.prototype.exec;
const done = new WeakSet<DatabaseSync>();

if (weakened === "NORMAL" || weakened === "OFF") {
  DatabaseSync.prototype.exec = function execWeakened(this: DatabaseSync, sql: string): void {
    // The first transaction begins when every setting was read back.
    if (sql.startsWith("BEGIN") && !done.has(this)) {
      done.add(this);
      exec.call(this, `PRAGMA synchronous = ${weakened}`);
    }
    exec.call(this, sql);
  };
}
