/** What the pages of one building ask and change. */

import type {
  GatewayTransfer,
  NewRight,
  NewStay,
  PortalAuditPage,
  PortalGatewayList,
  RightList,
  StayList,
} from "@mega/contract";
import { ask, query } from "../../api/request.ts";

export const fetchGateways = (buildingId: number) =>
  ask<PortalGatewayList>(`/buildings/${buildingId}/gateways`);

export const enrolGateway = (buildingId: number, code: string) =>
  ask<PortalGatewayList>(`/buildings/${buildingId}/gateways`, { method: "POST", body: { code } });

export const revokeGateway = (gatewayId: number) =>
  ask<PortalGatewayList>(`/gateways/${gatewayId}`, { method: "DELETE" });

export const transferGateway = (gatewayId: number, body: GatewayTransfer) =>
  ask<PortalGatewayList>(`/gateways/${gatewayId}/transfer`, { method: "POST", body });

export const confirmRestore = (gatewayId: number, code: string) =>
  ask<PortalGatewayList>(`/gateways/${gatewayId}/restore`, { method: "POST", body: { code } });

export const refuseRestores = (gatewayId: number) =>
  ask<PortalGatewayList>(`/gateways/${gatewayId}/restore`, { method: "DELETE" });

export const undoRestore = (gatewayId: number) =>
  ask<PortalGatewayList>(`/gateways/${gatewayId}/restore/undo`, { method: "POST" });

export const fetchRights = (buildingId: number) =>
  ask<RightList>(`/buildings/${buildingId}/rights`);

export const giveRight = (buildingId: number, body: NewRight) =>
  ask<RightList>(`/buildings/${buildingId}/rights`, { method: "POST", body });

export const endRight = (buildingId: number, accountId: number) =>
  ask<RightList>(`/buildings/${buildingId}/rights/${accountId}`, { method: "DELETE" });

export const fetchStays = (gatewayId: number) => ask<StayList>(`/gateways/${gatewayId}/stays`);

export const giveStay = (gatewayId: number, body: NewStay) =>
  ask<StayList>(`/gateways/${gatewayId}/stays`, { method: "POST", body });

export const changeStay = (gatewayId: number, stayId: number, to: string | null) =>
  ask<StayList>(`/gateways/${gatewayId}/stays/${stayId}`, { method: "PUT", body: { to } });

export const fetchAudit = (buildingId: number, before: number | undefined) =>
  ask<PortalAuditPage>(
    `/buildings/${buildingId}/audit${query({ before: before === undefined ? undefined : String(before) })}`,
  );
