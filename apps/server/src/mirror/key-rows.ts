/** Month keys as they are stored. */

import {
  bytesOrNullIn,
  numberIn,
  numberOrNullIn,
  numbersIn,
  pairsIn,
  valuesOf,
} from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import type { StoredKey } from "./key-ring.ts";

/** A ledger by its own name: keys may come before its first entry. */
export interface NamedLedger {
  readonly gatewayId: number;
  readonly ledgerId: Uint8Array;
}

/** Rows written at once: a statement takes 65 535 values. */
const ROWS_AT_ONCE = 4096;

/** There, committed and waited for by nothing: nearly all of them, and each is 32 bytes with 32 bytes. */
const settled = "key IS NOT NULL AND commitment IS NOT NULL AND awaited_seq IS NULL";

/**
 * What is stored of the keys of some months. Those that are settled come as one row for a month, their
 * bytes one behind another: a row for each would cost as much as everything else of a batch.
 */
export async function readKeys(
  tx: Transaction,
  { gatewayId, ledgerId }: NamedLedger,
  monthNos: readonly number[],
): Promise<readonly StoredKey[]> {
  if (monthNos.length === 0) return [];
  const rows = await tx.often(
    `SELECT month_no, array_agg(source_no ORDER BY source_no) AS source_nos,
       array_agg(committed_seq ORDER BY source_no) AS committed_seqs,
       string_agg(key, '' ORDER BY source_no) AS keys,
       string_agg(commitment, '' ORDER BY source_no) AS commitments,
       NULL::bigint AS awaited_seq, false AS erased
     FROM month_key
     WHERE gateway_id = $1 AND ledger_id = $2 AND month_no = ANY ($3) AND ${settled}
     GROUP BY month_no
     UNION ALL
     SELECT month_no, ARRAY[source_no], ARRAY[committed_seq], key, commitment, awaited_seq,
       erased_at_ms IS NOT NULL
     FROM month_key
     WHERE gateway_id = $1 AND ledger_id = $2 AND month_no = ANY ($3) AND NOT (${settled})`,
    [gatewayId, ledgerId, monthNos],
  );
  return rows.flatMap(keysFromRow);
}

/** Stores keys as they stand now. What is erased stays erased. */
export async function writeKeys(
  tx: Transaction,
  { gatewayId, ledgerId }: NamedLedger,
  keys: readonly StoredKey[],
): Promise<void> {
  for (let from = 0; from < keys.length; from += ROWS_AT_ONCE) {
    const rows = keys
      .slice(from, from + ROWS_AT_ONCE)
      .map(({ monthNo, sourceNo, key, committed, awaitedSeq }) => [
        gatewayId,
        ledgerId,
        monthNo,
        sourceNo,
        key,
        committed?.hash ?? null,
        committed?.seq ?? null,
        awaitedSeq,
      ]);
    const { text, values } = valuesOf(rows);
    await tx.query(
      `INSERT INTO month_key
         (gateway_id, ledger_id, month_no, source_no, key, commitment, committed_seq, awaited_seq)
       VALUES ${text}
       ON CONFLICT (gateway_id, ledger_id, month_no, source_no) DO UPDATE SET
         key = excluded.key, commitment = excluded.commitment,
         committed_seq = excluded.committed_seq, awaited_seq = excluded.awaited_seq
       WHERE month_key.erased_at_ms IS NULL`,
      values,
    );
  }
}

/** Keys of a gateway that no entry has committed yet. */
export async function countUncommitted(tx: Transaction, gatewayId: number): Promise<number> {
  const [row] = await tx.query(
    "SELECT count(*)::int AS waiting FROM month_key WHERE gateway_id = $1 AND commitment IS NULL",
    [gatewayId],
  );
  return row === undefined ? 0 : numberIn(row, "waiting");
}

function keysFromRow(row: Row): readonly StoredKey[] {
  const monthNo = numberIn(row, "month_no");
  const sourceNos = pairsIn(row, "source_nos") ?? [];
  const committedSeqs = numbersIn(row, "committed_seqs");
  const keys = bytesOrNullIn(row, "keys");
  const hashes = bytesOrNullIn(row, "commitments");
  const awaitedSeq = numberOrNullIn(row, "awaited_seq");
  const erased = row["erased"] === true;
  // One that stands by itself may have been committed by bytes of another length, which nothing fits.
  const piece = (bytes: Uint8Array, at: number) =>
    sourceNos.length === 1 ? bytes : bytes.subarray(32 * at, 32 * at + 32);
  return sourceNos.map((sourceNo, at) => {
    const seq = committedSeqs[at] ?? null;
    return {
      monthNo,
      sourceNo,
      key: keys && piece(keys, at),
      committed: hashes === null || seq === null ? null : { hash: piece(hashes, at), seq },
      awaitedSeq,
      erased,
    };
  });
}
