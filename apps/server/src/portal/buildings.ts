/** Buildings at a glance, in the name of who asks. */

import type { BuildingRole, PortalBuilding } from "@mega/contract";
import { PORTAL_LIST_MAX, SILENT_AFTER_MS } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import { numberIn, numberOrNullIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { readGlances } from "../glance/read-glances.ts";
import { buildingGlance } from "../glance/told-glance.ts";
import { countWaiting } from "./box-changes.ts";
import type { Doing } from "./portal-request.ts";

/** Buildings by number, behind one: those one has a right in, all of them for the operator. */
export async function listBuildings(
  tx: Transaction,
  { after, nowMs, identity }: Pick<Doing, "identity" | "nowMs"> & { readonly after: number },
): Promise<PortalBuilding[]> {
  const rows = await tx.query(
    `SELECT b.building_id, b.name, r.role, count(g.gateway_id)::int AS gateways,
         count(g.gateway_id) FILTER (WHERE coalesce(l.at_ms, 0) < $2 AND g.left_at IS NULL)::int
           AS silent,
         min(l.at_ms) FILTER (WHERE l.at_ms < $2 AND g.left_at IS NULL) AS silent_ms, max(l.at_ms) AS last_ms
       FROM building b
         LEFT JOIN building_right r ON r.building_id = b.building_id AND r.account_id = mega_account_id()
         LEFT JOIN gateway g ON g.building_id = b.building_id AND g.revoked_at IS NULL
         LEFT JOIN (SELECT gateway_id, max(received_at_ms) AS at_ms FROM ledger GROUP BY gateway_id) l
           ON l.gateway_id = g.gateway_id
       WHERE b.building_id > $1 AND (r.role IS NOT NULL OR mega_is_operator())
       GROUP BY b.building_id, b.name, r.role ORDER BY b.building_id LIMIT $3`,
    [after, nowMs - SILENT_AFTER_MS, PORTAL_LIST_MAX],
  );
  const ids = rows.map((row) => numberIn(row, "building_id"));
  const glances = Map.groupBy(
    await readGlances(tx, ids, { identity, nowMs }),
    ({ buildingId }) => buildingId,
  );
  const managed = rows.filter((row) => row["role"] === "manager");
  const managedIds = managed.map((row) => numberIn(row, "building_id"));
  await tx.become({ kind: "job" });
  const waiting = await countWaiting(tx, managedIds, nowMs);
  await tx.become(identity);
  return rows.map((row) => {
    const buildingId = numberIn(row, "building_id");
    const own = (glances.get(buildingId) ?? []).map(({ glance }) => glance);
    return {
      ...buildingOf(row),
      waitingRestores: waiting.get(buildingId) ?? 0,
      glance: buildingGlance(own),
    };
  });
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

function buildingOf(row: Row): Omit<PortalBuilding, "waitingRestores" | "glance"> {
  return {
    buildingId: numberIn(row, "building_id"),
    name: textIn(row, "name"),
    role: row["role"] === null ? null : (textIn(row, "role") as BuildingRole),
    gateways: numberIn(row, "gateways"),
    silentGateways: numberIn(row, "silent"),
    lastUploadAt: textOfMs(numberOrNullIn(row, "last_ms")),
    silentSince: textOfMs(numberOrNullIn(row, "silent_ms")),
  };
}

function textOfMs(ms: number | null): string | null {
  return ms === null ? null : toUtcString(ms);
}
