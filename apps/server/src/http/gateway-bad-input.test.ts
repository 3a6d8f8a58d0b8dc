// Bad input at every address that gateways ask: each is refused with its code, is counted, and leaves the
// database as it was. An address without a row fails.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@mega/domain";
import { credentialText, encodeBatch, encodeKeys } from "@mega/uplink";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { birth } from "../../../../packages/ledger/src/contract/random-life.ts";
import { makePortalRig, type PortalRig } from "../portal/testing/portal-rig.ts";
import { type OwnersView, ownersView } from "../portal/testing/two-buildings.ts";
import { makeReadingTables } from "../readings/reading-tables.ts";
import { routesOf } from "../routes.ts";
import { batchOf, toldLedger } from "../testing/sent-ledger.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { createHttpServer } from "./server.ts";
import {
  type Asked,
  bad,
  CBOR,
  commandId,
  configuration,
  done,
  foreign,
  foreignCommandId,
  good,
  JSON_TYPE,
  json,
  keys,
  life,
  put,
  STORED,
  UNKNOWN,
} from "./testing/bad-requests.ts";

let postgres: TestPostgres;
let rig: PortalRig;
let owner: OwnersView;
let app: FastifyInstance;
const addresses = new Set<string>();

beforeAll(async () => {
  postgres = await startTestPostgres();
  rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-bad-input-")));
  owner = await ownersView(rig.url);
  await owner.seed();
  // The ledgers of the two buildings stand for nothing here: those of this test take their place.
  await owner.run("DELETE FROM ledger");
  const context = { ...rig.context, clock: systemClock() };
  const routes = routesOf(context, ["ingest"]).map((add) => async (part: FastifyInstance) => {
    part.addHook("onRoute", ({ method, url }) => {
      if (method !== "HEAD" && url.startsWith("/v1/")) addresses.add(`${method} ${url}`);
    });
    await add(part);
  });
  const { log, counters } = rig.context;
  app = await createHttpServer({ routes, log, counters, trustedProxies: [], tls: null });
  await stand();
}, 60_000);
afterAll(async () => {
  await app.close();
  await owner.close();
  await rig.close();
  await postgres.stop();
});

/** Both gateways have uploaded a part of their ledgers; A has a configuration and a command. */
async function stand(): Promise<void> {
  const own = encodeBatch(batchOf(life, 1, STORED));
  for (const [method, url, body, who] of [
    ["PUT", "/v1/keys", encodeKeys(life), "A"],
    ["POST", "/v1/batch", own, "A"],
    ["POST", "/v1/batch", encodeBatch(batchOf(foreign, 1, 9)), "B"],
    ["PUT", "/v1/configuration", configuration({}), "A"],
  ] as const) {
    const type = typeof body === "string" ? JSON_TYPE : CBOR;
    const answer = await ask({ address: `${method} ${url}`, body, type, bearer: bearerOf(who) });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
  }
  for (const [id, gatewayId] of [
    [commandId, 1],
    [foreignCommandId, 2],
  ] as const) {
    await owner.run(
      `INSERT INTO command (gateway_id, command_id, building_id, kind, body, generation, given_by,
           given_address, given_at, expires_at, state)
         VALUES (${gatewayId}, '${id}', ${gatewayId}, 'read-now', '{}', 1, 2, 'manager@example.org',
           now(), now() + interval '1 hour', 'delivered')`,
    );
  }
}

const bearerOf = (who: "A" | "B") =>
  credentialText({ gatewayId: who === "A" ? 1 : 2, secret: who.repeat(43) });

function ask({ address, path, body, type, bearer }: Asked) {
  const [method = "GET", pattern = ""] = address.split(" ");
  return app.inject({
    method: method as "GET",
    url: path ?? pattern,
    remoteAddress: "127.0.0.1",
    headers: {
      host: "127.0.0.1:8090",
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(type === undefined ? {} : { "content-type": type }),
    },
    ...(body === undefined ? {} : { payload: typeof body === "string" ? body : Buffer.from(body) }),
  });
}

const refused = () =>
  rig.context.counters
    .families()
    .filter(({ name }) => name === "mega_server_refusals_total")
    .flatMap((family) => ("samples" in family ? family.samples : []))
    .reduce((sum, { value }) => sum + Number(value), 0);

/** The addresses that a credential opens. */
const guarded = Object.keys(bad).filter((address) => !/enrolments|restores/.test(address));

test("every address that gateways ask has its rows, and every row an address", () => {
  expect(Object.keys(bad).sort()).toEqual([...addresses].sort());
});

