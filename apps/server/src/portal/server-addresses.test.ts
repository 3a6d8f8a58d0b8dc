// Every address of the server that is not the portal's: who is let through to it. One without a row fails.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PORTAL_PREFIX } from "@mega/contract";
import { systemClock } from "@mega/domain";
import { credentialText } from "@mega/uplink";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createHttpServer } from "../http/server.ts";
import { routesOf } from "../routes.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { makePortalRig, type PortalRig } from "./testing/portal-rig.ts";
import {
  credentials,
  type OwnersView,
  ofBuildingA,
  ownersView,
  people,
} from "./testing/two-buildings.ts";

/**
 * `open`: whoever asks, within its limits; `secret`: who has the secret of an enrolment or a restore;
 * `gateway`: a gateway by its credential, about itself.
 */
const rows: Readonly<Record<string, "open" | "secret" | "gateway">> = {
  "GET /health": "open",
  "POST /v1/enrolments": "open",
  "GET /v1/enrolments/current": "secret",
  "POST /v1/restores": "open",
  "GET /v1/restores/current": "secret",
  "DELETE /v1/enrolment": "gateway",
  "POST /v1/batch": "gateway",
  "PUT /v1/keys": "gateway",
  "GET /v1/keys": "gateway",
  "GET /v1/ledger": "gateway",
  "GET /v1/entries": "gateway",
  "PUT /v1/configuration": "gateway",
  "GET /v1/configuration": "gateway",
  "GET /v1/configuration/versions": "gateway",
  "GET /v1/configuration/versions/:version": "gateway",
  "GET /v1/tunnels/:tunnelId": "gateway",
  "GET /v1/commands": "gateway",
  "POST /v1/commands/:commandId/answer": "gateway",
};

let postgres: TestPostgres;
let rig: PortalRig;
let owner: OwnersView;
let app: FastifyInstance;
const found = new Set<string>();

beforeAll(async () => {
  postgres = await startTestPostgres();
  rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-portal-")));
  owner = await ownersView(rig.url);
  // Some answers wait, so that their time tells nothing.
  const context = { ...rig.context, clock: systemClock() };
  const routes = routesOf(context).map((add) => async (part: FastifyInstance) => {
    part.addHook("onRoute", ({ method, url, schema }) => {
      // Pages and their files hold nothing of anybody.
      const isPage = schema !== undefined && "hide" in schema;
      if (method !== "HEAD" && !isPage && !url.startsWith(PORTAL_PREFIX))
        found.add(`${method} ${url}`);
    });
    await add(part);
  });
  const { log, counters } = rig.context;
  app = await createHttpServer({ routes, log, counters, trustedProxies: [], tls: null });
});
afterAll(async () => {
  await app.close();
  await owner.close();
  await rig.close();
  await postgres.stop();
});
beforeEach(() => owner.seed());

const addresses = Object.keys(rows);
const of = (kind: "secret" | "gateway") => addresses.filter((address) => rows[address] === kind);

function ask(address: string, headers: Readonly<Record<string, string>>) {
  const [method = "GET", path = ""] = address.split(" ");
  const url = path
    .replace(":version", "1")
    .replace(":tunnelId", "0".repeat(32))
    .replace(":commandId", "a1".repeat(16))
    .replace("/v1/entries", "/v1/entries?from=1");
  return app.inject({
    method: method as "GET",
    url: url === "/v1/keys" && method === "GET" ? "/v1/keys?month=2026-01&source=1" : url,
    remoteAddress: "127.0.0.1",
    headers: { host: "127.0.0.1:8090", ...headers },
  });
}

const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });

/** Whoever is no gateway that lives, with what he has. */
async function strangers(): Promise<
  readonly (readonly [string, Readonly<Record<string, string>>])[]
> {
  const portal = Object.entries(people).map(
    async ([name, accountId]) => [name, await rig.loggedIn(accountId)] as const,
  );
  return [
    ["nobody at all", {}],
    ["a wrong secret", bearer(credentialText({ gatewayId: 1, secret: "C".repeat(43) }))],
    ["the other's secret", bearer(credentialText({ gatewayId: 1, secret: "B".repeat(43) }))],
    [
      "a gateway that there is not",
      bearer(credentialText({ gatewayId: 9, secret: "A".repeat(43) })),
    ],
    ["no credential", bearer("mega1.1")],
    ...(await Promise.all(portal)),
  ];
}

test("every address has a row, and every row an address", () => {
  expect([...found].sort()).toEqual([...addresses].sort());
});

test.each(of("gateway"))("%s lets nobody through but a gateway that lives", async (address) => {
  const before = await owner.fingerprint();
  for (const [who, headers] of await strangers()) {
    const answer = await ask(address, headers);
    expect(answer.statusCode, `${who}: ${answer.body}`).toBe(401);
  }
  await owner.run("UPDATE gateway SET revoked_at = '2026-05-01Z' WHERE gateway_id = 1");
  expect((await ask(address, bearer(credentials.gatewayA))).statusCode).toBe(401);
  await owner.run("UPDATE gateway SET revoked_at = NULL WHERE gateway_id = 1");
  expect(await owner.fingerprint()).toBe(before);
});

test.each(of("gateway"))("%s tells the other gateway nothing of building A", async (address) => {
  const own = await ask(address, bearer(credentials.gatewayA));
  const other = await ask(address, bearer(credentials.gatewayB));
  expect(own.statusCode).not.toBe(401);
  expect(other.statusCode).not.toBe(401);
  for (const word of ofBuildingA) expect(other.body).not.toContain(word);
});

test.each(of("secret"))("%s lets nobody through without its own secret", async (address) => {
  const all = [...(await strangers()), ["gateway A", bearer(credentials.gatewayA)] as const];
  const answers = await Promise.all(all.map(([, headers]) => ask(address, headers)));
  for (const { statusCode, body } of answers) {
    expect(statusCode, body).toBe(401);
    for (const word of ofBuildingA) expect(body).not.toContain(word);
  }
});
