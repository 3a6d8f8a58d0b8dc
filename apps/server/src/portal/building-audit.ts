/** The audit of a building, in the name of who asks. */

import { PORTAL_AUDIT_MAX, type PortalAuditPage } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { instantIn } from "../database/row-instants.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { managedBuilding } from "./standing.ts";

/** Who did what in a building that one manages, newest first. */
export async function readAudit(
  tx: Transaction,
  buildingId: number,
  before: number,
): Promise<PortalAuditPage> {
  await managedBuilding(tx, buildingId);
  const rows = await tx.query(
    `SELECT u.audit_id, u.at, u.actor_kind, u.actor_id, u.action, u.before, u.after, a.email,
         w.email AS person, g.mac
       FROM audit u LEFT JOIN account a ON u.actor_kind = 'account' AND a.account_id = u.actor_id
         LEFT JOIN account w ON w.account_id = u.account_id
         LEFT JOIN gateway g ON g.gateway_id = u.gateway_id
       WHERE u.building_id = $1 AND u.audit_id < $2 ORDER BY u.audit_id DESC LIMIT $3`,
    [buildingId, before, PORTAL_AUDIT_MAX],
  );
  return {
    entries: rows.map((row) => ({
      no: numberIn(row, "audit_id"),
      at: toUtcString(instantIn(row, "at")),
      actor: actorText(row),
      action: textIn(row, "action"),
      person: row["person"] === null ? null : textIn(row, "person"),
      gateway: row["mac"] === null ? null : textIn(row, "mac"),
      before: row["before"] as Record<string, unknown> | null,
      after: row["after"] as Record<string, unknown> | null,
    })),
  };
}

/** Who acted: the address of a person that the reader may see, else what he is. */
function actorText(row: Row): string {
  const { email, actor_kind: kind, actor_id: id } = row;
  if (typeof email === "string") return email;
  return id === null ? String(kind) : `${String(kind)} ${String(id)}`;
}
