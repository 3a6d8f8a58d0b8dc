/**
 * The operations about the tunnel to a gateway's page. That the gateway is of his building, the database
 * says in the person's own name; that he has a second factor, which whoever opens a tunnel needs, his login.
 */

import type { PortalTunnel, StayPath, TunnelTicket } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { TUNNEL_SECRET_MS_MAX } from "@mega/uplink";
import type { FastifyRequest } from "fastify";
import { type CommandedGateway, commandedGateway } from "../commands/commanded-gateway.ts";
import { giveCommand } from "../commands/give-command.ts";
import type { ServerContext } from "../context.ts";
import type { Transaction } from "../database/server-database.ts";
import type { TunnelDesk, TunnelInvitation } from "../tunnel/tunnel-desk.ts";
import { doingOf, loginOf } from "./portal-request.ts";

/** What these operations stand on. */
type TunnelParts = Pick<ServerContext, "clock" | "database" | "counters" | "tunnels">;

const off: PortalTunnel = {
  state: "off",
  own: false,
  by: null,
  askedAt: null,
  openedAt: null,
  until: null,
  last: null,
};

/** The handlers of tunnels. */
export function tunnelHandlers({ database, clock, counters, tunnels }: TunnelParts) {
  /** Settles first that the gateway is his to see. */
  const standing = (request: FastifyRequest, kind: "open-tunnel" | null) => {
    const { identity } = doingOf(request, clock.nowMs());
    return database.as(identity, (tx) => commandedGateway(tx, gatewayIn(request), kind));
  };
  const shown = (request: FastifyRequest, { gatewayId }: CommandedGateway): PortalTunnel =>
    tunnels?.state(gatewayId, loginOf(request).person.accountId) ?? off;
  const give = (request: FastifyRequest) => async (invitation: TunnelInvitation) => {
    const who = doingOf(request, clock.nowMs());
    const giver = { ...who, email: loginOf(request).person.email };
    const { secret, ...body } = invitation;
    const gatewayId = gatewayIn(request);
    const given = { gatewayId, kind: "open-tunnel", body, secret } as const;
    const { commandId } = await database.as(who.identity, (tx) =>
      giveCommand(tx, giver, { ...given, validMs: TUNNEL_SECRET_MS_MAX }),
    );
    counters.count("commands", "given");
    return commandId;
  };
  return {
    async tunnel(request: FastifyRequest): Promise<PortalTunnel> {
      return shown(request, await standing(request, null));
    },
    async openTunnel(request: FastifyRequest): Promise<PortalTunnel> {
      const gateway = await standing(request, "open-tunnel");
      const desk = offered(tunnels);
      const { login, person } = loginOf(request);
      if (login.factorAtMs === null) {
        throw new MegaError("FORBIDDEN", "A tunnel needs a login with a second factor");
      }
      const { actor } = doingOf(request, clock.nowMs());
      const { accountId, name } = person;
      const asker = { accountId, name, actor, sessionHash: login.sessionHash };
      await desk.ask({ ...gateway, asker }, give(request));
      return shown(request, gateway);
    },
    async enterTunnel(request: FastifyRequest): Promise<TunnelTicket> {
      const { gatewayId } = await standing(request, "open-tunnel");
      return { url: offered(tunnels).ticket(gatewayId, loginOf(request).person.accountId) };
    },
    async closeTunnel(request: FastifyRequest): Promise<PortalTunnel> {
      const gateway = await standing(request, null);
      const { gatewayId } = gateway;
      const { accountId } = loginOf(request).person;
      const { identity } = doingOf(request, clock.nowMs());
      const manages = await database.as(identity, (tx) => isManager(tx, gatewayId));
      tunnels?.close(gatewayId, { accountId, manages });
      return shown(request, gateway);
    },
  };
}

/** @throws MegaError CONFLICT where this server has no name for tunnels */
function offered(tunnels: TunnelDesk | undefined): TunnelDesk {
  if (tunnels !== undefined) return tunnels;
  throw new MegaError("CONFLICT", "This server opens no tunnels", {
    hint: "Whoever keeps it sets MEGA_TUNNEL_HOST.",
  });
}

async function isManager(tx: Transaction, gatewayId: number): Promise<boolean> {
  const [row] = await tx.query(
    "SELECT FROM gateway WHERE gateway_id = $1 AND gateway_id IN (SELECT mega_gateways_as('manager'))",
    [gatewayId],
  );
  return row !== undefined;
}

function gatewayIn(request: FastifyRequest): number {
  return (request.params as Pick<StayPath, "gatewayId">).gatewayId;
}
