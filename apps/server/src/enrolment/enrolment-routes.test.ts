import { Enrolment, EnrolmentProgress } from "@mega/uplink";
import type { FastifyInstance } from "fastify";
import { Value } from "typebox/value";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { createHttpServer } from "../http/server.ts";
import { serverParts } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { enrolmentRoutes } from "./enrolment-routes.ts";

let postgres: TestPostgres;
let database: ServerDatabase;
let app: FastifyInstance;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
  const parts = serverParts(database);
  const { counters, log } = parts;
  const routes = [enrolmentRoutes(parts)];
  app = await createHttpServer({ routes, log, counters, trustedProxies: [], tls: null });
});
afterAll(async () => {
  await app?.close();
  await database?.close();
  await postgres?.stop();
});

const mac = "02:00:00:00:00:01";
const post = (payload: object) => app.inject({ method: "POST", url: "/v1/enrolments", payload });

test("what is answered has the form that gateways are told", async () => {
  const made = await post({ mac, model: "MEGA32" });
  expect(made.statusCode).toBe(201);
  expect(Value.Check(Enrolment, made.json())).toBe(true);
  const authorization = `Bearer ${made.json<Enrolment>().secret}`;
  const found = await app.inject({ url: "/v1/enrolments/current", headers: { authorization } });
  expect(found.statusCode).toBe(200);
  expect(Value.Check(EnrolmentProgress, found.json())).toBe(true);
});

test.each<[object, string]>([
  [{ model: "MEGA32" }, ""],
  [{ mac }, ""],
  [{ mac: "02:00:00:00:00", model: "MEGA32" }, "/mac"],
  [{ mac: "02:00:00:00:00:0G", model: "MEGA32" }, "/mac"],
  [{ mac: mac.replaceAll(":", "-"), model: "MEGA32" }, "/mac"],
  [{ mac: 2, model: "MEGA32" }, "/mac"],
  [{ mac, model: "MEGA256" }, "/model"],
  [{ mac, model: "MEGA32", building: 1 }, ""],
  [[], ""],
])("a request of another form is refused with its field: %j", async (payload, pointer) => {
  const answer = await post(payload);
  expect(answer.statusCode).toBe(400);
  const { code, errors } = answer.json<{ code: string; errors: { pointer: string }[] }>();
  expect(code).toBe("REQUEST_INVALID");
  expect(errors.map((error) => error.pointer)).toContain(pointer);
});

test("an enrolment is asked for with its secret, and with nothing else", async () => {
  for (const authorization of ["", "Bearer", "Bearer x", `Basic ${"A".repeat(43)}`]) {
    const answer = await app.inject({ url: "/v1/enrolments/current", headers: { authorization } });
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ code: "UNAUTHENTICATED" });
  }
});
