/**
 * A gateway says that it belongs here no more: whoever stands before it has left the server. Its
 * credential dies, what it uploaded stays, and nothing is expected of it until it is enrolled again.
 */

import { toUtcString } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import type { ServerContext } from "../context.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Routes } from "../http/server.ts";
import { killCredentials } from "./credentials.ts";
import { gatewayOf, guardGateways } from "./gateway-guard.ts";

type Parts = Pick<ServerContext, "clock" | "database">;

/** DELETE /v1/enrolment; asked again, the credential is one that opens nothing. */
export function leaveRoutes(context: Parts): Routes {
  return (part) => {
    guardGateways(part, context);
    part.delete("/v1/enrolment", async (request, reply) => {
      await leaveServer(context, gatewayOf(request).gatewayId);
      return reply.code(204).send();
    });
  };
}

function leaveServer({ clock, database }: Parts, gatewayId: number): Promise<void> {
  const atMs = clock.nowMs();
  return database.as({ kind: "job" }, async (tx) => {
    const [gateway] = await tx.query(
      `UPDATE gateway SET left_at = $2
         WHERE gateway_id = $1 AND revoked_at IS NULL RETURNING building_id, mac`,
      [gatewayId, toUtcString(atMs)],
    );
    // It was revoked between the guard and here: there is nothing left to leave.
    if (gateway === undefined) return;
    const credentials = await killCredentials(tx, gatewayId, atMs);
    await appendAudit(tx, {
      ...{ atMs, actor: { kind: "gateway", gatewayId }, action: "gateway-left", gatewayId },
      buildingId: numberIn(gateway, "building_id"),
      before: { mac: textIn(gateway, "mac"), credentials },
      after: { credentials: 0 },
    });
  });
}
