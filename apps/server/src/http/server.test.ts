import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MegaError, systemClock } from "@mega/domain";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { unreachable } from "../database/unreachable.ts";
import { Counters } from "../metrics/counters.ts";
import { limitConnections } from "./limit-connections.ts";
import { createHttpServer, type HttpOptions, type Routes } from "./server.ts";

let app: FastifyInstance | undefined;
let counters = new Counters();
afterEach(async () => {
  await app?.close();
  app = undefined;
});

const routes: Routes = (part) => {
  part.post("/v1/echo", async ({ body }) => body ?? null);
  part.get("/v1/whoami", async ({ ip, protocol }) => ({ ip, protocol }));
  part.get("/v1/broken", () => {
    throw new Error("a secret of ours");
  });
  part.get("/v1/away", () => {
    throw unreachable(new Error("connect ENOENT /srv/a secret of ours/.s.PGSQL.5432"));
  });
  part.get("/v1/replaced", () => {
    throw new MegaError("GATEWAY_REPLACED", "Another box");
  });
};

async function make(options: Partial<HttpOptions> = {}): Promise<FastifyInstance> {
  counters = new Counters();
  const log = pino({ level: "silent" });
  const usual = { routes: [routes], log, counters, trustedProxies: [], tls: null };
  app = await createHttpServer({ ...usual, ...options });
  return app;
}

const countedOf = (name: string) =>
  Object.fromEntries(
    counters
      .families()
      .filter((family) => family.name === name)
      .flatMap((family) => ("samples" in family ? family.samples : []))
      .map(({ labels, value }) => [Object.values(labels)[0], value]),
  );
const refusals = () => countedOf("mega_server_refusals_total");

test("every refusal is problem+json, counted by its code, and a failure of ours tells nothing", async () => {
  const server = await make();
  const asked = [
    ["/v1/nothing", 404, "NOT_FOUND"],
    ["/v1/replaced", 409, "GATEWAY_REPLACED"],
    ["/v1/broken", 500, "INTERNAL"],
    ["/v1/away", 503, "DATABASE_UNAVAILABLE"],
    ["/v1/%zz", 400, "REQUEST_INVALID"],
  ] as const;
  for (const [url, status, code] of asked) {
    const answer = await server.inject(url);
    expect(answer.statusCode, url).toBe(status);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ code, status });
    expect(answer.body).not.toContain("a secret of ours");
  }
  expect(refusals()).toMatchObject({ NOT_FOUND: "1", GATEWAY_REPLACED: "1", INTERNAL: "1" });
  expect(countedOf("mega_server_requests_total")).toMatchObject({ "5xx": "2" });
});

test("bodies that are too large or nobody's form are refused", async () => {
  const server = await make();
  const post = (payload: string | Buffer, type: string) =>
    server.inject({ method: "POST", url: "/v1/echo", payload, headers: { "content-type": type } });
  expect((await post(JSON.stringify("x".repeat(70_000)), "application/json")).statusCode).toBe(413);
  expect((await post("{", "application/json")).statusCode).toBe(400);
  expect((await post("a=b", "application/x-www-form-urlencoded")).statusCode).toBe(415);
  expect((await post('{"__proto__":{"a":1}}', "application/json")).statusCode).toBe(400);
});

test("an address that asks too often is told to wait, and no other one is", async () => {
  const server = await make();
  const ask = (remoteAddress: string) => server.inject({ url: "/v1/whoami", remoteAddress });
  for (let asked = 0; asked < 1200; asked += 1) await ask("10.0.0.1");
  const refused = await ask("10.0.0.1");
  expect(refused.statusCode).toBe(429);
  expect(refused.json()).toMatchObject({ code: "TOO_MANY_REQUESTS" });
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  expect((await ask("10.0.0.2")).statusCode).toBe(200);
});

test("what a sender says of himself is believed from a trusted proxy only", async () => {
  const headers = { "x-forwarded-for": "192.0.2.55", "x-forwarded-proto": "https" };
  const ask = async (server: FastifyInstance, remoteAddress: string) =>
    (await server.inject({ url: "/v1/whoami", remoteAddress, headers })).json();
  const server = await make({ trustedProxies: ["10.0.0.7"] });
  expect(await ask(server, "10.0.0.7")).toEqual({ ip: "192.0.2.55", protocol: "https" });
  expect(await ask(server, "10.0.0.8")).toEqual({ ip: "10.0.0.8", protocol: "http" });
  await server.close();
  expect(await ask(await make(), "10.0.0.7")).toEqual({ ip: "10.0.0.7", protocol: "http" });
});

