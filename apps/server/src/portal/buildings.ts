/** Buildings and gateways at a glance, in the name of who asks. */

import type {
  BuildingRole,
  PortalAuditPage,
  PortalBuilding,
  PortalGatewayList,
} from "@mega/contract";
import {
  BUILDING_GATEWAYS_MAX,
  PORTAL_AUDIT_MAX,
  PORTAL_LIST_MAX,
  SILENT_AFTER_MS,
} from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { bytesIn, numberIn, numberOrNullIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import type { Doing } from "./portal-request.ts";
import { managedBuilding, seenBuilding } from "./standing.ts";

/** Buildings by number, behind one: those one has a right in, all of them for the operator. */
export async function listBuildings(
  tx: Transaction,
  { after, nowMs }: { readonly after: number; readonly nowMs: number },
): Promise<PortalBuilding[]> {
  const rows = await tx.query(
    `SELECT b.building_id, b.name, r.role, count(g.gateway_id)::int AS gateways,
         count(g.gateway_id) FILTER (WHERE coalesce(l.at_ms, 0) < $2 AND g.left_at IS NULL)::int
           AS silent,
         max(l.at_ms) AS last_ms
       FROM building b
         LEFT JOIN building_right r ON r.building_id = b.building_id AND r.account_id = mega_account_id()
         LEFT JOIN gateway g ON g.building_id = b.building_id AND g.revoked_at IS NULL
         LEFT JOIN (SELECT gateway_id, max(received_at_ms) AS at_ms FROM ledger GROUP BY gateway_id) l
           ON l.gateway_id = g.gateway_id
       WHERE b.building_id > $1 AND (r.role IS NOT NULL OR mega_is_operator())
       GROUP BY b.building_id, b.name, r.role ORDER BY b.building_id LIMIT $3`,
    [after, nowMs - SILENT_AFTER_MS, PORTAL_LIST_MAX],
  );
  return rows.map((row) => ({
    buildingId: numberIn(row, "building_id"),
    name: textIn(row, "name"),
    role: row["role"] === null ? null : (textIn(row, "role") as BuildingRole),
    gateways: numberIn(row, "gateways"),
    silentGateways: numberIn(row, "silent"),
    lastUploadAt: textOfMs(numberOrNullIn(row, "last_ms")),
  }));
}

/** Makes a building. */
export async function addBuilding(
  tx: Transaction,
  { actor, nowMs }: Doing,
  name: string,
): Promise<number> {
  const [made] = await tx.query(
    "INSERT INTO building (name, made_at) VALUES ($1, $2) RETURNING building_id",
    [name, toUtcString(nowMs)],
  );
  const buildingId = numberIn(made ?? {}, "building_id");
  const after = { name };
  await appendAudit(tx, { atMs: nowMs, actor, action: "building-made", buildingId, after });
  return buildingId;
}

/** Gateways of a building, with what of their newest ledger stands here. */
export async function listGateways(
  tx: Transaction,
  buildingId: number,
  nowMs: number,
): Promise<PortalGatewayList> {
  await seenBuilding(tx, buildingId);
  const rows = await tx.query(
    `SELECT g.gateway_id, g.mac, g.model, g.generation, g.enrolled_at, g.revoked_at, g.left_at,
         l.ledger_id, l.head_seq, l.head_hash, l.received_at_ms
       FROM gateway g LEFT JOIN ledger l ON l.gateway_id = g.gateway_id AND l.ledger_no =
         (SELECT max(n.ledger_no) FROM ledger n WHERE n.gateway_id = g.gateway_id)
       WHERE g.building_id = $1 ORDER BY g.gateway_id LIMIT $2`,
    [buildingId, BUILDING_GATEWAYS_MAX],
  );
  return { gateways: rows.map((row) => gatewayOf(row, nowMs)) };
}

/** Who did what in a building that one manages, newest first. */
export async function readAudit(
  tx: Transaction,
  buildingId: number,
  before: number,
): Promise<PortalAuditPage> {
  await managedBuilding(tx, buildingId);
  const rows = await tx.query(
    `SELECT u.audit_id, u.at, u.actor_kind, u.actor_id, u.action, u.before, u.after, a.email
       FROM audit u LEFT JOIN account a ON u.actor_kind = 'account' AND a.account_id = u.actor_id
       WHERE u.building_id = $1 AND u.audit_id < $2 ORDER BY u.audit_id DESC LIMIT $3`,
    [buildingId, before, PORTAL_AUDIT_MAX],
  );
  return {
    entries: rows.map((row) => ({
      no: numberIn(row, "audit_id"),
      at: toUtcString(instantIn(row, "at")),
      actor: actorText(row),
      action: textIn(row, "action"),
      before: row["before"] as Record<string, unknown> | null,
      after: row["after"] as Record<string, unknown> | null,
    })),
  };
}

function gatewayOf(row: Row, nowMs: number): PortalGatewayList["gateways"][number] {
  const lastMs = numberOrNullIn(row, "received_at_ms");
  const revokedMs = instantOrNullIn(row, "revoked_at");
  const leftMs = instantOrNullIn(row, "left_at");
  // Of one that has left nothing is expected.
  const isSilent = lastMs !== null && leftMs === null && lastMs < nowMs - SILENT_AFTER_MS;
  return {
    gatewayId: numberIn(row, "gateway_id"),
    mac: textIn(row, "mac"),
    model: textIn(row, "model"),
    generation: numberIn(row, "generation"),
    enrolledAt: toUtcString(instantIn(row, "enrolled_at")),
    revokedAt: textOfMs(revokedMs),
    leftAt: textOfMs(leftMs),
    lastUploadAt: textOfMs(lastMs),
    silentSince: isSilent ? textOfMs(lastMs) : null,
    ledger:
      lastMs === null
        ? null
        : {
            ledgerId: hexOf(bytesIn(row, "ledger_id")),
            headSeq: numberIn(row, "head_seq"),
            headHash: hexOf(bytesIn(row, "head_hash")),
          },
  };
}

/** Who acted: the address of a person that the reader may see, else what he is. */
function actorText(row: Row): string {
  const { email, actor_kind: kind, actor_id: id } = row;
  if (typeof email === "string") return email;
  return id === null ? String(kind) : `${String(kind)} ${String(id)}`;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function textOfMs(ms: number | null): string | null {
  return ms === null ? null : toUtcString(ms);
}
