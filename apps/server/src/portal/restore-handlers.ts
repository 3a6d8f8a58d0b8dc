/**
 * The operations of a restore that waits. The database is asked in the manager's own name whether the
 * gateway is his; then the change checks it once more, in the server's.
 */

import type { PortalGatewayList, RestoreByCode, StayPath } from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import type { ServerContext } from "../context.ts";
import type { Transaction } from "../database/server-database.ts";
import { noteWrong, refuseTooMany } from "../enrolment/wrong-codes.ts";
import { confirmRestore, refuseRestores } from "../restore/confirm-restore.ts";
import type { Decided } from "../restore/decide-building.ts";
import { undoRestore } from "../restore/undo-restore.ts";
import { listGateways } from "./gateways.ts";
import { doingOf } from "./portal-request.ts";
import { buildingOfGateway } from "./standing.ts";

/** A change of boxes, decided by an account. */
type Decide = (tx: Transaction, gatewayId: number, by: Decided) => Promise<unknown>;

/** The handlers of restores. */
export function restoreHandlers({ database, clock }: Pick<ServerContext, "clock" | "database">) {
  const decided =
    (decide: Decide) =>
    async (request: FastifyRequest): Promise<PortalGatewayList> => {
      const who = doingOf(request, clock.nowMs());
      const { identity, actor, nowMs } = who;
      const { gatewayId } = request.params as Pick<StayPath, "gatewayId">;
      const { buildingId } = await database.as(identity, (tx) =>
        buildingOfGateway(tx, gatewayId, { operator: false }),
      );
      try {
        await database.as({ kind: "job" }, (tx) => decide(tx, gatewayId, { actor, nowMs }));
      } catch (cause) {
        // The change was undone with its transaction; that the code was wrong stays.
        if (cause instanceof MegaError && cause.code === "PROOF_REFUSED") {
          await database.as({ kind: "job" }, (tx) => noteWrong(tx, actor, nowMs));
        }
        throw cause;
      }
      return database.as(identity, (tx) => listGateways(tx, buildingId, who));
    };
  return {
    confirmRestore: (request: FastifyRequest) =>
      decided(async (tx, gatewayId, by) => {
        await refuseTooMany(tx, by.actor, by.nowMs);
        const { code } = request.body as RestoreByCode;
        await confirmRestore(tx, code, { ...by, gatewayId });
      })(request),
    refuseRestores: decided(refuseRestores),
    undoRestore: decided(undoRestore),
  };
}
