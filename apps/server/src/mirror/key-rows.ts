/** Month keys as they are stored. */

import { bytesOrNullIn, numberIn, numberOrNullIn, valuesOf } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import type { StoredKey } from "./key-ring.ts";

/** A ledger by its own name: keys may come before its first entry. */
export interface NamedLedger {
  readonly gatewayId: number;
  readonly ledgerId: Uint8Array;
}

/** Rows written at once: a statement takes 65 535 values. */
const ROWS_AT_ONCE = 4096;

/** What is stored of the keys of some months. */
export async function readKeys(
  tx: Transaction,
  { gatewayId, ledgerId }: NamedLedger,
  monthNos: readonly number[],
): Promise<readonly StoredKey[]> {
  if (monthNos.length === 0) return [];
  const rows = await tx.query(
    `SELECT month_no, source_no, key, commitment, committed_seq, awaited_seq,
       erased_at_ms FROM month_key
     WHERE gateway_id = $1 AND ledger_id = $2 AND month_no = ANY ($3)`,
    [gatewayId, ledgerId, monthNos],
  );
  return rows.map(keyFromRow);
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

function keyFromRow(row: Row): StoredKey {
  const hash = bytesOrNullIn(row, "commitment");
  return {
    monthNo: numberIn(row, "month_no"),
    sourceNo: numberIn(row, "source_no"),
    key: bytesOrNullIn(row, "key"),
    committed: hash && { hash, seq: numberIn(row, "committed_seq") },
    awaitedSeq: numberOrNullIn(row, "awaited_seq"),
    erased: row["erased_at_ms"] !== null,
  };
}
