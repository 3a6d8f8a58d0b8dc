/** Whether somebody may ask a gateway to do something: the database is asked in his own name. */

import type { CommandKind } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { notFound } from "../portal/standing.ts";

/** A gateway that can be asked. */
export interface CommandedGateway {
  readonly gatewayId: number;
  readonly buildingId: number;
  /** Of the box that has its place. */
  readonly generation: number;
}

/** What is the manager's alone. */
export const managersOnly: readonly CommandKind[] = ["new-period", "set-configuration"];

/**
 * The gateway, for its building's manager and installer.
 *
 * @param kind what is to be asked; null to look only
 * @throws MegaError NOT_FOUND, FORBIDDEN; CONFLICT where it was revoked
 */
export async function commandedGateway(
  tx: Transaction,
  gatewayId: number,
  kind: CommandKind | null,
): Promise<CommandedGateway> {
  const [row] = await tx.query(
    `SELECT building_id, generation, revoked_at IS NOT NULL AS revoked,
         gateway_id IN (SELECT mega_gateways_as('manager')) AS managed
       FROM gateway WHERE gateway_id = $1
         AND gateway_id IN (SELECT mega_gateways_as('manager', 'installer'))`,
    [gatewayId],
  );
  if (row === undefined) throw notFound("gatewayId", gatewayId);
  if (kind !== null && managersOnly.includes(kind) && row["managed"] !== true) {
    throw new MegaError("FORBIDDEN", `${kind} needs to be manager`);
  }
  if (kind !== null && row["revoked"] === true) {
    throw new MegaError("CONFLICT", "The gateway was revoked: it fetches no commands");
  }
  const generation = numberIn(row, "generation");
  return { gatewayId, buildingId: numberIn(row, "building_id"), generation };
}
