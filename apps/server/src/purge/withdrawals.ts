/** Tenants who took their choice of hours back, as far as their hours have not gone yet. */

import { toUtcString } from "@mega/domain";
import { instantIn } from "../database/row-instants.ts";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";

/** One account at one gateway. */
export interface Withdrawal {
  readonly gatewayId: number;
  readonly accountId: number;
  readonly withdrawnAtMs: number;
}

/** Notes it for every gateway behind which the account has or had a stay. */
export async function noteWithdrawal(
  tx: Transaction,
  accountId: number,
  nowMs: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO hours_withdrawal (gateway_id, account_id, withdrawn_at, look_at)
       SELECT DISTINCT gateway_id, account_id, $2::timestamptz, $2::timestamptz FROM stay
         WHERE account_id = $1
       ON CONFLICT (gateway_id, account_id) DO UPDATE
         SET withdrawn_at = excluded.withdrawn_at, look_at = excluded.look_at`,
    [accountId, toUtcString(nowMs)],
  );
}

/** Chosen again: what has not gone yet stays. */
export async function forgetWithdrawals(tx: Transaction, accountId: number): Promise<void> {
  await tx.query("DELETE FROM hours_withdrawal WHERE account_id = $1", [accountId]);
}

/** Those that are to be looked at. */
export async function dueWithdrawals(
  tx: Transaction,
  nowMs: number,
  limit: number,
): Promise<readonly Withdrawal[]> {
  const rows = await tx.query(
    `SELECT gateway_id, account_id, withdrawn_at FROM hours_withdrawal WHERE look_at <= $1
       ORDER BY look_at LIMIT $2`,
    [toUtcString(nowMs), limit],
  );
  return rows.map((row) => ({
    gatewayId: numberIn(row, "gateway_id"),
    accountId: numberIn(row, "account_id"),
    withdrawnAtMs: instantIn(row, "withdrawn_at"),
  }));
}

/** Holds a withdrawal to the end of the transaction; false where it was chosen again meanwhile. */
export async function holdWithdrawal(
  tx: Transaction,
  { gatewayId, accountId, withdrawnAtMs }: Withdrawal,
): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM hours_withdrawal
       WHERE gateway_id = $1 AND account_id = $2 AND withdrawn_at = $3 FOR UPDATE`,
    [gatewayId, accountId, toUtcString(withdrawnAtMs)],
  );
  return rows.length > 0;
}

/** Nothing is left to be done; or it is looked at again, where months are still in use. */
export async function settleWithdrawal(
  tx: Transaction,
  { gatewayId, accountId, withdrawnAtMs }: Withdrawal,
  lookAtMs: number | null,
): Promise<void> {
  const values = [gatewayId, accountId, toUtcString(withdrawnAtMs)];
  const which = "gateway_id = $1 AND account_id = $2 AND withdrawn_at = $3";
  if (lookAtMs === null) await tx.query(`DELETE FROM hours_withdrawal WHERE ${which}`, values);
  else {
    await tx.query(`UPDATE hours_withdrawal SET look_at = $4 WHERE ${which}`, [
      ...values,
      toUtcString(lookAtMs),
    ]);
  }
}
