// The gateway's question over HTTP: it waits at the server, is woken, cut off, and ended with the server.

import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "@mega/domain";
import type { CommandBatch } from "@mega/uplink";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ServerContext } from "../context.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { createHttpServer } from "../http/server.ts";
import { Counters } from "../metrics/counters.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { addTestGateway, type TestGateway } from "../testing/test-fleet.ts";
import { commandRoutes } from "./command-routes.ts";
import { giveCommand } from "./give-command.ts";

let postgres: TestPostgres;
let database: ServerDatabase;
let context: ServerContext;
let app: FastifyInstance;
let url: string;
let gateway: TestGateway;
let statements = 0;
const clock = systemClock();
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  const opened = await postgres.database();
  statements = 0;
  database = {
    as: (identity, work) => {
      statements += 1;
      return opened.as(identity, work);
    },
    close: () => opened.close(),
  };
  const log = pino({ level: "silent" });
  const counters = new Counters();
  context = { clock, database, dataFolder: "/nowhere", counters, log };
  const routes = [commandRoutes(context)];
  app = await createHttpServer({ routes, log, counters, trustedProxies: [], tls: null });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
  gateway = await addTestGateway(database, 1, clock.nowMs());
});
afterEach(async () => {
  await app.close();
  await database.close();
});

async function question(waitSeconds: number, of = gateway): Promise<CommandBatch & Problem> {
  const authorization = `Bearer ${of.credential}`;
  const answer = await fetch(`${url}/v1/commands?wait=${waitSeconds}`, {
    headers: { authorization },
  });
  return (await answer.json()) as CommandBatch & Problem;
}

interface Problem {
  readonly code?: string;
}

function give(to = gateway) {
  const { accountId, gatewayId } = to;
  const identity = { kind: "account", accountId } as const;
  const actor = { kind: "account", accountId, address: "192.0.2.1" } as const;
  const giver = { identity, actor, email: "anna@example.org", nowMs: clock.nowMs() };
  const given = {
    gatewayId,
    kind: "read-now",
    body: { channelNo: null },
    validMs: 60_000,
  } as const;
  return database.as(identity, (tx) => giveCommand(tx, giver, given));
}

test("a question that finds nothing waits, and is answered when something comes", async () => {
  const asked = question(20);
  await pause(200);
  const { commandId } = await give();
  const begunMs = clock.monotonicMs();
  expect((await asked).commands.map((one) => one.commandId)).toEqual([commandId]);
  expect(clock.monotonicMs() - begunMs).toBeLessThan(3000);
});

test("it ends empty when its time is over", async () => {
  expect(await question(1)).toEqual({ commands: [] });
  expect(await question(0)).toEqual({ commands: [] });
  expect(await question(51)).toMatchObject({ code: "REQUEST_INVALID" });
});

test("one gateway has one question: the next cuts the one before off", async () => {
  const first = question(30);
  await pause(200);
  const second = question(1);
  expect(await first).toEqual({ commands: [] });
  expect(await second).toEqual({ commands: [] });
});

test("a credential that dies meanwhile gets nothing", async () => {
  const asked = question(20);
  await pause(200);
  await give();
  await database.as({ kind: "job" }, (tx) =>
    tx.query("UPDATE credential SET revoked_at = now() WHERE gateway_id = $1", [gateway.gatewayId]),
  );
  expect(await asked).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("however many wait, one statement a second looks for all of them", async () => {
  const others: TestGateway[] = [];
  for (let no = 2; no <= 21; no += 1)
    others.push(await addTestGateway(database, no, clock.nowMs()));
  statements = 0;
  const waiting = others.map((other) => question(6, other));
  // Who each of them is, and that nothing waits for him.
  while (statements < 2 * others.length) await pause(20);
  await pause(200);
  statements = 0;
  await pause(2000);
  expect(statements).toBeLessThanOrEqual(2);
  await app.close();
  await Promise.allSettled(waiting);
}, 15_000);

test("questions end with the server at once", async () => {
  const asked = question(40).catch(() => "cut off");
  await pause(200);
  const begunMs = clock.monotonicMs();
  await app.close();
  await asked;
  expect(clock.monotonicMs() - begunMs).toBeLessThan(2000);
});

test("an answer is checked for its form, its gateway and its command", async () => {
  const { commandId } = await give();
  await question(0);
  const post = async (id: string, body: unknown, credential = gateway.credential) => {
    const headers = { authorization: `Bearer ${credential}`, "content-type": "application/json" };
    const address = `${url}/v1/commands/${id}/answer`;
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    return [answer.status, ((await answer.json()) as Problem).code];
  };
  const done = { outcome: "done", at: "2026-05-02T08:00:30Z", entries: [1], revision: null };
  const other = await addTestGateway(database, 2, clock.nowMs());
  expect(await post(commandId, { ...done, entries: ["one"] })).toEqual([400, "REQUEST_INVALID"]);
  expect(await post(commandId, { outcome: "maybe" })).toEqual([400, "REQUEST_INVALID"]);
  expect(await post("../x", done)).toEqual([404, "NOT_FOUND"]);
  expect(await post("zz".repeat(16), done)).toEqual([400, "REQUEST_INVALID"]);
  expect(await post(commandId, done, other.credential)).toEqual([404, "NOT_FOUND"]);
  expect(await post(commandId, done, "mega1.1.nothing")).toEqual([401, "UNAUTHENTICATED"]);
  expect(await post(commandId, done)).toEqual([200, undefined]);
  expect(await post(commandId, { ...done, entries: [2] })).toEqual([409, "CONFLICT"]);
});
