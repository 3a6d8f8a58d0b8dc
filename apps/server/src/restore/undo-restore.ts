/** A change of boxes taken back: for a day, as long as the new box has written nothing. */

import { MegaError, toUtcString } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import type { Transaction } from "../database/server-database.ts";
import { type Decided, mayDecide, notTheirs } from "./decide-building.ts";
import { tellManagers } from "./restore-mail.ts";
import { endRestore, grantedRestore, isTaken } from "./restore-rows.ts";
import { UNDO_MS_MAX } from "./restore-rules.ts";

/**
 * Gives the old box its right back.
 *
 * @throws MegaError NOT_FOUND when no box of this gateway was replaced, CONFLICT when that was more than
 *   a day ago or the new box has written
 */
export async function undoRestore(
  tx: Transaction,
  gatewayId: number,
  { actor, nowMs }: Decided,
): Promise<void> {
  const row = await grantedRestore(tx, gatewayId);
  if (row === undefined || !(await mayDecide(tx, actor, row.buildingId))) {
    throw notTheirs(gatewayId);
  }
  const { restoreId, buildingId, building, oldMac, newMac, oldGeneration, newGeneration } = row;
  const since = nowMs - (row.grantedAtMs ?? 0);
  if (since > UNDO_MS_MAX) throw tooLate("more than a day has passed");
  if (await isTaken(tx, oldMac, gatewayId)) throw tooLate("the old box has another place by now");
  const written = await tx.query(
    `SELECT 1 FROM ledger WHERE gateway_id = $1 AND (generation >= $2 OR sender_generation >= $2)
       UNION ALL SELECT 1 FROM configuration_version WHERE gateway_id = $1 AND generation >= $2 LIMIT 1`,
    [gatewayId, newGeneration],
  );
  if (written.length > 0) throw tooLate("the new box has written");
  await tx.query("UPDATE gateway SET mac = $2, model = $3, generation = $4 WHERE gateway_id = $1", [
    gatewayId,
    oldMac,
    row.oldModel,
    oldGeneration,
  ]);
  await tx.query(
    "UPDATE credential SET revoked_at = $3 WHERE gateway_id = $1 AND generation = $2 AND revoked_at IS NULL",
    [gatewayId, newGeneration, toUtcString(nowMs)],
  );
  await endRestore(tx, restoreId, "undone");
  await appendAudit(tx, {
    atMs: nowMs,
    actor,
    action: "restore-undone",
    gatewayId,
    buildingId,
    before: { mac: newMac, generation: newGeneration },
    after: { mac: oldMac, generation: oldGeneration, restoreId },
  });
  await tellManagers(
    tx,
    { kind: "restore-undone", building, oldMac, newMac },
    { buildingId, nowMs },
  );
}

function tooLate(why: string): MegaError {
  return new MegaError("CONFLICT", `The restore cannot be taken back: ${why}`, {
    hint: "Restore the old box as a new one, with the same token.",
  });
}
