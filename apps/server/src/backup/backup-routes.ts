/** The addresses by which a gateway's configuration is kept and fetched. */

import { fieldProblem } from "@mega/contract";
import { MegaError } from "@mega/domain";
import {
  BACKUP_BYTES_MAX,
  type ConfigurationAnswer,
  ConfigurationPut,
  type ConfigurationVersions,
  type KeptConfiguration,
} from "@mega/uplink";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { ServerContext } from "../context.ts";
import type { Transaction } from "../database/server-database.ts";
import { storeSetup } from "../glance/gateway-setup.ts";
import type { Routes } from "../http/server.ts";
import { type GatewayIdentity, gatewayOf, guardGateways } from "../registry/gateway-guard.ts";
import {
  configurationVersion,
  configurationVersions,
  newestConfiguration,
  type PutOutcome,
  putConfiguration,
} from "./configuration-versions.ts";

const VersionPath = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

/** PUT and GET /v1/configuration, and its versions, for the gateway that asks. */
export function backupRoutes(context: ServerContext): Routes {
  const { clock, database } = context;
  const own = <Result>(
    request: FastifyRequest,
    work: (tx: Transaction, gateway: GatewayIdentity) => Promise<Result>,
  ): Promise<Result> => {
    const gateway = gatewayOf(request);
    const identity = { kind: "gateway", gatewayId: gateway.gatewayId } as const;
    return database.as(identity, (tx) => work(tx, gateway));
  };
  return (app) => {
    guardGateways(app, context);
    app.put(
      "/v1/configuration",
      { schema: { body: ConfigurationPut }, bodyLimit: BACKUP_BYTES_MAX },
      async (request, reply) => {
        const put = request.body as ConfigurationPut;
        const outcome = await own(request, async (tx, gateway) => {
          const came = await putConfiguration(tx, gateway, put, clock.nowMs());
          if (came.kind === "saved") await storeSetup(tx, gateway.gatewayId, put.document);
          return came;
        });
        return reply.code(outcome.kind === "saved" ? 201 : 200).send(headOf(outcome, put));
      },
    );
    app.get(
      "/v1/configuration",
      async (request): Promise<ConfigurationAnswer> => ({
        configuration: await own(request, (tx, { gatewayId }) =>
          newestConfiguration(tx, gatewayId),
        ),
      }),
    );
    app.get(
      "/v1/configuration/versions",
      async (request): Promise<ConfigurationVersions> => ({
        versions: await own(request, (tx, { gatewayId }) => configurationVersions(tx, gatewayId)),
      }),
    );
    app.get(
      "/v1/configuration/versions/:version",
      { schema: { params: VersionPath } },
      async (request): Promise<KeptConfiguration> => {
        const { version } = request.params as { readonly version: number };
        const found = await own(request, (tx, { gatewayId }) =>
          configurationVersion(tx, gatewayId, version),
        );
        if (found !== null) return found;
        throw new MegaError("NOT_FOUND", `Version ${version} is not kept`);
      },
    );
  };
}

/** What is answered, or refused with the version that stands. */
function headOf(outcome: PutOutcome, put: ConfigurationPut) {
  switch (outcome.kind) {
    case "saved":
    case "unchanged":
      return outcome.head;
    case "moved":
      throw fieldProblem({
        pointer: "/parent",
        value: put.parent,
        allowed: outcome.head?.sha256 ?? "null, for nothing is kept",
        error: "CONFLICT",
        hint: "GET /v1/configuration/versions lists what is kept; nothing was overwritten.",
      });
    case "altered":
      throw fieldProblem({
        pointer: "/sha256",
        value: put.sha256,
        allowed: `${outcome.sha256}, of what was sent`,
      });
  }
}
