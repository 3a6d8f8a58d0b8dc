/** Entries of the mirror: their bytes as they were hashed, in and out. */

import { assert } from "@mega/domain";
import { decodeEntry, type Envelope } from "@mega/ledger";
import { bytesIn, numberIn, valuesOf } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import type { KnownHashes, NewEntry } from "./judge-batch.ts";

/** A ledger within the mirror. */
export interface LedgerPlace {
  readonly gatewayId: number;
  readonly ledgerNo: number;
}

/** Stores entries behind the head; whoever calls holds the ledger's row. */
export async function insertEntries(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  entries: readonly NewEntry[],
): Promise<void> {
  const rows = entries.map(({ envelope, hash, bytes }) => [
    gatewayId,
    ledgerNo,
    envelope.seq,
    hash,
    bytes,
  ]);
  const { text, values } = valuesOf(rows);
  const sql = `INSERT INTO entry (gateway_id, ledger_no, seq, hash, bytes) VALUES ${text}`;
  // An hour of a gateway is one entry.
  await (entries.length === 1 ? tx.often(sql, values) : tx.query(sql, values));
}

/** Hashes of the entries from one number to another. */
export async function readHashes(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  { fromSeq, toSeq }: { readonly fromSeq: number; readonly toSeq: number },
): Promise<KnownHashes> {
  const rows = await tx.query(
    `SELECT seq, hash FROM entry
     WHERE gateway_id = $1 AND ledger_no = $2 AND seq BETWEEN $3 AND $4`,
    [gatewayId, ledgerNo, fromSeq, toSeq],
  );
  return new Map(rows.map((row) => [numberIn(row, "seq"), bytesIn(row, "hash")]));
}

/** At most so many entries from a number on, in order. */
export async function readEntries(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  { fromSeq, limit }: { readonly fromSeq: number; readonly limit: number },
): Promise<readonly Uint8Array[]> {
  const rows = await tx.query(
    `SELECT bytes FROM entry
     WHERE gateway_id = $1 AND ledger_no = $2 AND seq >= $3 ORDER BY seq LIMIT $4`,
    [gatewayId, ledgerNo, fromSeq, limit],
  );
  return rows.map((row) => bytesIn(row, "bytes"));
}

/** Single entries by their numbers. */
export async function readEntriesAt(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, Envelope>> {
  if (seqs.length === 0) return new Map();
  const rows = await tx.query(
    "SELECT seq, bytes FROM entry WHERE gateway_id = $1 AND ledger_no = $2 AND seq = ANY ($3)",
    [gatewayId, ledgerNo, seqs],
  );
  return new Map(rows.map((row) => [numberIn(row, "seq"), envelopeOf(bytesIn(row, "bytes"))]));
}

/** A stored entry: it was verified when it came. */
export function envelopeOf(bytes: Uint8Array): Envelope {
  const decoded = decodeEntry(bytes);
  assert(decoded.ok, "a stored entry was verified");
  return decoded.envelope;
}
