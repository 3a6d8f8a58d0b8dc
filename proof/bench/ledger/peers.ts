// The same bytes written without a ledger: by SQLite alone, and hashed alone.

import { hash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "@mega/domain";

const entriesMax = 20_000;

/** Milliseconds for an entry. */
export interface PeerCosts {
  /** Inserted into a table as the ledger's, an entry a transaction, not synced. */
  readonly insertMs: number;
  /** SHA-256 alone. */
  readonly hashMs: number;
}

/** Reads the newest entries of a closed ledger and does less with them than a ledger does. */
export function measurePeers(path: string, copyPath: string): PeerCosts {
  const source = new DatabaseSync(path, { readOnly: true });
  const select = source.prepare("SELECT bytes FROM entries ORDER BY seq DESC LIMIT ?");
  const entries = select.all(entriesMax).flatMap(({ bytes }) => {
    return bytes instanceof Uint8Array && bytes.length > 1000 ? [bytes] : [];
  });
  source.close();
  const copy = new DatabaseSync(copyPath);
  copy.exec("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
  copy.exec(
    "CREATE TABLE entries (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, bytes BLOB NOT NULL)",
  );
  const insert = copy.prepare("INSERT INTO entries (hash, bytes) VALUES (?, ?)");
  const noHash = new Uint8Array(32);
  const insertMs = eachMs(entries, (bytes) => {
    copy.exec("BEGIN IMMEDIATE");
    insert.run(noHash, bytes);
    copy.exec("COMMIT");
  });
  copy.close();
  return { insertMs, hashMs: eachMs(entries, (bytes) => hash("sha256", bytes, "buffer")) };
}

function eachMs(entries: readonly Uint8Array[], work: (bytes: Uint8Array) => void): number {
  const clock = systemClock();
  const fromMs = clock.monotonicMs();
  for (const bytes of entries) work(bytes);
  return (clock.monotonicMs() - fromMs) / entries.length;
}
