// A tunnel at the server, from the asking to its end, over a real database and a moved clock: who may ask,
// what opens it once, who is let in by its name, and all that ends it.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { PortalTunnel, TunnelTicket } from "@mega/contract";
import { systemClock } from "@mega/domain";
import { carryTunnel, type TunnelEnd, type TunnelLink } from "@mega/uplink";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { socketPair } from "../../../gateway/src/tunnel/testing/socket-pair.ts";
import { makePortalRig, type PortalRig } from "../portal/testing/portal-rig.ts";
import { type OwnersView, ownersView, people } from "../portal/testing/two-buildings.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import type { TunnelDesk } from "./tunnel-desk.ts";

const MINUTE_MS = 60_000;
const gateway = { params: { gatewayId: 1 } };
const boxA = { gatewayId: 1, generation: 1 };

let postgres: TestPostgres;
let rig: PortalRig;
let owner: OwnersView;
let desk: TunnelDesk;
/** The gateway's side of the newest tunnel, and how it ended. */
let box: TunnelLink;
let ends: TunnelEnd[];
let seen: string[];

beforeAll(async () => {
  postgres = await startTestPostgres();
  const folder = mkdtempSync(join(tmpdir(), "mega-tunnels-"));
  rig = await makePortalRig(postgres, folder, { tunnelHost: "tunnel.example.org" });
  owner = await ownersView(rig.url);
  if (rig.tunnels === undefined) throw new Error("a rig without tunnels");
  desk = rig.tunnels;
});
afterAll(async () => {
  await rig.close();
  await owner.close();
  await postgres.stop();
});
beforeEach(async () => {
  await owner.seed();
  ends = [];
  seen = [];
});
afterEach(async () => {
  desk.close(1, { accountId: people.managerA, manages: true });
  await pause(10);
});

type Headers = Readonly<Record<string, string>>;

async function state(headers: Headers): Promise<PortalTunnel> {
  return (await rig.ask("tunnel", { ...gateway, headers })).json();
}

/** What the command carries, as the gateway would fetch it. */
async function invitation() {
  const [row] = await owner.run(
    "SELECT body, secret, expires_at - given_at AS span FROM command ORDER BY given_at DESC LIMIT 1",
  );
  const body = row?.["body"] as { readonly tunnelId: string; readonly origin: string };
  return { ...body, secret: String(row?.["secret"]), span: row?.["span"] };
}

/** The gateway dials with what it was told. */
async function dial(): Promise<void> {
  const { tunnelId, secret } = await invitation();
  const live = desk.admit(boxA, tunnelId, secret);
  const [here, there] = socketPair();
  const own = ends;
  box = carryTunnel({
    clock: systemClock(),
    socket: there,
    onRequest(head, stream) {
      seen.push(`${head.method} ${head.path} ${JSON.stringify(head.headers)}`);
      stream.respond({ status: 200, headers: [["content-type", "text/plain"]] });
      stream.pipe(stream);
      if (head.method === "GET") stream.end("the page of A");
    },
    onEnd: (why) => own.push(why),
  });
  desk.opened(live, here);
}

async function opened(accountId: number = people.managerA): Promise<Headers> {
  // So that its command is the newest.
  await rig.clock.advanceBy(1);
  const headers = await rig.loggedIn(accountId);
  const answer = await rig.ask("openTunnel", { ...gateway, headers });
  expect(answer.statusCode, answer.body).toBe(202);
  await dial();
  return headers;
}

async function ticket(headers: Headers): Promise<string> {
  const answer = await rig.ask("enterTunnel", { ...gateway, headers });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<TunnelTicket>().url;
}

/** Asks the name of a tunnel, as a browser behind the proxy does. */
function visit(url: string, headers: Headers = {}, method: "GET" | "POST" = "GET") {
  const { host, pathname } = new URL(url);
  const way = { "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9" };
  const asked = { host, ...way, ...headers };
  const body = method === "POST" ? { payload: "what is sent" } : {};
  return rig.app.inject({
    method,
    url: pathname,
    headers: asked,
    remoteAddress: "127.0.0.1",
    ...body,
  });
}

/** Through the door: the cookie of whoever brought the ticket. */
async function entered(url: string): Promise<Headers> {
  const answer = await visit(url);
  expect([answer.statusCode, answer.headers["location"]]).toEqual([303, "/"]);
  const [cookie] = answer.cookies;
  return { cookie: `${cookie?.name}=${cookie?.value}` };
}

/** Lets time pass, in steps in which both sides hear of one another. */
async function pass(ms: number): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= 10_000) {
    await rig.clock.advanceBy(Math.min(leftMs, 10_000));
    await pause(3);
  }
}

/** Lets the server look, as long as the database takes, until something is so. */
async function comes(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 60; looks += 1) {
    if (await isSo()) return;
    await rig.clock.advanceBy(5000);
    await pause(20);
  }
  throw new Error("it never came");
}

