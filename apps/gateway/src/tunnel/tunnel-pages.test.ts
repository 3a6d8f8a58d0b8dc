// The gateway's interface behind its real guard, asked through a tunnel: its logins hold there, and are
// none elsewhere; what rests on standing before the gateway is refused.

import { systemClock } from "@mega/domain";
import { carryTunnel, type TunnelLink } from "@mega/uplink";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AccessRig, makeAccessRig, ownerPassword } from "../access/testing/access-rig.ts";
import { askThrough } from "./testing/ask-through.ts";
import { socketPair } from "./testing/socket-pair.ts";
import { type TunnelPages, tunnelPages } from "./tunnel-pages.ts";

const origin = "https://0123.tunnel.example.org";
let rig: AccessRig;
let pages: TunnelPages;
let link: TunnelLink;

function open(at: string): void {
  const [server, gateway] = socketPair();
  const { app } = rig.rig;
  pages = tunnelPages((request, response) => app.routing(request, response), { origin: at });
  const clock = systemClock();
  const onEnd = () => undefined;
  link = carryTunnel({ clock, socket: server, onEnd });
  carryTunnel({ clock, socket: gateway, onRequest: pages.answer, onEnd });
}

beforeEach(async () => {
  rig = await makeAccessRig();
  await rig.claim();
  open(origin);
});
afterEach(async () => {
  link.end("stopping");
  pages.close();
  await rig.close();
});

async function loggedIn(at = origin) {
  const body = JSON.stringify({ name: "anna", password: ownerPassword });
  const answer = await askThrough(link, "/api/v1/session", {
    method: "POST",
    headers: [
      ["origin", at],
      ["sec-fetch-site", "same-origin"],
    ],
    body,
  });
  const session = JSON.parse(answer.body);
  return { ...answer, session, cookie: answer.headers.get("set-cookie") ?? "" };
}

test("nobody is shown anything without the gateway's own login", async () => {
  const { status, body } = await askThrough(link, "/api/v1/counters");
  expect([status, JSON.parse(body).code]).toEqual([401, "UNAUTHENTICATED"]);
});

test("a login through it has a cookie for that name alone, and shows what the person may see", async () => {
  const { status, session, cookie, headers } = await loggedIn();
  expect([status, session.transport]).toEqual([200, "tunnel"]);
  expect(cookie).toMatch(/^__Host-mega=[\w-]{22}; .*HttpOnly.*Secure.*SameSite=Strict/i);
  expect(headers.get("strict-transport-security")).toBeUndefined();
  const own: [["cookie", string]] = [["cookie", cookie.split(";")[0] ?? ""]];
  const { body } = await askThrough(link, "/api/v1/gateway", { headers: own });
  expect(JSON.parse(body).location).toBe("Hollestraat 1");
  const [entry] = rig.access.audit.list(99, 1);
  expect(entry).toMatchObject({ action: "login", actor: "anna", fromIp: "tunnel" });
});

test("its login is none at the gateway's own address, and the other way round", async () => {
  const { cookie } = await loggedIn();
  const headers = { host: "localhost", cookie: cookie.split(";")[0] ?? "" };
  expect((await rig.ask("GET", "/gateway", { headers, ip: "127.0.0.1" })).statusCode).toBe(401);
  const word = headers.cookie.split("=")[1];
  const local = { host: "localhost", cookie: `mega-plain=${word}` };
  expect((await rig.ask("GET", "/gateway", { headers: local, ip: "127.0.0.1" })).statusCode).toBe(
    401,
  );
});

test("with a name of this machine the cookie needs no HTTPS", async () => {
  link.end("stopping");
  pages.close();
  open("http://0123.localhost:8091");
  const { cookie } = await loggedIn("http://0123.localhost:8091");
  expect(cookie).toMatch(/^mega-plain=/);
  expect(cookie).not.toMatch(/secure/i);
});

test.each([
  ["https://elsewhere.example.org", "same-origin"],
  ["https://0123.tunnel.example.org:8443", "same-origin"],
  ["http://0123.tunnel.example.org", "same-origin"],
  ["https://127.0.0.1", "same-origin"],
  [origin, "same-site"],
  [origin, "cross-site"],
] as const)("a change from %s, %s, is foreign", async (from, site) => {
  const body = JSON.stringify({ name: "anna", password: ownerPassword });
  const answer = await askThrough(link, "/api/v1/session", {
    method: "POST",
    headers: [
      ["origin", from],
      ["sec-fetch-site", site],
    ],
    body,
  });
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, "FORBIDDEN"]);
});

test("access is not renewed through it, whatever proof there is", async () => {
  const proof = { kind: "code", code: rig.access.presence.codeForReset() };
  const answer = await askThrough(link, "/api/v1/credentials/reset", {
    method: "POST",
    body: JSON.stringify({ proof, name: "anna", password: "another one, longer" }),
  });
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, "FORBIDDEN"]);
  expect(JSON.parse(answer.body).detail).toContain("not through a tunnel");
});

test("wrong passwords through it make nobody in the building wait", async () => {
  const wrong = () =>
    askThrough(link, "/api/v1/session", {
      method: "POST",
      body: JSON.stringify({ name: "anna", password: "not the right one" }),
    });
  for (let no = 0; no < 7; no += 1) await wrong();
  expect((await wrong()).status).toBe(429);
  const body = { name: "anna", password: ownerPassword };
  expect((await rig.ask("POST", "/session", { body })).statusCode).toBe(200);
});

test("the live stream comes through, and ends with the tunnel", async () => {
  const { cookie } = await loggedIn();
  let status = 0;
  const head = {
    method: "GET",
    path: "/api/v1/events",
    headers: [["cookie", cookie.split(";")[0] ?? ""] as ["cookie", string]],
  } as const;
  const stream = link.request({ ...head, headers: [...head.headers] }, (told) => {
    status = told.status;
  });
  stream?.end();
  const [first] = (await new Promise<Buffer[]>((resolve) => {
    stream?.once("data", (bytes: Buffer) => resolve([bytes]));
  })) as [Buffer];
  expect([status, first.toString()]).toEqual([200, expect.stringContaining("event: hello")]);
  expect(rig.rig.context.stream.heard).toBe(true);
  link.end("time");
  await expect.poll(() => rig.rig.context.stream.heard).toBe(false);
});
