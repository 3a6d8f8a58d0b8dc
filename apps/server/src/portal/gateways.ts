/** Gateways of a building at a glance, in the name of who asks. */

import { BUILDING_GATEWAYS_MAX, type PortalGatewayList, SILENT_AFTER_MS } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { bytesIn, numberIn, numberOrNullIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { readGlances } from "../glance/read-glances.ts";
import { type BoxChanges, readBoxChanges } from "./box-changes.ts";
import type { Doing } from "./portal-request.ts";
import { seenBuilding } from "./standing.ts";

type PortalGateway = PortalGatewayList["gateways"][number];

/** Gateways of a building, with what of their newest ledger stands here. */
export async function listGateways(
  tx: Transaction,
  buildingId: number,
  { identity, nowMs }: Pick<Doing, "identity" | "nowMs">,
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
  const glances = await readGlances(tx, [buildingId], { identity, nowMs });
  const changes = await readBoxChanges(tx, { buildingId, identity, nowMs });
  return {
    gateways: rows.map((row) => {
      const gatewayId = numberIn(row, "gateway_id");
      const glance = glances.find((found) => found.gatewayId === gatewayId)?.glance ?? null;
      return { ...gatewayOf(row, nowMs), ...changes(gatewayId), glance };
    }),
  };
}

function gatewayOf(row: Row, nowMs: number): Omit<PortalGateway, "glance" | keyof BoxChanges> {
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

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function textOfMs(ms: number | null): string | null {
  return ms === null ? null : toUtcString(ms);
}