const audited = async () =>
  (
    await owner.run(
      "SELECT action, actor_kind, account_id, after FROM audit WHERE action <> 'gateway-enrolled' ORDER BY audit_id",
    )
  ).map(({ action, after }) => ({ action, ...(after as object) }));

test("a manager asks, the gateway dials, and the page is seen by whoever has the ticket", async () => {
  const headers = await rig.loggedIn(people.managerA);
  const asked = await rig.ask("openTunnel", { ...gateway, headers });
  expect([asked.statusCode, asked.json().state]).toEqual([202, "asked"]);
  const told = await invitation();
  expect(told.origin).toMatch(/^https:\/\/[0-9a-f]{32}\.tunnel\.example\.org$/);
  expect(told.span).toMatchObject({ minutes: 1 });
  await dial();
  expect(await state(headers)).toMatchObject({ state: "open", own: true, by: "Anna" });

  const url = await ticket(headers);
  expect(url.startsWith(`${told.origin}/.mega-tunnel/`)).toBe(true);
  const cookie = await entered(url);
  const page = await visit(`${told.origin}/counters`, cookie);
  expect([page.statusCode, page.body]).toEqual([200, "the page of A"]);
  expect(seen).toEqual(['GET /counters [["user-agent","lightMyRequest"]]']);
  const sent = await visit(`${told.origin}/api/v1/session`, cookie, "POST");
  expect(sent.body).toBe("what is sent");

  await rig.ask("closeTunnel", { ...gateway, headers });
  await pause(10);
  expect([ends, (await state(headers)).last?.why]).toEqual([["portal"], "portal"]);
  expect((await visit(`${told.origin}/counters`, cookie)).statusCode).toBe(403);
  await pause(20);
  const lines = await audited();
  expect(lines.map(({ action }) => action)).toEqual([
    "command-given",
    "tunnel-opened",
    "tunnel-closed",
  ]);
  expect(lines[2]).toMatchObject({ why: "portal", requests: 2 });
  expect(JSON.stringify(lines)).not.toContain(told.secret);
});

test("the secret opens once, for the box it was given to, and for a minute", async () => {
  const headers = await rig.loggedIn(people.managerA);
  await rig.ask("openTunnel", { ...gateway, headers });
  const { tunnelId, secret } = await invitation();
  const refused = (gatewayId: number, generation: number, id: string, word: string) =>
    expect(() => desk.admit({ gatewayId, generation }, id, word)).toThrow("There is no tunnel");
  refused(2, 1, tunnelId, secret);
  refused(1, 2, tunnelId, secret);
  refused(1, 1, "0".repeat(32), secret);
  refused(1, 1, tunnelId, "x".repeat(22));
  await rig.clock.advanceBy(59_000);
  desk.admit(boxA, tunnelId, secret);
  refused(1, 1, tunnelId, secret);
});

test("a gateway that does not dial within a minute is told so", async () => {
  const headers = await rig.loggedIn(people.managerA);
  await rig.ask("openTunnel", { ...gateway, headers });
  const { tunnelId, secret } = await invitation();
  await pass(60_000);
  expect(() => desk.admit(boxA, tunnelId, secret)).toThrow("There is no tunnel");
  await comes(async () => (await state(headers)).state === "none");
  expect((await state(headers)).last?.why).toBe("unanswered");
  expect((await rig.ask("openTunnel", { ...gateway, headers })).statusCode).toBe(202);
});

test("what the gateway refuses is shown with its word", async () => {
  const headers = await rig.loggedIn(people.managerA);
  await rig.ask("openTunnel", { ...gateway, headers });
  await owner.run(
    `UPDATE command SET state = 'refused', answered_at = given_at, answer =
       '{"outcome": "refused", "at": "2026-05-02T08:00:01Z", "code": "FORBIDDEN", "detail": "off"}'`,
  );
  await comes(async () => (await state(headers)).state === "none");
  expect((await state(headers)).last).toMatchObject({ why: "refused", code: "FORBIDDEN" });
});

test("a ticket is good once, and for a minute; the one before it for nothing", async () => {
  const headers = await opened();
  const first = await ticket(headers);
  const second = await ticket(headers);
  expect((await visit(first)).statusCode).toBe(403);
  await entered(second);
  expect((await visit(second)).statusCode).toBe(403);
  const late = await ticket(headers);
  await rig.clock.advanceBy(MINUTE_MS);
  expect((await visit(late)).statusCode).toBe(403);
});

test("nobody is let in without the cookie of this very tunnel, nor sees the portal there", async () => {
  const headers = await opened();
  const url = await ticket(headers);
  const { origin } = new URL(url);
  const word = "w".repeat(22);
  const tries: readonly Headers[] = [
    {},
    headers,
    { cookie: `__Host-mega-tunnel=${word}` },
    { cookie: `mega-tunnel=${word}` },
  ];
  for (const brought of tries) {
    for (const path of ["/", "/counters", "/portal/v1/session", "/v1/ledger", "/health"])
      expect((await visit(`${origin}${path}`, brought)).statusCode, path).toBe(403);
  }
  const cookie = await entered(url);
  const other = `https://${"0".repeat(32)}.tunnel.example.org/`;
  expect((await visit(other, cookie)).statusCode).toBe(403);
  expect((await visit("https://tunnel.example.org/portal/v1/session")).statusCode).toBe(403);
  expect(seen).toEqual([]);
});

