// The whole way: a manager with a second factor asks at the portal, a gateway process fetches the command
// and dials out, and Chromium sees the gateway's own page by a name of its own, logs in there and watches
// COUNTERS live. Then everything that must not work.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type {
  AuditPage,
  GatewayConfig,
  PortalTunnel,
  Revision,
  ServerState,
  SessionAnswer,
  TunnelTicket,
} from "@mega/contract";
import { dictionaries, portalDictionaries } from "@mega/locale";
import { enrolAtMachine, inviteAtMachine, type RunningServer, startServer } from "@mega/server";
import { TUNNEL_PATH, TUNNEL_SECRET_HEADER } from "@mega/uplink";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  makeOpenFolder,
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { addTestGateway } from "../../apps/server/src/testing/test-fleet.ts";
import { beyondOf, faultsOf } from "../browser/close-look.ts";
import { freePort } from "../free-port.ts";
import { owner as credentials, enter } from "../gateway/claimed.ts";
import { flatBuilding, showIndex } from "../gateway/flat-meter.ts";
import { type GatewayProcess, startProcess } from "../gateway/mega-process.ts";
import { type AskPortal, enterPortal, type PortalPerson } from "./portal-person.ts";

const password = "a quiet stair in the rain";

let postgres: TestPostgres;
let folder: string;
let databaseUrl: string;
let server: RunningServer;
let brokerPort: number;
let gateway: GatewayProcess & { readonly ask: Ask; readonly cookie: string };
let anna: AskPortal;
let bert: AskPortal;
/** Anna's login at the portal. */
let cookie: string;
let browser: Browser;

type Ask = <T>(method: string, path: string, body?: unknown) => Promise<T>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  folder = makeOpenFolder();
  const database = await postgres.database();
  databaseUrl = database.url;
  await database.close();
  server = await startServer({
    ...{ dataFolder: folder, databaseUrl, host: "127.0.0.1", logLevel: "silent" },
    port: await freePort(),
    tunnels: { kind: "port", port: 0 },
  });
  brokerPort = await freePort();
  gateway = await startGateway();
  await enrol();
  ({ ask: anna, cookie } = await invited("anna@example.org"));
  await addTestGateway(server.context.database, 9, server.context.clock.nowMs());
  ({ ask: bert } = await invited("manager9@example.org"));
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium-headless-shell",
    args: ["--no-sandbox"],
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await gateway?.end("SIGKILL");
  await server?.stop();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startGateway(): Promise<typeof gateway> {
  const data = mkdtempSync(join(tmpdir(), "mega-tunnel-"));
  const file = join(data, "gateway.yaml");
  writeFileSync(
    file,
    `version: 1
building: { name: Les Tilleuls }
gateway: { model: MEGA16, language: fr }
server: { url: "${server.url}", jitterSeconds: 0, tunnel: true }
${flatBuilding(brokerPort)}`,
  );
  const started = await startProcess(join(data, "data"), file);
  const person = await enter(started.url, started.setupCode);
  return {
    ...started,
    get: (path) => person.ask("GET", path),
    post: (path, body) => person.ask("POST", path, body),
    ask: person.ask,
    cookie: person.cookie,
  };
}

async function enrol(): Promise<void> {
  const state = () => gateway.get<ServerState>("/server");
  const { code } = await until("a code", state, (one) => one.state === "waiting-for-code");
  await enrolAtMachine({
    ...{ dataFolder: folder, databaseUrl, code: code?.code ?? "", building: "Les Tilleuls" },
    ...{ managerEmail: "anna@example.org", language: "fr" },
  });
  await until("connected", state, (one) => one.state === "connected");
}

async function invited(email: string): Promise<PortalPerson> {
  const wanted = {
    dataFolder: folder,
    databaseUrl,
    email,
    language: "fr",
    operator: false,
  } as const;
  const { word } = await inviteAtMachine(wanted);
  return enterPortal(server.url, word, password);
}

async function until<T>(what: string, ask: () => Promise<T>, isSo: (answer: T) => boolean) {
  let last: unknown;
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    last = answer;
    await pause(100);
  }
  throw new Error(`never ${what}: ${JSON.stringify(last)}`);
}

const at = "/gateways/1/tunnel";
const tunnel = () => anna<PortalTunnel>("GET", at);

async function opened(): Promise<void> {
  await anna("POST", at);
  await until("open", tunnel, ({ state, last }) => state === "open" || last !== null);
  expect(await tunnel()).toMatchObject({ state: "open", own: true });
}

const ticket = async () => (await anna<TunnelTicket>("POST", `${at}/ticket`)).url;

async function read(index: string): Promise<void> {
  await showIndex(brokerPort, index);
  await gateway.post("/channels/1/read");
}

/** The portal's page of the building, as Anna sees it. */
async function portalPage(context: BrowserContext): Promise<Page> {
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: "Strict" }]);
  const page = await context.newPage();
  await page.goto(`${server.url}/buildings/1`);
  return page;
}

