import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerPages } from "./pages.ts";
import { installGatewayProblems } from "./problem.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-pages-"));
let app: FastifyInstance;

beforeAll(async () => {
  writeFileSync(join(folder, "index.html"), "<title>MEGA</title>");
  app = Fastify();
  installGatewayProblems(app);
  await registerPages(app, folder);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const page = { accept: "text/html,application/xhtml+xml" };

test("a person at an address that there is not gets the page that says so", async () => {
  const answer = await app.inject({ url: "/conters", headers: page });
  expect(answer.statusCode).toBe(404);
  expect(answer.headers["content-type"]).toMatch(/^text\/html/);
  expect(answer.body).toBe("<title>MEGA</title>");
});

test.each([
  ["GET", "/conters", {}],
  ["GET", "/api/v1/nothing", page],
  ["GET", "/assets/old.js", page],
  ["POST", "/conters", page],
] as const)("%s %s of a program gets its problem", async (method, url, headers) => {
  const answer = await app.inject({ method, url, headers });
  expect(answer.statusCode).toBe(404);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
});
