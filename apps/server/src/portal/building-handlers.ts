/** The operations of buildings and gateways, in the name of who asks. */

import type {
  BuildingList,
  BuildingsQuery,
  EnrolByCode,
  GatewayTransfer,
  NewBuilding,
  PortalAuditQuery,
  PortalGatewayList,
  RightPath,
  StayPath,
} from "@mega/contract";
import type { FastifyRequest } from "fastify";
import type { ServerContext } from "../context.ts";
import { redeemCode } from "../enrolment/redeem-code.ts";
import { revokeGateway, transferGateway } from "../registry/part-gateway.ts";
import { readAudit } from "./building-audit.ts";
import { addBuilding, listBuildings } from "./buildings.ts";
import { listGateways } from "./gateways.ts";
import { type Doing, doingOf } from "./portal-request.ts";
import { buildingOfGateway, managedBuilding } from "./standing.ts";

/** What these operations stand on. */
type BuildingParts = Pick<ServerContext, "clock" | "database" | "counters">;

/** The handlers of buildings and gateways. */
export function buildingHandlers(parts: BuildingParts) {
  const { database, clock } = parts;
  /**
   * What changes a gateway's place checks the right in the server's own name; before that the database
   * is asked in the person's, so that neither check stands alone.
   */
  const withGateway = async (
    request: FastifyRequest,
    change: (who: Doing, gatewayId: number) => Promise<unknown>,
  ): Promise<PortalGatewayList> => {
    const who = doingOf(request, clock.nowMs());
    const { gatewayId } = request.params as Pick<StayPath, "gatewayId">;
    const { buildingId } = await database.as(who.identity, (tx) =>
      buildingOfGateway(tx, gatewayId, { operator: true }),
    );
    await change(who, gatewayId);
    return database.as(who.identity, (tx) => listGateways(tx, buildingId, who));
  };
  return {
    async buildings(request: FastifyRequest): Promise<BuildingList> {
      const { after = 0 } = request.query as BuildingsQuery;
      const who = doingOf(request, clock.nowMs());
      const buildings = await database.as(who.identity, (tx) => {
        return listBuildings(tx, { ...who, after });
      });
      return { buildings };
    },
    async addBuilding(request: FastifyRequest): Promise<BuildingList> {
      const who = doingOf(request, clock.nowMs());
      const { name } = request.body as NewBuilding;
      const buildings = await database.as(who.identity, async (tx) => {
        const after = (await addBuilding(tx, who, name)) - 1;
        return listBuildings(tx, { ...who, after });
      });
      return { buildings: buildings.slice(0, 1) };
    },
    gateways(request: FastifyRequest): Promise<PortalGatewayList> {
      const who = doingOf(request, clock.nowMs());
      return database.as(who.identity, (tx) => listGateways(tx, buildingIn(request), who));
    },
    async enrolGateway(request: FastifyRequest): Promise<PortalGatewayList> {
      const who = doingOf(request, clock.nowMs());
      const { identity, actor } = who;
      const buildingId = buildingIn(request);
      await database.as(identity, (tx) => managedBuilding(tx, buildingId));
      const { code } = request.body as EnrolByCode;
      await redeemCode(parts, { code, buildingId, actor });
      return database.as(identity, (tx) => listGateways(tx, buildingId, who));
    },
    revokeGateway: (request: FastifyRequest) =>
      withGateway(request, ({ actor }, gatewayId) => revokeGateway(parts, { gatewayId, actor })),
    transferGateway: (request: FastifyRequest) =>
      withGateway(request, ({ actor }, gatewayId) => {
        const { buildingId } = request.body as GatewayTransfer;
        return transferGateway(parts, { gatewayId, buildingId, actor });
      }),
    buildingAudit(request: FastifyRequest) {
      const { before = Number.MAX_SAFE_INTEGER } = request.query as PortalAuditQuery;
      const { identity } = doingOf(request, clock.nowMs());
      return database.as(identity, (tx) => readAudit(tx, buildingIn(request), before));
    },
  };
}

function buildingIn(request: FastifyRequest): number {
  return (request.params as Pick<RightPath, "buildingId">).buildingId;
}
