/** Whether somebody has a standing in a building or a gateway: asked in his own name. */

import { MegaError } from "@mega/domain";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";

/** A building that one may act in. */
export interface KnownBuilding {
  readonly buildingId: number;
  readonly name: string;
}

/** A building that one manages, or any for the operator; throws NOT_FOUND, as where there is none. */
export async function managedBuilding(tx: Transaction, buildingId: number): Promise<KnownBuilding> {
  const [row] = await tx.query(
    `SELECT name FROM building WHERE building_id = $1
       AND (mega_is_operator() OR building_id IN (SELECT mega_buildings_as('manager')))`,
    [buildingId],
  );
  if (row === undefined) throw notFound("buildingId", buildingId);
  return { buildingId, name: textIn(row, "name") };
}

/** A building whose gateways one may see. */
export async function seenBuilding(tx: Transaction, buildingId: number): Promise<KnownBuilding> {
  const [row] = await tx.query(
    `SELECT name FROM building WHERE building_id = $1 AND (mega_is_operator()
       OR building_id IN (SELECT mega_buildings_as('manager', 'installer')))`,
    [buildingId],
  );
  if (row === undefined) throw notFound("buildingId", buildingId);
  return { buildingId, name: textIn(row, "name") };
}

/** The building of a gateway that one manages; the operator's word counts where `operator` is set. */
export async function buildingOfGateway(
  tx: Transaction,
  gatewayId: number,
  { operator }: { readonly operator: boolean },
): Promise<KnownBuilding> {
  const [row] = await tx.query(
    `SELECT b.building_id, b.name FROM gateway g JOIN building b USING (building_id)
       WHERE g.gateway_id = $1 AND (g.gateway_id IN (SELECT mega_gateways_as('manager'))
         OR ($2 AND mega_is_operator()))`,
    [gatewayId, operator],
  );
  if (row === undefined) throw notFound("gatewayId", gatewayId);
  return { buildingId: numberIn(row, "building_id"), name: textIn(row, "name") };
}

/** The same answer where there is nothing and where it is somebody else's. */
export function notFound(field: string, value: number): MegaError {
  return new MegaError("NOT_FOUND", `/path/${field} is ${value}; allowed: one of your own`, {
    context: { field, value },
  });
}
