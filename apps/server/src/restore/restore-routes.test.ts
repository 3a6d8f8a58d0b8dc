/** Backup and restore over HTTP: the answers as agreed, the same time for every refusal, late batches. */

import { createHash, randomBytes } from "node:crypto";
import { systemClock } from "@mega/domain";
import { fromHex, inlineLedgerHost } from "@mega/ledger";
import {
  ConfigurationAnswer,
  ConfigurationHead,
  ConfigurationVersions,
  configurationHash,
  encodeBatch,
  KeptConfiguration,
  RestoreAsked,
  RestoreState,
  ticketText,
} from "@mega/uplink";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backupRoutes } from "../backup/backup-routes.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { createHttpServer } from "../http/server.ts";
import { mirrorRoutes } from "../mirror/mirror-routes.ts";
import { serverParts } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { addTestGateway, type TestGateway } from "../testing/test-fleet.ts";
import { confirmRestore } from "./confirm-restore.ts";
import { restoreRoutes } from "./restore-routes.ts";

const proof = "ab".repeat(32);
let postgres: TestPostgres;
let database: ServerDatabase;
let app: FastifyInstance;
let gateway: TestGateway;
let secret: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
  const parts = { ...serverParts(database), clock: systemClock() };
  const { log, counters } = parts;
  const routes = [mirrorRoutes(parts), backupRoutes(parts), restoreRoutes(parts)];
  app = await createHttpServer({ routes, log, counters, trustedProxies: [], tls: null });
  gateway = await addTestGateway(database, 1, parts.clock.nowMs());
  secret = randomBytes(32).toString("base64url");
});
afterAll(async () => {
  await app.close();
  await database.close();
  await postgres.stop();
});

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });

async function answered(schema: TSchema, status: number, asked: Promise<LightMyRequestResponse>) {
  const answer = await asked;
  expect([answer.statusCode, answer.body.slice(0, 200)]).toEqual([status, expect.anything()]);
  const body: unknown = answer.json();
  expect(Value.Check(schema, body), answer.body.slice(0, 300)).toBe(true);
  return body as never;
}

function put(document: string, parent: string | null) {
  const secrets = Buffer.from("sealed");
  const content = { document, secrets: secrets.toString("base64"), parent };
  const hashed = {
    sha256: configurationHash(document, secrets),
    proofSha256: sha256(Buffer.from(proof, "hex")),
  };
  const headers = bearer(gateway.credential);
  const payload = { ...content, ...hashed };
  return app.inject({ method: "PUT", url: "/v1/configuration", headers, payload });
}

const get = (url: string, text = gateway.credential) =>
  app.inject({ method: "GET", url, headers: bearer(text) });

test("a configuration goes up once, a second time unchanged, and not over another one", async () => {
  expect((await get("/v1/configuration")).json()).toEqual({ configuration: null });
  const first: ConfigurationHead = await answered(ConfigurationHead, 201, put('{"no":1}', null));
  await answered(ConfigurationHead, 200, put('{"no":1}', null));
  await answered(ConfigurationHead, 201, put('{"no":2}', first.sha256));
  const moved = await put('{"no":3}', first.sha256);
  expect(moved.statusCode).toBe(409);
  expect(moved.json()).toMatchObject({
    code: "CONFLICT",
    errors: [{ pointer: "/parent", params: { value: first.sha256 } }],
  });
  await answered(ConfigurationAnswer, 200, get("/v1/configuration"));
  await answered(ConfigurationVersions, 200, get("/v1/configuration/versions"));
  await answered(KeptConfiguration, 200, get("/v1/configuration/versions/1"));
  expect((await get("/v1/configuration/versions/3")).statusCode).toBe(404);
  expect((await get("/v1/configuration/versions/0")).statusCode).toBe(400);
  expect((await get("/v1/configuration", `mega1.1.${"A".repeat(43)}`)).statusCode).toBe(401);
});

