/** Where gateways dial in: a WebSocket, behind the guard of everything else that gateways ask. */

import { MegaError } from "@mega/domain";
import { TUNNEL_FRAME_BYTES_MAX, TUNNEL_PATH, TUNNEL_SECRET_HEADER } from "@mega/uplink";
import { Type } from "typebox";
import { WebSocketServer } from "ws";
import type { ServerContext } from "../context.ts";
import type { Routes } from "../http/server.ts";
import { takeUpgrade } from "../http/upgrades.ts";
import { gatewayOf, guardGateways } from "../registry/gateway-guard.ts";

const params = Type.Object({ tunnelId: Type.String({ pattern: "^[0-9a-f]{32}$" }) });

/** The address; without tunnels at this process it opens none. */
export function tunnelRoutes(
  context: Pick<ServerContext, "clock" | "database" | "tunnels">,
): Routes {
  return (part) => {
    guardGateways(part, context);
    const sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: TUNNEL_FRAME_BYTES_MAX,
      perMessageDeflate: false,
    });
    part.get(`${TUNNEL_PATH}/:tunnelId`, { schema: { params } }, async (request, reply) => {
      const { tunnels } = context;
      const { tunnelId } = request.params as { readonly tunnelId: string };
      const secret = request.headers[TUNNEL_SECRET_HEADER];
      if (tunnels === undefined || typeof secret !== "string") {
        throw new MegaError("PROOF_REFUSED", "There is no tunnel to be opened by this");
      }
      const upgrade = takeUpgrade(request.raw);
      if (upgrade === undefined) {
        throw new MegaError("REQUEST_INVALID", "A tunnel is opened by a WebSocket");
      }
      const live = tunnels.admit(gatewayOf(request), tunnelId, secret);
      reply.hijack();
      const { socket, head } = upgrade.accept();
      sockets.handleUpgrade(request.raw, socket, head, (opened) => tunnels.opened(live, opened));
      return reply;
    });
  };
}
