/** What a person says to a restore that waits. */

import type { FieldCode } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { readShortCode } from "../enrolment/short-code.ts";
import { hashOfSecret } from "../registry/credentials.ts";
import { type Decided, mayDecide, notTheirs } from "./decide-building.ts";
import { grant } from "./grant-restore.ts";
import { type RestoreRow, restoreByCode } from "./restore-rows.ts";

/**
 * Grants the restore whose code the new box shows.
 *
 * @param typed as a person types it
 * @param gatewayId where the code must be one for this gateway's place
 * @throws MegaError PROOF_REFUSED when no restore of a building of his waits for this code
 */
export async function confirmRestore(
  tx: Transaction,
  typed: string,
  { actor, nowMs, gatewayId }: Decided & { readonly gatewayId?: number },
): Promise<RestoreRow> {
  const code = readShortCode(typed);
  const row = code === undefined ? undefined : await restoreByCode(tx, hashOfSecret(code));
  const isOpen = row !== undefined && nowMs < row.expiresAtMs && !row.isRevoked;
  const isMeant = gatewayId === undefined || row?.gatewayId === gatewayId;
  if (!isOpen || !isMeant || !(await mayDecide(tx, actor, row.buildingId))) {
    throw noSuchBox();
  }
  const granted = await grant(tx, row, { nowMs, actor });
  if (granted.state === "granted") return granted;
  throw new MegaError("CONFLICT", `The MAC ${row.newMac} has a place of its own by now`);
}

/** The code itself is not repeated: it may be another box's. */
function noSuchBox(): MegaError {
  const code: FieldCode = "no-such-box";
  const allowed = "the code that a box shows which asks for the place";
  return new MegaError("PROOF_REFUSED", "No restore waits for this code", {
    hint: "Read the code on the new box again; it holds for a day.",
    context: { errors: [{ pointer: "/code", code, params: { value: "***", allowed } }] },
  });
}

/** Refuses what waits for a gateway's place; how many there were. */
export async function refuseRestores(
  tx: Transaction,
  gatewayId: number,
  { actor, nowMs }: Decided,
): Promise<number> {
  const rows = await tx.query(
    `UPDATE restore r SET state = 'refused' FROM gateway g
       WHERE r.gateway_id = $1 AND g.gateway_id = $1 AND r.state = 'waiting'
       RETURNING r.restore_id, g.building_id`,
    [gatewayId],
  );
  const [first] = rows;
  if (first === undefined) return 0;
  const buildingId = numberIn(first, "building_id");
  if (!(await mayDecide(tx, actor, buildingId))) throw notTheirs(gatewayId);
  const refused = rows.map((row) => numberIn(row, "restore_id"));
  const action = "restore-turned-down";
  await appendAudit(tx, { atMs: nowMs, actor, action, gatewayId, buildingId, after: { refused } });
  return rows.length;
}
