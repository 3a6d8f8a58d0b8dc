import { toUtcString } from "@mega/domain";
import { credentialText } from "@mega/uplink";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { numberIn } from "../database/row-values.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { createHttpServer } from "../http/server.ts";
import { makeTwoBuildings, type ServerParts, serverParts } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { keepCredential, killCredentials } from "./credentials.ts";
import { gatewayOf, guardGateways, identifyGateway } from "./gateway-guard.ts";

let postgres: TestPostgres;
let database: ServerDatabase;
let parts: ServerParts;
let app: FastifyInstance;
let bodiesRead = 0;
const secretOf = (letter: string) => letter.repeat(43);

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
  parts = serverParts(database);
  const { annasBuilding } = await makeTwoBuildings(parts);
  const { clock, counters, log } = parts;
  await database.as({ kind: "job" }, async (tx) => {
    const atMs = clock.nowMs();
    const made = async (mac: string, secret: string) => {
      const [row] = await tx.query(
        `INSERT INTO gateway (building_id, mac, model, enrolled_at) VALUES ($1, $2, 'MEGA32', $3)
         RETURNING gateway_id`,
        [annasBuilding, mac, toUtcString(atMs)],
      );
      const gatewayId = row === undefined ? 0 : numberIn(row, "gateway_id");
      await keepCredential(tx, { gatewayId, secret, generation: 1, atMs });
      return gatewayId;
    };
    await made("02:00:00:00:00:01", secretOf("A"));
    await killCredentials(tx, await made("02:00:00:00:00:02", secretOf("B")), atMs);
  });
  app = await createHttpServer({
    ...{ counters, log, trustedProxies: [], tls: null },
    routes: [
      (part) => {
        guardGateways(part, parts);
        part.addHook("preParsing", async () => {
          bodiesRead += 1;
        });
        part.post("/v1/who", async (request) => gatewayOf(request));
      },
      (part) => {
        part.get("/v1/open", async (request) => gatewayOf(request));
      },
    ],
  });
});
afterAll(async () => {
  await app?.close();
  await database?.close();
  await postgres?.stop();
});

const bearer = (gatewayId: number, letter: string) =>
  `Bearer ${credentialText({ gatewayId, secret: secretOf(letter) })}`;

function ask(authorization: string | undefined, payload = "{}") {
  const headers = { "content-type": "application/json" };
  return app.inject({
    ...{ method: "POST", url: "/v1/who", payload },
    headers: authorization === undefined ? headers : { ...headers, authorization },
  });
}

test("a request says whose it is by its credential and by nothing else", async () => {
  const answer = await ask(bearer(1, "A"));
  expect(answer.json()).toEqual({ gatewayId: 1, generation: 1 });
});

test("who has no good credential is refused before his body is read, with one answer", async () => {
  bodiesRead = 0;
  const tooLarge = JSON.stringify("x".repeat(100_000));
  const answers = await Promise.all(
    [
      undefined,
      "Bearer x",
      bearer(1, "B"),
      bearer(2, "B"),
      bearer(999, "A"),
      bearer(2 ** 31, "A"),
    ].map((authorization) => ask(authorization, tooLarge)),
  );
  for (const answer of answers) {
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toBe(answers[0]?.body);
  }
  expect(answers[0]?.json()).toMatchObject({ code: "UNAUTHENTICATED", instance: "/v1/who" });
  expect(bodiesRead).toBe(0);
});

test("whatever is wrong with a credential, the same questions are asked", async () => {
  const questionsOf = async (authorization: string) => {
    const questions: string[] = [];
    const listened: ServerDatabase = {
      ...database,
      as: (identity, work) =>
        database.as(identity, (tx) =>
          work({
            ...tx,
            query: (text, values) => {
              questions.push(text);
              return tx.query(text, values);
            },
            often: (text, values) => {
              questions.push(text);
              return tx.often(text, values);
            },
          }),
        ),
    };
    const refused = identifyGateway({ clock: parts.clock, database: listened }, authorization);
    await expect(refused).rejects.toThrow(expect.objectContaining({ code: "UNAUTHENTICATED" }));
    return questions;
  };
  const wrong = await questionsOf(bearer(1, "B"));
  expect(wrong).toHaveLength(1);
  expect(await questionsOf(bearer(2, "B"))).toEqual(wrong);
  expect(await questionsOf(bearer(999, "A"))).toEqual(wrong);
});

test("an address without its guard is a fault of ours, not an open door", async () => {
  const answer = await app.inject({
    ...{ url: "/v1/open", headers: { authorization: bearer(1, "A") } },
  });
  expect(answer.statusCode).toBe(500);
});
