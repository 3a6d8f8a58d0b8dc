/** The view at the head, saved so that a start need not fold all entries again. */

import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { deserialize, serialize } from "node:v8";
import type { LedgerState } from "../append/state.ts";
import { sameBytes } from "../entry/cbor.ts";
import { PROJECTION_VERSION } from "./schema.ts";

/** Saves and loads states. */
export interface StateStore {
  /** A state that ends before the head is not saved: a version that understands more derives it. */
  save(state: LedgerState): void;
  /** The state last saved; undefined when there is none that can be trusted. */
  load(): LedgerState | undefined;
}

/** Makes the store of a database whose projection tables exist. */
export function makeStateStore(db: DatabaseSync): StateStore {
  const upsert = db.prepare(
    `INSERT INTO p_state (id, version, seq, hash, state) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq,
       hash = excluded.hash, state = excluded.state`,
  );
  const drop = db.prepare("DELETE FROM p_state");
  const select = db.prepare("SELECT version, hash, state FROM p_state WHERE id = 1");
  return {
    save(state) {
      if (state.notUnderstood !== null) {
        drop.run();
        return;
      }
      const bytes = new Uint8Array(serialize(state));
      upsert.run(PROJECTION_VERSION, state.head.seq, checksum(bytes), bytes);
    },
    load() {
      const row = select.get();
      if (row === undefined || row["version"] !== PROJECTION_VERSION) return undefined;
      const hash = row["hash"];
      const bytes = row["state"];
      if (!(hash instanceof Uint8Array) || !(bytes instanceof Uint8Array)) return undefined;
      if (!sameBytes(hash, checksum(bytes))) return undefined;
      return deserialize(bytes) as LedgerState;
    },
  };
}

function checksum(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}
