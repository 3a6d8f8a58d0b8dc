// Where the bytes of a ledger file are.

import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Bytes of a file, and of what takes them. */
export interface FileBytes {
  readonly all: number;
  /** Entries, keys and what says who the ledger is: what cannot be derived. */
  readonly truth: number;
  /** Tables that follow from the entries. */
  readonly projections: number;
  /** By table or index, the largest first. */
  readonly byTable: readonly (readonly [name: string, bytes: number, unusedBytes: number])[];
}

/** Measures a closed file. */
export function bytesOfFile(path: string): FileBytes {
  const db = new DatabaseSync(path, { readOnly: true });
  const sql = `SELECT name, sum(pgsize) AS bytes, sum(unused) AS unused FROM dbstat
    GROUP BY name ORDER BY bytes DESC`;
  const byTable = db
    .prepare(sql)
    .all()
    .map((row) => [String(row["name"]), Number(row["bytes"]), Number(row["unused"])] as const);
  db.close();
  const sum = (wanted: (name: string) => boolean) =>
    byTable.filter(([name]) => wanted(name)).reduce((bytes, [, one]) => bytes + one, 0);
  const isDerived = (name: string) => /^(?:p_|sqlite_autoindex_p_)/.test(name);
  return {
    all: statSync(path).size,
    truth: sum((name) => !isDerived(name)),
    projections: sum(isDerived),
    byTable,
  };
}
