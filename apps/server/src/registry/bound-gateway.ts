/** A gateway's row, held until the end of the transaction that changes what it is bound to. */

import { MegaError } from "@mega/domain";
import type { Actor } from "../audit/append-audit.ts";
import { numberIn, numberOrNullIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { mayBind } from "./rights.ts";

/** A gateway that was not revoked. */
export interface BoundGateway {
  readonly gatewayId: number;
  readonly buildingId: number;
  readonly mac: string;
  readonly model: string;
  readonly generation: number;
  /** The building whose manager may take it over; null for none. */
  readonly offeredBuildingId: number | null;
}

const columns = "gateway_id, building_id, mac, model, generation, offered_building_id";

/** The one that lives under a MAC; undefined for none. */
export async function gatewayOfMac(
  tx: Transaction,
  mac: string,
): Promise<BoundGateway | undefined> {
  const [row] = await tx.query(
    `SELECT ${columns} FROM gateway WHERE mac = $1 AND revoked_at IS NULL FOR UPDATE`,
    [mac],
  );
  return row === undefined ? undefined : boundFrom(row);
}

/**
 * The gateway, if whoever acts may part it from its building: another's is answered as one that there
 * is not, and as one that was revoked.
 *
 * @throws MegaError NOT_FOUND
 */
export async function gatewayToPart(
  tx: Transaction,
  actor: Actor,
  gatewayId: number,
): Promise<BoundGateway> {
  const [row] = await tx.query(
    `SELECT ${columns} FROM gateway WHERE gateway_id = $1 AND revoked_at IS NULL FOR UPDATE`,
    [gatewayId],
  );
  const gateway = row === undefined ? undefined : boundFrom(row);
  if (gateway !== undefined && (await mayBind(tx, actor, gateway.buildingId))) return gateway;
  throw new MegaError("NOT_FOUND", `There is no gateway ${gatewayId} of yours`, {
    context: { gatewayId },
  });
}

function boundFrom(row: Row): BoundGateway {
  return {
    gatewayId: numberIn(row, "gateway_id"),
    buildingId: numberIn(row, "building_id"),
    mac: textIn(row, "mac"),
    model: textIn(row, "model"),
    generation: numberIn(row, "generation"),
    offeredBuildingId: numberOrNullIn(row, "offered_building_id"),
  };
}