test("Chromium sees the gateway's own page by its own name, logs in there and watches it live", async () => {
  await read("1000.100");
  const { tunnel: texts } = portalDictionaries.fr;
  const context = await browser.newContext({
    locale: "fr-BE",
    viewport: { width: 360, height: 800 },
  });
  const portal = await portalPage(context);
  await portal.getByRole("button", { name: texts.open }).press("Enter");
  await portal.locator("#own-password:focus").waitFor();
  await portal.keyboard.type(password);
  await portal.keyboard.press("Enter");
  await portal.getByRole("button", { name: texts.enter }).waitFor({ timeout: 20_000 });
  expect((await gateway.get<ServerState>("/server")).tunnel?.by).toBe("anna@example.org");
  expect(await beyondOf(portal)).toBe(0);
  const part = { include: "[aria-labelledby='tunnel-1']" };
  expect(await faultsOf(portal, "all", part)).toEqual([]);

  const [page] = await Promise.all([
    context.waitForEvent("page"),
    portal.getByRole("button", { name: texts.enter }).press("Enter"),
  ]);
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  await page.waitForURL(/localhost:\d+\/(?!\.mega)/);
  expect(await page.evaluate(() => window.opener)).toBeNull();
  const { origin: url, hostname } = new URL(page.url());
  expect(hostname).toMatch(/^[0-9a-f]{32}\.localhost$/);
  const { access } = dictionaries.fr;
  await page.getByLabel(access.name, { exact: true }).fill(credentials.name);
  await page.getByLabel(access.password, { exact: true }).fill(credentials.password);
  await page.keyboard.press("Enter");
  const figure = (text: string) => page.getByText(text.replace(" ", "\u202f")).first();
  await figure("1 000,100").waitFor({ timeout: 20_000 });
  await read("1000.101");
  await figure("1 000,101").waitFor({ timeout: 20_000 });
  const cookies = await context.cookies(url);
  expect(cookies.map(({ name, domain }) => [name, domain]).sort()).toEqual([
    ["mega-plain", hostname],
    ["mega-tunnel", hostname],
  ]);
  const stranger = await (await browser.newContext()).newPage();
  expect((await stranger.goto(new URL("/counters", url).href))?.status()).toBe(403);

  await gateway.ask("DELETE", "/server/tunnel");
  expect((await tunnel()).last).toMatchObject({ why: "gateway" });
  expect((await page.goto(new URL("/counters", url).href))?.status()).toBe(403);
  expect(await page.locator("h1").innerText()).toBe("Page de la passerelle");
  expect(complaints).toEqual([]);
  await portal.getByText(texts.ends.gateway).waitFor({ timeout: 20_000 });
  const { entries } = await gateway.get<AuditPage>("/audit?limit=20");
  const actions = entries.map(({ action, fromIp }) => `${action} ${fromIp}`);
  expect(actions).toContain("tunnel-opened null");
  expect(actions).toContain("login tunnel");
  expect(actions).toContain("tunnel-closed null");
});

test("another building's manager finds nothing there", async () => {
  await opened();
  for (const [method, path] of [
    ["GET", at],
    ["POST", at],
    ["POST", `${at}/ticket`],
    ["DELETE", at],
  ] as const) {
    await expect(bert(method, path), `${method} ${path}`).rejects.toThrow("NOT_FOUND");
  }
  expect((await tunnel()).state).toBe("open");
  await anna("DELETE", at);
});

/** Dials as a gateway, by hand; what the server answers. */
function dial(tunnelId: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const handshake = {
    ...{ connection: "Upgrade", upgrade: "websocket" },
    ...{ "sec-websocket-version": "13", "sec-websocket-key": "MDEyMzQ1Njc4OWFiY2RlZg==" },
  };
  const address = new URL(`${TUNNEL_PATH}/${tunnelId}`, server.url);
  const sent = httpRequest(address, { headers: { ...handshake, ...headers } });
  return new Promise((resolve, reject) => {
    sent.once("upgrade", ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    sent.once("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.once("error", reject);
    sent.end();
  });
}

test("nobody opens a tunnel but the gateway that was asked, once", async () => {
  const other = await addTestGateway(server.context.database, 10, server.context.clock.nowMs());
  const bearer = { authorization: `Bearer ${other.credential}` };
  await opened();
  const [row] = await server.context.database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT body, secret FROM command ORDER BY given_at DESC LIMIT 1"),
  );
  const { tunnelId } = (row?.["body"] ?? {}) as { readonly tunnelId: string };
  const secret = { [TUNNEL_SECRET_HEADER]: String(row?.["secret"] ?? "s".repeat(22)) };
  expect(await dial(tunnelId, secret)).toBe(401);
  expect(await dial(tunnelId, bearer)).toBe(403);
  expect(await dial(tunnelId, { ...bearer, ...secret })).toBe(403);
  expect(await dial("0".repeat(32), { ...bearer, ...secret })).toBe(403);
  const plain = await fetch(`${server.url}${TUNNEL_PATH}/${tunnelId}`, {
    headers: { ...bearer, ...secret },
  });
  expect(plain.status).toBe(400);
  expect((await tunnel()).state).toBe("open");
  await anna("DELETE", at);
});

/** A cookie of a visitor who was let in, and the place. */
async function visitor() {
  const url = new URL(await ticket());
  const answer = await ask(url, url.pathname, {});
  return { url, cookie: answer.cookie };
}

/** Asks the name of a tunnel with the words of a request as they are. */
function ask(url: URL, path: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ readonly status: number; readonly body: string; readonly cookie: string }>(
    (resolve, reject) => {
      const asked = {
        host: "127.0.0.1",
        port: url.port,
        path,
        headers: { host: url.host, ...headers },
      };
      const sent = httpRequest(asked, (answer) => {
        let body = "";
        answer.on("data", (part) => {
          body += part;
        });
        const [cookie = ""] = answer.headers["set-cookie"] ?? [];
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, body, cookie: cookie.split(";")[0] ?? "" }),
        );
      });
      sent.on("error", reject);
      sent.end();
    },
  );
}

