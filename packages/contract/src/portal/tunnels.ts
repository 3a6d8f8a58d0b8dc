/**
 * The gateway's own page, seen through the server: asked for by a manager or an installer, opened by the
 * gateway, for fifteen minutes at most. It gives no right at the gateway, whose own login stands before
 * its page.
 */

import { type Static, Type } from "typebox";
import type { Operation } from "../operation.ts";
import { Instant, orNull, strict } from "../scalars.ts";
import { GatewayPath } from "./parts.ts";

/**
 * `off`: this server opens none. `none`: none was asked for, or it is over. `asked`: the gateway has a
 * minute to answer. `open`: its page can be seen.
 */
const tunnelStates = ["off", "none", "asked", "open"] as const;

/**
 * How the newest one ended. `unanswered`: the gateway did not dial within a minute. `refused`: it said no.
 * The others are as packages/uplink has them.
 */
const tunnelLastEnds = [
  "unanswered",
  "refused",
  "time",
  "idle",
  "portal",
  "gateway",
  "switched-off",
  "session",
  "right",
  "stopping",
  "breach",
  "lost",
] as const;

/** GET /gateways/:gatewayId/tunnel. */
export const PortalTunnel = strict(
  {
    state: Type.Enum([...tunnelStates]),
    own: Type.Boolean({ description: "Whether the person who asks here asked for it." }),
    by: orNull(Type.String({ maxLength: 80, description: "Who asked for it." })),
    askedAt: orNull(Instant),
    openedAt: orNull(Instant),
    until: orNull(Instant),
    last: orNull(
      strict(
        {
          why: Type.Enum([...tunnelLastEnds]),
          code: orNull(
            Type.String({ maxLength: 60, description: "What the gateway said: FORBIDDEN." }),
          ),
          at: Instant,
        },
        "How the newest one ended.",
      ),
    ),
  },
  "The tunnel to a gateway's page.",
);
export type PortalTunnel = Static<typeof PortalTunnel>;

/** POST /gateways/:gatewayId/tunnel/ticket. */
export const TunnelTicket = strict(
  {
    url: Type.String({
      maxLength: 400,
      description: "Where the page is; opens once, within a minute.",
    }),
  },
  "The way into a tunnel that is open.",
);
export type TunnelTicket = Static<typeof TunnelTicket>;

/** Below `PORTAL_PREFIX`. */
export const portalTunnels = {
  tunnel: {
    method: "GET",
    path: "/gateways/:gatewayId/tunnel",
    summary: "How the tunnel to a gateway's page stands.",
    status: 200,
    params: GatewayPath,
    answer: PortalTunnel,
  },
  openTunnel: {
    method: "POST",
    path: "/gateways/:gatewayId/tunnel",
    summary: "Asks a gateway to open a tunnel to its own page.",
    status: 202,
    params: GatewayPath,
    answer: PortalTunnel,
  },
  enterTunnel: {
    method: "POST",
    path: "/gateways/:gatewayId/tunnel/ticket",
    summary: "The address of the page in one's own tunnel that is open; it is good once.",
    status: 201,
    params: GatewayPath,
    answer: TunnelTicket,
  },
  closeTunnel: {
    method: "DELETE",
    path: "/gateways/:gatewayId/tunnel",
    summary: "Ends the tunnel to a gateway's page: one's own, or any for the manager.",
    status: 200,
    params: GatewayPath,
    answer: PortalTunnel,
  },
} as const satisfies Readonly<Record<string, Operation>>;
