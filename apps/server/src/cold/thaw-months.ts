/**
 * Makes rows of cold months again, before something of them is changed. Whoever calls holds the gateway or
 * its ledger, so that no month is made cold meanwhile.
 */

import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";
import { insertReadings } from "../readings/reading-rows.ts";
import { coldRounds } from "./cold-months.ts";

/** Rows written at once: a statement takes 65 535 values. */
const ROWS_AT_ONCE = 1000;

/** The month in which a round was due. */
export async function thawDue(
  tx: Transaction,
  place: LedgerPlace,
  dueAtMs: number,
): Promise<boolean> {
  return thawWhere(tx, place, "from_ms <= $3 AND to_ms >= $3", dueAtMs);
}

/** The months that hold rounds of these months of keys. */
export async function thawKeyMonths(
  tx: Transaction,
  place: LedgerPlace,
  monthNos: readonly number[],
): Promise<boolean> {
  return thawWhere(tx, place, "month_nos && $3::int[]", monthNos);
}

/** Every month with a round of a month of keys before this one. */
export async function thawKeyMonthsBefore(
  tx: Transaction,
  place: LedgerPlace,
  beforeMonthNo: number,
): Promise<boolean> {
  return thawWhere(tx, place, "$3 > ANY (month_nos)", beforeMonthNo);
}

/** Whether there was something cold. */
async function thawWhere(
  tx: Transaction,
  place: LedgerPlace,
  condition: string,
  value: unknown,
): Promise<boolean> {
  const { gatewayId, ledgerNo } = place;
  const months = await tx.query(
    `SELECT utc_month FROM reading_cold
       WHERE gateway_id = $1 AND ledger_no = $2 AND ${condition} ORDER BY utc_month`,
    [gatewayId, ledgerNo, value],
  );
  for (const row of months) {
    const utcMonth = numberIn(row, "utc_month");
    const rows = await coldRounds(tx, place, utcMonth);
    await tx.query(
      "DELETE FROM reading_cold WHERE gateway_id = $1 AND ledger_no = $2 AND utc_month = $3",
      [gatewayId, ledgerNo, utcMonth],
    );
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      await insertReadings(tx, place, rows.slice(from, from + ROWS_AT_ONCE));
    }
  }
  return months.length > 0;
}