test("what is sent altered, malformed or too long is refused at its field", async () => {
  const good = { document: "{}", secrets: null, proofSha256: null, parent: null };
  const headers = bearer(gateway.credential);
  const refused = async (payload: object) => {
    const answer = await app.inject({ method: "PUT", url: "/v1/configuration", headers, payload });
    return [answer.statusCode, answer.json().errors[0]?.pointer ?? answer.json().code];
  };
  expect(await refused({ ...good, sha256: "00".repeat(32) })).toEqual([400, "/sha256"]);
  expect(await refused({ ...good, sha256: "zz" })).toEqual([400, "/sha256"]);
  expect(await refused({ ...good, sha256: "00".repeat(32), secrets: "%" })).toEqual([
    400,
    "/secrets",
  ]);
  const long = { ...good, sha256: "00".repeat(32), document: "x".repeat(5_000_000) };
  expect(await refused(long)).toEqual([413, "REQUEST_INVALID"]);
});

function ask(changes: object) {
  const boxes = { oldMac: gateway.mac, newMac: "02:00:00:00:01:00", model: "MEGA32" };
  const payload = { ...boxes, proof, secretSha256: sha256(secret), ...changes };
  return app.inject({ method: "POST", url: "/v1/restores", payload });
}

test("a wrong token and an unknown MAC answer alike, and at the same moment", async () => {
  const told: string[] = [];
  const times: number[] = [];
  for (const changes of [{ proof: "00".repeat(32) }, { oldMac: "02:00:00:00:09:09" }]) {
    const from = performance.now();
    const answer = await ask(changes);
    times.push(performance.now() - from);
    expect(answer.statusCode).toBe(403);
    told.push(answer.body);
  }
  expect(told[1]).toBe(told[0]);
  // Both leave at a multiple of 250 ms; on a busy machine one of them may miss a step.
  for (const tookMs of times) expect(tookMs).toBeGreaterThan(245);
});

test("from the request to the first word of the new box", async () => {
  const asked: RestoreAsked = await answered(RestoreAsked, 201, ask({}));
  const ticket = ticketText({ restoreId: asked.restoreId, secret });
  const current = () => get("/v1/restores/current", ticket);
  expect(await answered(RestoreState, 200, current())).toMatchObject({ state: "waiting" });
  expect((await get("/v1/restores/current", "megar1.1.x")).statusCode).toBe(401);
  const nowMs = systemClock().nowMs();
  await database.as({ kind: "job" }, (tx) =>
    confirmRestore(tx, asked.code, { actor: { kind: "keeper" }, nowMs }),
  );
  const granted: RestoreState = await answered(RestoreState, 200, current());
  expect(granted).toMatchObject({ state: "granted", gatewayId: gateway.gatewayId, generation: 2 });
  const own = await get("/v1/configuration", `mega1.${gateway.gatewayId}.${secret}`);
  expect(own.json()).toMatchObject({ configuration: { document: '{"no":2}' } });
});

test("a batch of the old box is refused, kept as it came, and nowhere else", async () => {
  const identity = { ledgerId: "ab".repeat(16), generation: 1 };
  const ledger = await inlineLedgerHost({ path: ":memory:", clock: systemClock(), identity });
  await ledger.append([{ kind: "restarted", lastSeenMs: null, why: "test" }]);
  const entries = (await ledger.entries(1, 1)).map(({ bytes }) => bytes);
  await ledger.close();
  const ledgerId = fromHex(identity.ledgerId);
  const payload = Buffer.from(encodeBatch({ ledgerId, generation: 1, fromSeq: 1, entries }));
  const headers = { ...bearer(gateway.credential), "content-type": "application/cbor" };
  const send = (body: Buffer) =>
    app.inject({ method: "POST", url: "/v1/batch", headers, payload: body });
  for (let no = 0; no < 2; no++) {
    const refused = await send(payload);
    expect([refused.statusCode, refused.json().code]).toEqual([409, "GATEWAY_REPLACED"]);
  }
  expect((await send(Buffer.from("no batch"))).statusCode).toBe(400);
  expect((await get("/v1/ledger")).json().code).toBe("GATEWAY_REPLACED");
  const rows = (sql: string) => database.as({ kind: "job" }, (tx) => tx.query(sql));
  const kept = await rows("SELECT generation, bytes FROM late_batch");
  expect(kept).toHaveLength(1);
  expect(Buffer.from(kept[0]?.["bytes"] as Uint8Array)).toEqual(payload);
  expect(await rows("SELECT 1 FROM entry")).toEqual([]);
});
