/** Glances of the gateways of buildings, in the name of who asks: the operator is shown none. */

import type { GatewayGlance, PortalReportSchedule } from "@mega/contract";
import type { ReportSchedule } from "@mega/domain";
import type { Identity } from "../database/roles.ts";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { ruleOf } from "../reports/report-schedules.ts";
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
  { identity, nowMs }: { readonly identity: Identity; readonly nowMs: number },
): Promise<readonly FoundGlance[]> {
  const rows = await tx.query(
    `SELECT gateway_id, g.building_id, ${setupColumns}, ${glanceColumns}
       FROM gateway g JOIN gateway_setup USING (gateway_id) LEFT JOIN glance USING (gateway_id)
       WHERE g.building_id = ANY ($1) AND g.revoked_at IS NULL ORDER BY gateway_id`,
    [buildingIds],
  );
  const ids = rows.map((row) => numberIn(row, "gateway_id"));
  await tx.become({ kind: "job" });
  const mailedHere = await rhythmsOf(tx, ids);
  await tx.become(identity);
  const moment = glanceMoment(nowMs);
  return rows.map((row) => {
    const gatewayId = numberIn(row, "gateway_id");
    const rounds = row["hours"] === null ? noGlance : glanceOf(row);
    return {
      gatewayId,
      buildingId: numberIn(row, "building_id"),
      glance: gatewayGlance(setupOf(row), rounds, moment, mailedHere.get(gatewayId)),
    };
  });
}

/** By which rhythms the server mails reports of gateways that somebody sees. Runs as mega_job. */
async function rhythmsOf(
  tx: Transaction,
  gatewayIds: readonly number[],
): Promise<ReadonlyMap<number, ReportSchedule>> {
  const rows = await tx.query(
    `SELECT s.gateway_id, s.schedule FROM report_schedule s JOIN gateway USING (gateway_id, building_id)
       WHERE s.gateway_id = ANY ($1)`,
    [gatewayIds],
  );
  return new Map(
    rows.map((row) => [
      numberIn(row, "gateway_id"),
      ruleOf(row["schedule"] as PortalReportSchedule),
    ]),
  );
}
