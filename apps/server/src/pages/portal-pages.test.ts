import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHttpServer } from "../http/server.ts";
import { Counters } from "../metrics/counters.ts";
import { portalPages } from "./portal-pages.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-portal-pages-"));
let built: FastifyInstance;
let bare: FastifyInstance;

async function serving(from: string): Promise<FastifyInstance> {
  const routes = [portalPages(from)];
  const log = pino({ level: "silent" });
  return createHttpServer({ routes, log, counters: new Counters(), trustedProxies: [], tls: null });
}

beforeAll(async () => {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<title>MEGA</title>");
  writeFileSync(join(folder, "sw.js"), "addEventListener('fetch', () => undefined);");
  writeFileSync(join(folder, "portal.webmanifest"), "{}");
  writeFileSync(join(folder, "assets", "index-AbC.js"), "export {};");
  built = await serving(folder);
  bare = await serving(join(folder, "absent"));
});
afterAll(async () => {
  await built.close();
  await bare.close();
  rmSync(folder, { recursive: true });
});

test.each([
  "/",
  "/login",
  "/invitation",
  "/reset",
  "/account",
  "/me",
  "/me/gateways/1/channels/3",
  "/buildings",
  "/buildings/7/people",
  "/operator",
  "/gateways/1/counters",
])("the page stands at %s, under the content policy, and is asked for each time", async (url) => {
  const answer = await built.inject(url);
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toBe("<title>MEGA</title>");
  expect(answer.headers["cache-control"]).toBe("no-cache");
  expect(answer.headers["content-security-policy"]).toContain("default-src 'self'");
});

test("scripts are kept by browsers, the service worker is asked for each time", async () => {
  const script = await built.inject("/assets/index-AbC.js");
  expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  const worker = await built.inject("/sw.js");
  expect(worker.headers["cache-control"]).toBe("no-cache");
  expect(worker.headers["content-type"]).toMatch(/javascript/);
  const manifest = await built.inject("/portal.webmanifest");
  expect(manifest.headers["content-type"]).toMatch(/manifest\+json/);
});

test("what is neither a page nor a file is not found, in the form of every refusal", async () => {
  for (const url of ["/nowhere", "/assets/other.js", "/../package.json"]) {
    const answer = await built.inject(url);
    expect(answer.statusCode, url).toBe(404);
    expect(answer.json(), url).toMatchObject({ code: "NOT_FOUND" });
  }
});

const person = { accept: "text/html,application/xhtml+xml" };

test.each(["/nowhere", "/mee", "/portal.html", "/v10"])(
  "a person who mistyped %s gets the page that says so, and programs their refusal",
  async (url) => {
    const page = await built.inject({ url, headers: person });
    expect(page.statusCode).toBe(404);
    expect(page.body).toBe("<title>MEGA</title>");
    expect(page.headers["cache-control"]).toBe("no-cache");
    for (const asked of [built.inject(url), bare.inject({ url, headers: person })]) {
      expect((await asked).json()).toMatchObject({ code: "NOT_FOUND" });
    }
  },
);

test.each([
  ["GET", "/v1/nothing"],
  ["GET", "/portal/v1/nothing"],
  ["GET", "/portal?x"],
  ["GET", "/assets/old.js"],
  ["GET", "/health/more"],
  ["POST", "/nowhere"],
] as const)("%s %s is a program's, whatever it says that it takes", async (method, url) => {
  const answer = await built.inject({ method, url, headers: person });
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ code: "NOT_FOUND" });
});

test("a server without built pages says how they are built", async () => {
  for (const url of ["/", "/login", "/me"]) {
    const answer = await bare.inject(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain("npm run build:web");
  }
});
