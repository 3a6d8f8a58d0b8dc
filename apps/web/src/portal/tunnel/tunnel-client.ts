/** Asking the server about the tunnel to a gateway's page. */

import type { PortalTunnel, TunnelTicket } from "@mega/contract";
import { ask } from "../../api/request.ts";

const at = (gatewayId: number) => `/gateways/${gatewayId}/tunnel`;

export const fetchTunnel = (gatewayId: number) => ask<PortalTunnel>(at(gatewayId));

export const postTunnel = (gatewayId: number) =>
  ask<PortalTunnel>(at(gatewayId), { method: "POST" });

export const postTicket = (gatewayId: number) =>
  ask<TunnelTicket>(`${at(gatewayId)}/ticket`, { method: "POST" });

export const deleteTunnel = (gatewayId: number) =>
  ask<PortalTunnel>(at(gatewayId), { method: "DELETE" });
