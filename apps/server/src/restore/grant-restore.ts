/**
 * The change of boxes, in one transaction: a generation more, the new box's secret is a credential, the
 * old box's credential is of an older generation and opens nothing.
 */

import { toUtcString } from "@mega/domain";
import { type Actor, appendAudit } from "../audit/append-audit.ts";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { notTheirs } from "./decide-building.ts";
import { tellManagers } from "./restore-mail.ts";
import { endRestore, isTaken, type RestoreRow } from "./restore-rows.ts";

/** Gives the place to the new box; "refused" where its MAC has another place by now. */
export async function grant(
  tx: Transaction,
  row: RestoreRow,
  { actor, nowMs }: { readonly actor: Actor; readonly nowMs: number },
): Promise<RestoreRow> {
  const { restoreId, gatewayId, buildingId, building, oldMac, newMac, newModel } = row;
  if (await isTaken(tx, newMac, gatewayId)) {
    await endRestore(tx, restoreId, "refused");
    return { ...row, state: "refused" };
  }
  const { oldGeneration, newGeneration } = await generations(tx, gatewayId);
  const at = toUtcString(nowMs);
  await tx.query(
    `UPDATE gateway SET mac = $2, model = $3, generation = $4, left_at = NULL WHERE gateway_id = $1`,
    [gatewayId, newMac, newModel, newGeneration],
  );
  await tx.query(
    `INSERT INTO credential (gateway_id, secret_sha256, generation, made_at) VALUES ($1, $2, $3, $4)`,
    [gatewayId, row.secretSha256, newGeneration, at],
  );
  await tx.query(
    "UPDATE restore SET state = 'refused' WHERE gateway_id = $1 AND state = 'waiting' AND restore_id <> $2",
    [gatewayId, restoreId],
  );
  await tx.query(
    `UPDATE restore SET state = 'granted', granted_at = $2, granted_by = $3, old_generation = $4,
       new_generation = $5 WHERE restore_id = $1`,
    [restoreId, at, actor.kind === "job" ? "silence" : "code", oldGeneration, newGeneration],
  );
  await appendAudit(tx, {
    atMs: nowMs,
    actor,
    action: "restore-granted",
    gatewayId,
    buildingId,
    before: { mac: oldMac, model: row.oldModel, generation: oldGeneration },
    after: { mac: newMac, model: newModel, generation: newGeneration, restoreId },
  });
  await tellManagers(
    tx,
    { kind: "restore-granted", building, oldMac, newMac },
    { buildingId, nowMs },
  );
  return { ...row, state: "granted", oldGeneration, newGeneration, grantedAtMs: nowMs };
}

/** The generation that stands, and one that was never given before. */
async function generations(
  tx: Transaction,
  gatewayId: number,
): Promise<{ readonly oldGeneration: number; readonly newGeneration: number }> {
  const [row] = await tx.query(
    `SELECT generation, greatest(generation,
         (SELECT max(generation) FROM credential WHERE gateway_id = $1),
         (SELECT max(generation) FROM ledger WHERE gateway_id = $1)) AS highest
       FROM gateway WHERE gateway_id = $1`,
    [gatewayId],
  );
  if (row === undefined) throw notTheirs(gatewayId);
  return {
    oldGeneration: numberIn(row, "generation"),
    newGeneration: numberIn(row, "highest") + 1,
  };
}
