/**
 * Derives the readings of a gateway again from its entries: after an update that understands more, or
 * when their rows are not trusted. What comes out is what stood there.
 */

import { PROJECTION_VERSION } from "@mega/ledger";
import { numberIn } from "../database/row-values.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { deriveSetup } from "../glance/gateway-setup.ts";
import { envelopeOf, readEntries } from "../mirror/entry-rows.ts";
import { holdGateway } from "../mirror/hold-gateway.ts";
import { readLedgers, type StoredLedger } from "../mirror/stored-ledger.ts";
import { putBackCounts } from "../purge/kept-counts.ts";
import type { Stopped } from "./project-entries.ts";
import { READINGS_VERSION, storeProjection } from "./store-projection.ts";

/** Entries read at once: of the longest ones not more than memory allows. */
const ENTRIES_AT_ONCE = 100;

/** Derives the readings of all ledgers of a gateway again, in one transaction. */
export async function rebuildReadings(database: ServerDatabase, gatewayId: number): Promise<void> {
  await database.as({ kind: "job" }, async (tx) => {
    await holdGateway(tx, gatewayId);
    await deriveSetup(tx, gatewayId);
    for (const ledger of await readLedgers(tx, gatewayId)) {
      await forgetReadings(tx, gatewayId, ledger);
      const stopped = await deriveReadings(tx, gatewayId, ledger);
      await putBackCounts(tx, { gatewayId, ledgerNo: ledger.ledgerNo });
      await tx.query(
        `UPDATE ledger SET stopped_seq = $3, stopped_kind = $4, readings_version = $5,
           kinds_version = $6, past_changes = past_changes + 1
         WHERE gateway_id = $1 AND ledger_no = $2`,
        [
          gatewayId,
          ledger.ledgerNo,
          stopped?.seq ?? null,
          stopped?.kind ?? null,
          READINGS_VERSION,
          PROJECTION_VERSION,
        ],
      );
    }
  });
}

/** Gateways whose readings have another form, or stopped at what may be understood by now. */
export async function outdatedGateways(
  database: ServerDatabase,
  limit: number,
): Promise<readonly number[]> {
  const rows = await database.as({ kind: "job" }, (tx) =>
    tx.query(
      `SELECT DISTINCT gateway_id FROM ledger
       WHERE readings_version <> $1 OR (stopped_seq IS NOT NULL AND kinds_version <> $2)
       ORDER BY 1 LIMIT $3`,
      [READINGS_VERSION, PROJECTION_VERSION, limit],
    ),
  );
  return rows.map((row) => numberIn(row, "gateway_id"));
}

async function forgetReadings(
  tx: Transaction,
  gatewayId: number,
  { ledgerNo, ledgerId }: StoredLedger,
): Promise<void> {
  const place = [gatewayId, ledgerNo];
  await tx.query("DELETE FROM reading WHERE gateway_id = $1 AND ledger_no = $2", place);
  await tx.query("DELETE FROM reading_cold WHERE gateway_id = $1 AND ledger_no = $2", place);
  await tx.query("DELETE FROM ledger_state WHERE gateway_id = $1 AND ledger_no = $2", place);
  await tx.query("DELETE FROM glance WHERE gateway_id = $1 AND ledger_no = $2", place);
  // What was erased stays as it is; all else the entries say again.
  await tx.query(
    `UPDATE month_key SET commitment = NULL, committed_seq = NULL, awaited_seq = NULL
     WHERE gateway_id = $1 AND ledger_id = $2 AND erased_at_ms IS NULL`,
    [gatewayId, ledgerId],
  );
}

async function deriveReadings(
  tx: Transaction,
  gatewayId: number,
  { ledgerNo, ledgerId, headSeq }: StoredLedger,
): Promise<Stopped | null> {
  const ledger = { gatewayId, ledgerNo, ledgerId };
  for (let fromSeq = 1; fromSeq <= headSeq; fromSeq += ENTRIES_AT_ONCE) {
    const entries = await readEntries(tx, ledger, { fromSeq, limit: ENTRIES_AT_ONCE });
    const stopped = await storeProjection(tx, ledger, entries.map(envelopeOf));
    if (stopped !== null) return stopped;
  }
  return null;
}
