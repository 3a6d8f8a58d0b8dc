/**
 * A gateway parts from its building: for good, or to another one. What it uploaded stays where it is.
 */

import { toUtcString } from "@mega/domain";
import { type Actor, appendAudit } from "../audit/append-audit.ts";
import type { ServerContext } from "../context.ts";
import { endForMove } from "../restore/restore-rows.ts";
import { gatewayToPart } from "./bound-gateway.ts";
import { killCredentials } from "./credentials.ts";
import { isManager, noBuilding } from "./rights.ts";

type Parts = Pick<ServerContext, "clock" | "database">;

/**
 * Nothing that the gateway sends is taken any more, from this moment on. Its place is not kept: the
 * same box that is enrolled again is another gateway.
 *
 * @throws MegaError NOT_FOUND for a gateway that is another's, was revoked or never was
 */
export function revokeGateway(
  { clock, database }: Parts,
  { gatewayId, actor }: { readonly gatewayId: number; readonly actor: Actor },
): Promise<void> {
  const atMs = clock.nowMs();
  return database.as({ kind: "job" }, async (tx) => {
    const { buildingId, mac } = await gatewayToPart(tx, actor, gatewayId);
    await tx.query("UPDATE gateway SET revoked_at = $2 WHERE gateway_id = $1", [
      gatewayId,
      toUtcString(atMs),
    ]);
    const credentials = await killCredentials(tx, gatewayId, atMs);
    await appendAudit(tx, {
      ...{ atMs, actor, action: "gateway-revoked", buildingId, gatewayId },
      before: { mac, credentials },
      after: { mac: null, credentials: 0 },
    });
  });
}

/** What became of a transfer. */
export type Transfer =
  /** Both buildings are managed by whoever asked: the gateway belongs to the other one. */
  | { readonly kind: "moved" }
  /**
   * The building is another manager's. The credential died; the gateway shows a code, and moves when a
   * manager of that building redeems it.
   */
  | { readonly kind: "offered" };

/**
 * Gives a gateway to another building. Into a building of somebody else it comes only with that manager's
 * consent and with its code, so that nobody is given what he does not want. Until then it belongs where
 * it was; whoever gave it away takes it back by redeeming its code himself.
 *
 * @throws MegaError NOT_FOUND for a gateway or a building that there is not, or that is not his
 */
export function transferGateway(
  { clock, database }: Parts,
  transfer: { readonly gatewayId: number; readonly buildingId: number; readonly actor: Actor },
): Promise<Transfer> {
  const { gatewayId, buildingId, actor } = transfer;
  const atMs = clock.nowMs();
  return database.as({ kind: "job" }, async (tx): Promise<Transfer> => {
    const gateway = await gatewayToPart(tx, actor, gatewayId);
    const [target] = await tx.query("SELECT FROM building WHERE building_id = $1", [buildingId]);
    if (target === undefined) throw noBuilding(buildingId);
    const isOwn =
      actor.kind === "account" &&
      (await isManager(tx, actor.accountId, gateway.buildingId)) &&
      (await isManager(tx, actor.accountId, buildingId));
    const line = { atMs, actor, gatewayId, buildingId: gateway.buildingId };
    if (isOwn) {
      await tx.query(
        "UPDATE gateway SET building_id = $2, offered_building_id = NULL WHERE gateway_id = $1",
        [gatewayId, buildingId],
      );
      await endForMove(tx, gatewayId, { toOthers: false });
      const before = { buildingId: gateway.buildingId };
      await appendAudit(tx, { ...line, action: "gateway-moved", before, after: { buildingId } });
      return { kind: "moved" };
    }
    await tx.query("UPDATE gateway SET offered_building_id = $2 WHERE gateway_id = $1", [
      gatewayId,
      buildingId,
    ]);
    const credentials = await killCredentials(tx, gatewayId, atMs);
    await appendAudit(tx, {
      ...{ ...line, action: "gateway-offered" },
      before: { offeredTo: gateway.offeredBuildingId, credentials },
      after: { offeredTo: buildingId, credentials: 0 },
    });
    return { kind: "offered" };
  });
}
