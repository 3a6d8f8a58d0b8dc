/**
 * The folded state of a mirrored ledger: saved now and then, and the entries behind it folded when it
 * is asked for. A saved state is only a shortcut: one that does not fit is folded again from the first
 * entry.
 */

import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { assert } from "@mega/domain";
import {
  type Envelope,
  emptyState,
  entryHash,
  fold,
  type LedgerState,
  type OwnMaps,
  PROJECTION_VERSION,
  readFact,
  sameBytes,
  toHex,
} from "@mega/ledger";
import { bytesIn, numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { envelopeOf, type LedgerPlace, readEntries } from "../mirror/entry-rows.ts";
import { KeyRing } from "../mirror/key-ring.ts";
import { readKeys } from "../mirror/key-rows.ts";
import { monthsOf } from "./project-entries.ts";
import type { ProjectedLedger } from "./store-projection.ts";

/** Entries folded at once. */
const ENTRIES_AT_ONCE = 200;

/** The state that was saved last; undefined when there is none that fits. */
export async function loadState(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  pastChanges: number,
): Promise<LedgerState | undefined> {
  const [row] = await tx.query(
    `SELECT version, past_changes, checksum, state FROM ledger_state
     WHERE gateway_id = $1 AND ledger_no = $2`,
    [gatewayId, ledgerNo],
  );
  if (row === undefined || numberIn(row, "version") !== PROJECTION_VERSION) return undefined;
  if (numberIn(row, "past_changes") !== pastChanges) return undefined;
  const state = bytesIn(row, "state");
  if (!sameBytes(checksumOf(state), bytesIn(row, "checksum"))) return undefined;
  return deserialize(state) as LedgerState;
}

/** Saves a state. One that ends before its head is not: a version that understands more folds it. */
export async function saveState(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  { state, pastChanges }: { readonly state: LedgerState; readonly pastChanges: number },
): Promise<void> {
  if (state.notUnderstood !== null) return;
  const bytes = new Uint8Array(serialize(state));
  await tx.query(
    `INSERT INTO ledger_state
       (gateway_id, ledger_no, version, past_changes, seq, checksum, state)
     SELECT $1::int, $2::smallint, $3::int, $4::int, $5::bigint, $6::bytea, $7::bytea FROM ledger
     WHERE gateway_id = $1 AND ledger_no = $2 AND past_changes = $4
     ON CONFLICT (gateway_id, ledger_no) DO UPDATE SET version = excluded.version,
       past_changes = excluded.past_changes, seq = excluded.seq, checksum = excluded.checksum,
       state = excluded.state`,
    [
      gatewayId,
      ledgerNo,
      PROJECTION_VERSION,
      pastChanges,
      state.head.seq,
      checksumOf(bytes),
      bytes,
    ],
  );
}

/** Folds the next entries, as many as are read at once; the state itself when there are none. */
export async function foldNext(
  tx: Transaction,
  ledger: ProjectedLedger,
  { state, own }: { readonly state: LedgerState | undefined; readonly own: OwnMaps },
): Promise<LedgerState | undefined> {
  const fromSeq = (state?.head.seq ?? 0) + 1;
  const entries = await readEntries(tx, ledger, { fromSeq, limit: ENTRIES_AT_ONCE });
  const read = entries.map((bytes) => ({ bytes, envelope: envelopeOf(bytes) }));
  const months = monthsOf(read.map(({ envelope }) => envelope));
  const keys = new KeyRing(await readKeys(tx, ledger, months));
  let next = state;
  for (const { bytes, envelope } of read) {
    const before = next ?? emptyState(toHex(ledger.ledgerId), envelope.generation);
    assert(envelope.seq === before.head.seq + 1, "stored entries follow each other");
    next = foldEntry(before, { bytes, envelope }, { keys, own });
  }
  return next;
}

function foldEntry(
  state: LedgerState,
  { bytes, envelope }: { readonly bytes: Uint8Array; readonly envelope: Envelope },
  { keys, own }: { readonly keys: KeyRing; readonly own: OwnMaps },
): LedgerState {
  const { seq, recordedAtMs, kind, kindVersion } = envelope;
  const fact = readFact(envelope, keys.openerOf(seq));
  const place = { seq, hash: entryHash(bytes), recordedAtMs };
  // A body that is not of its kind is nothing that can be folded: the state ends there too.
  if (fact === undefined) {
    const unread = { kind: "Unknown", name: `${kind} ${kindVersion}`, version: 1 } as const;
    return fold(state, unread, place, own);
  }
  return fold(state, fact, place, own);
}

function checksumOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}
