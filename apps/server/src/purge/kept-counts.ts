/** Counts of months whose key was deleted, as far as they stay: written once, put back when rows are derived. */

import type { SourceNo } from "@mega/domain";
import { arrayText } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";

/** One source in one month. */
export interface SourceMonth {
  readonly sourceNo: SourceNo;
  /** Year × 12 + month − 1. */
  readonly monthNo: number;
}

/** Keeps these counts and no others of a source and month. */
export async function keepCounts(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  { sourceNo, monthNo }: SourceMonth,
  kept: readonly { readonly seq: number; readonly count: number }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO kept_count (gateway_id, ledger_no, month_no, source_no, seqs, counts)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (gateway_id, ledger_no, month_no, source_no) DO UPDATE
         SET seqs = excluded.seqs, counts = excluded.counts`,
    [
      gatewayId,
      ledgerNo,
      monthNo,
      sourceNo,
      arrayText(kept.map(({ seq }) => seq)),
      arrayText(kept.map(({ count }) => count)),
    ],
  );
}

/** Puts them back into rows that were derived from entries; of some months, or of all. */
export async function putBackCounts(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  monthNos: readonly number[] | null = null,
): Promise<void> {
  const rows = await tx.query(
    `SELECT month_no, source_no, seqs, counts FROM kept_count
       WHERE gateway_id = $1 AND ledger_no = $2 AND ($3::int[] IS NULL OR month_no = ANY ($3))`,
    [gatewayId, ledgerNo, monthNos],
  );
  for (const { month_no: monthNo, source_no: sourceNo, seqs, counts } of rows) {
    await tx.query(
      `UPDATE reading r SET counts[$4::int] = k.count
         FROM unnest($5::bigint[], $6::bigint[]) AS k (seq, count)
         WHERE r.gateway_id = $1 AND r.ledger_no = $2 AND r.month_no = $3 AND r.seq = k.seq`,
      [gatewayId, ledgerNo, monthNo, sourceNo, seqs, counts],
    );
  }
}

/** Forgets those of months before one: their hours and days are erased altogether. */
export async function forgetCounts(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  { beforeMonthNo, sourceNo }: { readonly beforeMonthNo: number; readonly sourceNo?: SourceNo },
): Promise<void> {
  await tx.query(
    `DELETE FROM kept_count WHERE gateway_id = $1 AND ledger_no = $2 AND month_no < $3
       AND ($4::int IS NULL OR source_no = $4)`,
    [gatewayId, ledgerNo, beforeMonthNo, sourceNo ?? null],
  );
}
