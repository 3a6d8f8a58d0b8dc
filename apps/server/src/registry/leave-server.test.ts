import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PortalGatewayList } from "@mega/contract";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beginEnrolment } from "../enrolment/begin-enrolment.ts";
import { redeemCode } from "../enrolment/redeem-code.ts";
import { createHttpServer } from "../http/server.ts";
import { makePortalRig, type PortalRig } from "../portal/testing/portal-rig.ts";
import {
  credentials,
  type OwnersView,
  ownersView,
  people,
} from "../portal/testing/two-buildings.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { leaveRoutes } from "./leave-server.ts";

const HOUR_MS = 3_600_000;

let postgres: TestPostgres;
let rig: PortalRig;
let owner: OwnersView;
let app: FastifyInstance;
beforeAll(async () => {
  postgres = await startTestPostgres();
  rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-leave-")));
  owner = await ownersView(rig.url);
  await owner.seed();
  const { log, counters } = rig.context;
  const routes = [leaveRoutes(rig.context)];
  app = await createHttpServer({ routes, log, counters, trustedProxies: [], tls: null });
}, 60_000);
afterAll(async () => {
  await app.close();
  await owner.close();
  await rig.close();
  await postgres.stop();
});

const leave = (credential: string) =>
  app.inject({
    method: "DELETE",
    url: "/v1/enrolment",
    headers: { authorization: `Bearer ${credential}` },
  });

async function shown() {
  const headers = await rig.loggedIn(people.managerA);
  const answer = await rig.ask("gateways", { headers, params: { buildingId: 1 } });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json<PortalGatewayList>().gateways[0];
}

test("a gateway that leaves has no credential any more, and is shown as left and not as silent", async () => {
  await rig.clock.advanceBy(3 * HOUR_MS);
  expect(await shown()).toMatchObject({ leftAt: null, silentSince: "2026-05-02T08:00:00.000Z" });
  expect((await leave(credentials.gatewayA)).statusCode).toBe(204);
  expect(await shown()).toMatchObject({
    leftAt: "2026-05-02T11:00:00.000Z",
    revokedAt: null,
    silentSince: null,
    lastUploadAt: "2026-05-02T08:00:00.000Z",
  });
  const before = await owner.fingerprint();
  expect((await leave(credentials.gatewayA)).statusCode).toBe(401);
  expect(await owner.fingerprint()).toBe(before);
  const audited = await owner.run(
    "SELECT actor_kind, actor_id, building_id, before FROM audit WHERE action = 'gateway-left'",
  );
  const line = { actor_kind: "gateway", actor_id: 1, building_id: 1 };
  expect(audited).toEqual([{ ...line, before: { mac: "02:00:00:00:0a:01", credentials: 1 } }]);
  expect(await owner.run("SELECT FROM gateway WHERE left_at IS NOT NULL")).toHaveLength(1);
});

test("the same box that is enrolled again belongs there as before", async () => {
  const asked = { mac: "02:00:00:00:0a:01", model: "MEGA32" } as const;
  const { code } = await beginEnrolment(rig.context, asked, "192.0.2.7");
  const actor = { kind: "account", accountId: people.managerA, address: "192.0.2.8" } as const;
  const redeemed = await redeemCode(rig.context, { code, buildingId: 1, actor });
  expect(redeemed).toMatchObject({ kind: "enrolled-again", gatewayId: 1 });
  expect(await shown()).toMatchObject({ leftAt: null });
});