test("nothing but the gateway's own page is reached, whatever a request says", async () => {
  const met: string[] = [];
  const neighbour = createServer((request, response) => {
    met.push(request.url ?? "");
    response.end("the neighbour");
  });
  await new Promise<void>((resolve) => neighbour.listen(0, "127.0.0.1", resolve));
  const { port } = neighbour.address() as AddressInfo;
  await opened();
  const { url, cookie } = await visitor();
  const target = `http://127.0.0.1:${port}/secret`;
  const tries: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [target, { cookie }],
    [`//127.0.0.1:${port}/secret`, { cookie }],
    ["/api/v1/session", { cookie, "x-forwarded-host": `127.0.0.1:${port}` }],
    ["/api/v1/session", { cookie, forwarded: `host=127.0.0.1:${port}` }],
    ["/api/v1/session", { cookie, "x-original-url": target }],
  ];
  for (const [path, headers] of tries) {
    const { status, body } = await ask(url, path, headers);
    expect([200, 400, 404]).toContain(status);
    expect(body).not.toContain("the neighbour");
    if (status === 200) expect(JSON.parse(body)).toMatchObject({ transport: "tunnel" });
  }
  expect(met).toEqual([]);
  await new Promise((resolve) => neighbour.close(resolve));
  await anna("DELETE", at);
});

test("what passes takes a little longer than at the gateway itself", async () => {
  await opened();
  const { url, cookie } = await visitor();
  const times = async (get: () => Promise<unknown>) => {
    const took: number[] = [];
    for (let no = 0; no < 200; no += 1) {
      const fromMs = performance.now();
      await get();
      took.push(performance.now() - fromMs);
    }
    took.sort((a, b) => a - b);
    const place = (part: number) => (took[Math.floor(took.length * part)] ?? 0).toFixed(1);
    return `p50 ${place(0.5)} ms, p99 ${place(0.99)} ms`;
  };
  const page = "/index.html";
  const direct = await times(() => ask(new URL(gateway.url), page, { host: "127.0.0.1" }));
  const through = await times(() => ask(url, page, { cookie }));
  const { body } = await ask(url, page, { cookie });
  process.stdout.write(`a page of ${body.length} bytes: ${direct}; by the tunnel ${through}\n`);
  expect(body).toBe((await ask(new URL(gateway.url), page, { host: "127.0.0.1" })).body);
  await anna("DELETE", at);
});

/** Saves other settings of the server at the gateway. */
async function save(settings: object): Promise<void> {
  const { configuration, revision } = await gateway.get<Revision>("/configuration");
  const before = (configuration as GatewayConfig).server;
  const { csrf } = await gateway.get<SessionAnswer>("/session");
  await gateway.post("/session/confirmations", { password: credentials.password });
  const answer = await fetch(new URL("/api/v1/configuration", gateway.url), {
    method: "PUT",
    headers: {
      ...{ cookie: gateway.cookie, "mega-csrf": csrf ?? "", "if-match": `"${revision}"` },
      "content-type": "application/json",
    },
    body: JSON.stringify({ ...configuration, server: { ...before, ...settings } }),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

test("switched off at the gateway it ends, and is opened to nobody", async () => {
  await opened();
  await save({ tunnel: false });
  const over = await until("over", tunnel, ({ state }) => state === "none");
  expect(over.last?.why).toBe("switched-off");
  await anna("POST", at);
  const refused = await until("refused", tunnel, ({ state }) => state === "none");
  expect(refused.last).toMatchObject({ why: "refused", code: "FORBIDDEN" });
  expect((await gateway.get<ServerState>("/server")).tunnel).toBeNull();
}, 60_000);