test("passwords of a gateway are not taken over plain HTTP", async () => {
  const headers = await opened();
  const { host, pathname } = new URL(await ticket(headers));
  const asked = { host, "x-forwarded-proto": "http", "x-forwarded-for": "192.168.0.7" };
  const answer = await rig.app.inject({
    ...{ method: "GET", url: pathname, headers: asked, remoteAddress: "127.0.0.1" },
  });
  expect([answer.statusCode, answer.cookies]).toEqual([403, []]);
});

test("the other building's manager gets nothing, and an installer his own", async () => {
  const stranger = await rig.loggedIn(people.managerB);
  const headers = await opened();
  for (const name of ["tunnel", "openTunnel", "enterTunnel", "closeTunnel"] as const) {
    const answer = await rig.ask(name, { ...gateway, headers: stranger });
    expect([answer.statusCode, answer.json().code], name).toEqual([404, "NOT_FOUND"]);
  }
  const installer = await rig.loggedIn(people.installer);
  const code = async (name: "openTunnel" | "enterTunnel" | "closeTunnel") =>
    (await rig.ask(name, { ...gateway, headers: installer })).json().code;
  expect([await code("openTunnel"), await code("enterTunnel")]).toEqual(["CONFLICT", "CONFLICT"]);
  expect(await code("closeTunnel")).toBe("FORBIDDEN");
  expect(await state(installer)).toMatchObject({ state: "open", own: false, by: "Anna" });
  await rig.ask("closeTunnel", { ...gateway, headers });
  const own = await opened(people.installer);
  expect(await state(headers)).toMatchObject({ own: false, by: "Ivo" });
  expect((await rig.ask("closeTunnel", { ...gateway, headers })).statusCode).toBe(200);
  expect((await state(own)).state).toBe("none");
});

test("to open one, the password beside it and a second factor are needed", async () => {
  const headers = await rig.loggedIn(people.managerA);
  await owner.run("UPDATE portal_session SET confirmed_until = NULL");
  const asked = await rig.ask("openTunnel", { ...gateway, headers });
  expect(asked.json().code).toBe("PASSWORD_NEEDED");
  await owner.run("UPDATE portal_session SET factor_at = NULL");
  expect((await rig.ask("openTunnel", { ...gateway, headers })).json().code).toBe(
    "UNAUTHENTICATED",
  );
});

const over: readonly (readonly [string, string, TunnelEnd])[] = [
  ["the login is over", "DELETE FROM portal_session", "session"],
  [
    "the account is disabled",
    "UPDATE account SET disabled_at = now() WHERE account_id = 2",
    "session",
  ],
  ["the right is taken", "DELETE FROM building_right WHERE account_id = 2", "right"],
  ["the gateway is revoked", "UPDATE gateway SET revoked_at = now() WHERE gateway_id = 1", "right"],
  ["it moved", "UPDATE gateway SET building_id = 3 WHERE gateway_id = 1", "right"],
  ["another box has its place", "UPDATE gateway SET generation = 2 WHERE gateway_id = 1", "right"],
];
test.each(over)("it ends within seconds when %s", async (_, sql, why) => {
  await opened();
  await owner.run(sql);
  await comes(() => ends.length > 0);
  expect(ends).toEqual([why]);
});

test("it ends after fifteen minutes, and sooner when nothing is asked for", async () => {
  const headers = await opened();
  const url = await ticket(headers);
  const cookie = await entered(url);
  for (let minutes = 4; minutes < 15; minutes += 4) {
    await pass(4 * MINUTE_MS);
    await visit(url.replace(/\/\.mega.*/, "/"), cookie);
    await state(headers);
  }
  expect(ends).toEqual([]);
  await pass(2.5 * MINUTE_MS);
  await comes(() => ends.length > 0);
  expect(ends).toEqual(["time"]);
  await opened();
  await pass(4.5 * MINUTE_MS);
  expect(ends).toHaveLength(1);
  await comes(() => ends.length > 1);
  expect(ends).toEqual(["time", "idle"]);
});

test("a gateway that gives up a request, or is gone, leaves no page that looks whole", async () => {
  const headers = await opened();
  const url = await ticket(headers);
  const cookie = await entered(url);
  const { origin } = new URL(url);
  const asked = visit(`${origin}/`, cookie);
  box.end("gateway");
  expect([403, 502]).toContain((await asked).statusCode);
  await pause(10);
  expect((await state(headers)).last?.why).toBe("gateway");
});