test("from the Internet nobody is served by plain HTTP, also behind a proxy that took it", async () => {
  const server = await make({ trustedProxies: ["10.0.0.7"] });
  const direct = await server.inject({ url: "/v1/whoami", remoteAddress: "192.0.2.55" });
  expect(direct.statusCode).toBe(403);
  expect(direct.json()).toMatchObject({ code: "FORBIDDEN" });
  const headers = { "x-forwarded-for": "192.0.2.55", "x-forwarded-proto": "http" };
  const through = await server.inject({ url: "/v1/whoami", remoteAddress: "10.0.0.7", headers });
  expect(through.statusCode).toBe(403);
});

test("answers are kept by nobody on the way, and are no pages of others", async () => {
  const { headers } = await (await make()).inject("/v1/whoami");
  expect(headers).toMatchObject({
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000",
  });
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
});

/** Connects and resolves when the other side has closed, or after a while to "open". */
function connected(port: number, sockets: Socket[]): Promise<"closed" | "open"> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    sockets.push(socket);
    socket.on("error", () => resolve("closed"));
    socket.on("close", () => resolve("closed"));
    // In two steps: where this process was not let work for so long, it hears of an end between them.
    const { setTimer } = systemClock();
    setTimer(300, () => setTimer(100, () => resolve("open")));
  });
}

test("connections of one address are limited, those of a proxy only in all", async () => {
  const server = await make({ trustedProxies: ["10.0.0.7"] });
  const refused: string[] = [];
  limitConnections(server.server, {
    trustedProxies: [],
    onRefused: (limit) => refused.push(limit),
    limits: { total: 100, perAddress: 2 },
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.server.address() as { port: number };
  const sockets: Socket[] = [];
  const ends = await Promise.all([1, 2, 3].map(() => connected(port, sockets)));
  expect(ends.sort()).toEqual(["closed", "open", "open"]);
  expect(refused).toEqual(["address"]);
  for (const socket of sockets) socket.destroy();
});

test("a trusted proxy has as many connections as there are in all", async () => {
  const server = await make();
  const refused: string[] = [];
  limitConnections(server.server, {
    trustedProxies: ["127.0.0.1"],
    onRefused: (limit) => refused.push(limit),
    limits: { total: 3, perAddress: 1 },
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.server.address() as { port: number };
  const sockets: Socket[] = [];
  const ends = await Promise.all([1, 2, 3, 4].map(() => connected(port, sockets)));
  expect(ends.sort()).toEqual(["closed", "open", "open", "open"]);
  expect(refused).toEqual(["total"]);
  for (const socket of sockets) socket.destroy();
});

test("bytes that are no request are refused in the form of all refusals", async () => {
  const server = await make();
  await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.server.address() as { port: number };
  const said = await new Promise<string>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("\x16\x03\x01\x00\r\n\r\n"));
    let text = "";
    socket.setEncoding("utf8").on("data", (more: string) => {
      text += more;
    });
    socket.on("close", () => resolve(text));
  });
  expect(said).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*REQUEST_INVALID/);
  expect(refusals()).toEqual({ REQUEST_INVALID: "1" });
});

test.each([
  [
    "asks for another protocol",
    "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
  ],
  ["says what is no request", "nonsense\r\n\r\n"],
])(
  "whoever %s is answered and has no connection left, however long he keeps his",
  async (_, said) => {
    const server = await make();
    const port = Number(new URL(await server.listen({ host: "127.0.0.1", port: 0 })).port);
    const ended = new Promise<void>((resolve) => {
      server.server.once("connection", (socket: Socket) => socket.once("close", () => resolve()));
    });
    // He hears the end and does not end his own side.
    const client = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    let heard = "";
    client.on("data", (bytes) => {
      heard += String(bytes);
    });
    client.on("error", () => undefined);
    const told = new Promise((resolve) => client.once("end", resolve));
    client.write(said);
    await Promise.all([ended, told]);
    expect(heard).toMatch(/^HTTP\/1.1 4/);
    client.destroy();
  },
  10_000,
);

test("with a certificate it speaks HTTPS, and nothing else to anybody", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mega-https-"));
  const [key, pem] = [join(folder, "key.pem"), join(folder, "pem.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const words = ["req", "-x509", ...curve, "-days", "2", ...name, "-keyout", key, "-out", pem];
  execFileSync("openssl", words, { stdio: "pipe" });
  const tls = { key: readFileSync(key, "utf8"), cert: readFileSync(pem, "utf8") };
  rmSync(folder, { recursive: true });
  const server = await make({ tls });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.server.address() as { port: number };
  const said = await new Promise<string>((resolve, reject) => {
    const asked = { host: "127.0.0.1", servername: "localhost", port, path: "/v1/whoami" };
    request({ ...asked, ca: tls.cert, agent: false }, (answer) => {
      answer.setEncoding("utf8").once("data", resolve);
    })
      .on("error", reject)
      .end();
  });
  expect(JSON.parse(said)).toEqual({ ip: "127.0.0.1", protocol: "https" });
  const plain = fetch(`http://127.0.0.1:${port}/v1/whoami`);
  await expect(plain).rejects.toThrow("fetch failed");
});
