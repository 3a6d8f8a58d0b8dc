/** Restores as the database keeps them, with what they are judged by. */

import { numberIn, numberOrNullIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";

/** A restore and the gateway that it is about, locked until the transaction ends. */
export interface RestoreRow {
  readonly restoreId: number;
  readonly gatewayId: number;
  readonly buildingId: number;
  readonly building: string;
  readonly state: "waiting" | "granted" | "refused" | "expired" | "undone";
  readonly secretSha256: Uint8Array;
  readonly oldMac: string;
  readonly newMac: string;
  readonly oldModel: string;
  readonly newModel: string;
  readonly expiresAtMs: number;
  readonly oldGeneration: number | null;
  readonly newGeneration: number | null;
  readonly grantedAtMs: number | null;
  /** When the gateway was last heard of, or enrolled where it never was. */
  readonly lastHeardMs: number;
  readonly isRevoked: boolean;
  /** Whether silence gives it the place: its token is today's, and not of those who gave the gateway away. */
  readonly needsNobody: boolean;
}

/** What the token of the newest configuration of a gateway `g` proves itself with. */
const newestProof = `(SELECT c.proof_sha256
    FROM configuration_version v JOIN configuration_content c USING (gateway_id, sha256)
    WHERE v.gateway_id = g.gateway_id ORDER BY v.version DESC LIMIT 1)`;

/** Of a restore `r` and its gateway `g`. */
export const needsNobody = `coalesce(r.proof_sha256 = ${newestProof}
  AND r.proof_sha256 IS DISTINCT FROM g.former_proof_sha256, false)`;

const select = `
  SELECT r.*, g.building_id, b.name AS building, g.revoked_at,
    coalesce(g.seen_at, g.enrolled_at) AS last_heard_at, ${needsNobody} AS needs_nobody
  FROM restore r JOIN gateway g USING (gateway_id) JOIN building b USING (building_id)
  WHERE `;
const locked = " FOR UPDATE OF r, g";

/** A restore by its number. */
export async function restoreById(
  tx: Transaction,
  restoreId: number,
): Promise<RestoreRow | undefined> {
  const [row] = await tx.query(`${select} r.restore_id = $1 ${locked}`, [restoreId]);
  return row && restoreOf(row);
}

/** The restore that waits for a code. */
export async function restoreByCode(
  tx: Transaction,
  codeSha256: Uint8Array,
): Promise<RestoreRow | undefined> {
  const where = `r.code_sha256 = $1 AND r.state = 'waiting' ORDER BY r.restore_id DESC LIMIT 1`;
  const [row] = await tx.query(`${select} ${where} ${locked}`, [codeSha256]);
  return row && restoreOf(row);
}

/** The newest restore of a gateway that was granted. */
export async function grantedRestore(
  tx: Transaction,
  gatewayId: number,
): Promise<RestoreRow | undefined> {
  const where = `r.gateway_id = $1 AND r.state = 'granted' ORDER BY r.restore_id DESC LIMIT 1`;
  const [row] = await tx.query(`${select} ${where} ${locked}`, [gatewayId]);
  return row && restoreOf(row);
}

/** Sets how a restore ended. */
export async function endRestore(
  tx: Transaction,
  restoreId: number,
  state: "refused" | "expired" | "undone",
): Promise<void> {
  await tx.query("UPDATE restore SET state = $2 WHERE restore_id = $1", [restoreId, state]);
}

/** The gateway comes to other people: what waits for its place asked those before, and one token is theirs. */
export async function endForMove(
  tx: Transaction,
  gatewayId: number,
  { toOthers }: { readonly toOthers: boolean },
): Promise<void> {
  await tx.query(
    "UPDATE restore SET state = 'refused' WHERE gateway_id = $1 AND state = 'waiting'",
    [gatewayId],
  );
  if (!toOthers) return;
  await tx.query(
    `UPDATE gateway g SET former_proof_sha256 = ${newestProof} WHERE g.gateway_id = $1`,
    [gatewayId],
  );
}

/** Whether a MAC belongs to another gateway that is in use. */
export async function isTaken(tx: Transaction, mac: string, gatewayId: number): Promise<boolean> {
  const sql = "SELECT 1 FROM gateway WHERE mac = $1 AND gateway_id <> $2 AND revoked_at IS NULL";
  return (await tx.query(sql, [mac, gatewayId])).length > 0;
}

function restoreOf(row: Row): RestoreRow {
  const instant = (column: string) => (row[column] as Date).getTime();
  return {
    restoreId: numberIn(row, "restore_id"),
    gatewayId: numberIn(row, "gateway_id"),
    buildingId: numberIn(row, "building_id"),
    building: textIn(row, "building"),
    state: textIn(row, "state") as RestoreRow["state"],
    secretSha256: new Uint8Array(row["secret_sha256"] as Uint8Array),
    oldMac: textIn(row, "old_mac"),
    newMac: textIn(row, "new_mac"),
    oldModel: textIn(row, "old_model"),
    newModel: textIn(row, "new_model"),
    expiresAtMs: instant("expires_at"),
    oldGeneration: numberOrNullIn(row, "old_generation"),
    newGeneration: numberOrNullIn(row, "new_generation"),
    grantedAtMs: row["granted_at"] === null ? null : instant("granted_at"),
    lastHeardMs: instant("last_heard_at"),
    isRevoked: row["revoked_at"] !== null,
    needsNobody: row["needs_nobody"] === true,
  };
}