/** What stands in every table, by name. */
async function prints(): Promise<Readonly<Record<string, string>>> {
  const rows = JSON.parse(await owner.fingerprint()) as readonly {
    readonly name: string;
    readonly print: string;
  }[];
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

async function expectRefused(
  what: string,
  asked: Asked,
  [status, code]: readonly [number, string],
  evidence: readonly string[] = [],
): Promise<void> {
  const [before, counted] = [await prints(), refused()];
  const answer = await ask(asked);
  expect([what, answer.statusCode], answer.body).toEqual([what, status]);
  expect([what, answer.statusCode, answer.json().code], answer.body).toEqual([what, status, code]);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(refused(), `${what} is counted`).toBe(counted + 1);
  const after = await prints();
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  expect(
    changed.filter((table) => !evidence.includes(table)),
    what,
  ).toEqual([]);
}

test.each(Object.entries(bad).filter(([, rows]) => rows.length > 0))(
  "%s refuses what is wrong, counts it and changes nothing",
  async (address, rows) => {
    for (const [what, asked, expected, evidence] of rows) {
      const bearer = address === "POST /v1/enrolments" ? undefined : bearerOf("A");
      await expectRefused(what, { address, bearer, ...asked() }, expected, evidence);
    }
  },
);

test.each(guarded)(
  "%s is refused to a forged number, a dead one and an older box",
  async (address) => {
    const asked = { address, ...good[address]?.() };
    const forged: readonly (readonly [string, string | undefined])[] = [
      ["nobody", undefined],
      ["A's number with B's secret", credentialText({ gatewayId: 1, secret: "B".repeat(43) })],
      ["B's number with A's secret", credentialText({ gatewayId: 2, secret: "A".repeat(43) })],
      ["a number that there is not", credentialText({ gatewayId: 999, secret: "A".repeat(43) })],
      ["number 0", `mega1.0.${"A".repeat(43)}`],
      ["a number beyond all", `mega1.99999999999999999999.${"A".repeat(43)}`],
      ["two credentials", `${bearerOf("A")} ${bearerOf("B")}`],
    ];
    for (const [what, bearer] of forged) await expectRefused(what, { ...asked, bearer }, UNKNOWN);
    await owner.run("UPDATE credential SET revoked_at = now() WHERE gateway_id = 1");
    await expectRefused("a dead one", { ...asked, bearer: bearerOf("A") }, UNKNOWN);
    await owner.run("UPDATE credential SET revoked_at = NULL WHERE gateway_id = 1");
    await owner.run("UPDATE gateway SET generation = 2 WHERE gateway_id = 1");
    const replaced = [409, "GATEWAY_REPLACED"] as const;
    // What it sends late is evidence.
    const evidence = address === "POST /v1/batch" ? ["late_batch"] : [];
    await expectRefused("an older box", { ...asked, bearer: bearerOf("A") }, replaced, evidence);
    await owner.run("UPDATE gateway SET generation = 1 WHERE gateway_id = 1");
  },
);

test("a batch, keys, a configuration and an answer that come again change nothing", async () => {
  const bearer = bearerOf("A");
  const again: readonly (readonly [string, Omit<Asked, "address">])[] = [
    ["POST /v1/batch", { body: encodeBatch(batchOf(life, 1, STORED)), type: CBOR }],
    ["POST /v1/batch", { body: encodeBatch(batchOf(life, 7, 3)), type: CBOR }],
    ["PUT /v1/keys", keys(life.keys)],
    ["PUT /v1/configuration", put({})],
  ];
  for (const [address, asked] of again) {
    const before = await prints();
    expect((await ask({ address, bearer, ...asked })).statusCode, address).toBeLessThan(300);
    expect(await prints(), address).toEqual(before);
  }
  const path = `/v1/commands/${commandId}/answer`;
  const address = "POST /v1/commands/:commandId/answer";
  expect((await ask({ address, bearer, path, ...json(done) })).statusCode).toBe(200);
  const before = await prints();
  const other = { ...done, entries: [9] };
  for (const told of [done, other]) await ask({ address, bearer, path, ...json(told) });
  expect(await prints()).toEqual(before);
});

test("a clock that is far off is data: its rounds are kept, and no table of a month is made for it", async () => {
  const farMs = Date.UTC(2096, 0, 1);
  const item = { sourceNo: 1, takenAtMs: farMs + 1000, raw: Uint8Array.of(1) };
  const far = await toldLedger([
    ...birth,
    {
      ...{ kind: "round-taken", cause: "scheduled", dueAtMs: farMs },
      items: [{ ...item, judgement: { status: "accepted", count: 7 } }],
    },
  ]);
  await owner.run("DELETE FROM ledger WHERE gateway_id = 2");
  await owner.run("DELETE FROM entry WHERE gateway_id = 2");
  const bearer = bearerOf("B");
  const body = encodeBatch(batchOf(far, 1, 100));
  const answer = await ask({ address: "POST /v1/batch", bearer, body, type: CBOR });
  expect(answer.statusCode, answer.body).toBe(200);
  await makeReadingTables(rig.context.database, rig.clock.nowMs());
  const waiting = await owner.run(`SELECT seq FROM reading_other WHERE due_at_ms = ${farMs}`);
  expect(waiting).toHaveLength(1);
});
