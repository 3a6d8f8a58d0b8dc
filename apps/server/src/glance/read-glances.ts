/** Glances of the gateways of buildings, in the name of who asks: the operator is shown none. */

import type { GatewayGlance } from "@mega/contract";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { setupColumns, setupOf } from "./gateway-setup.ts";
import { glanceColumns, glanceOf } from "./glance-rows.ts";
import { noGlance } from "./round-glance.ts";
import { gatewayGlance, glanceMoment } from "./told-glance.ts";

/** A gateway in use, as far as its configuration has come. */
export interface FoundGlance {
  readonly gatewayId: number;
  readonly buildingId: number;
  readonly glance: GatewayGlance;
}

/** Those of gateways that are not revoked. */
export async function readGlances(
  tx: Transaction,
  buildingIds: readonly number[],
  nowMs: number,
): Promise<readonly FoundGlance[]> {
  const rows = await tx.query(
    `SELECT gateway_id, g.building_id, ${setupColumns}, ${glanceColumns}
       FROM gateway g JOIN gateway_setup USING (gateway_id) LEFT JOIN glance USING (gateway_id)
       WHERE g.building_id = ANY ($1) AND g.revoked_at IS NULL ORDER BY gateway_id`,
    [buildingIds],
  );
  const moment = glanceMoment(nowMs);
  return rows.map((row) => ({
    gatewayId: numberIn(row, "gateway_id"),
    buildingId: numberIn(row, "building_id"),
    glance: gatewayGlance(setupOf(row), row["hours"] === null ? noGlance : glanceOf(row), moment),
  }));
}
