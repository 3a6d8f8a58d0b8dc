// When a tunnel is opened and when it ends, at the gateway, under a moved clock.

import { type MovedClock, movedClock } from "@mega/domain";
import { carryTunnel, type TunnelEnd, type TunnelLink, type TunnelOpening } from "@mega/uplink";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { type Access, openAccess } from "../access/access.ts";
import { AuditLog } from "../audit/audit-log.ts";
import { type GatewayDatabase, openGatewayDatabase } from "../store/gateway-database.ts";
import { GatewayTunnel } from "./gateway-tunnel.ts";
import { askThrough } from "./testing/ask-through.ts";
import { socketPair } from "./testing/socket-pair.ts";

const MINUTE_MS = 60_000;
const url = "https://server.example.org";
const server = { url, tunnel: true } as const;
const opening: TunnelOpening = {
  tunnelId: "ab".repeat(16),
  secret: "s".repeat(22),
  origin: "https://0123.tunnel.example.org",
};
const by = "anna@example.org";

let clock: MovedClock;
let database: GatewayDatabase;
let audit: AuditLog;
let access: Access;
let tunnel: GatewayTunnel;
/** The server's side of the newest dialled tunnel. */
let far: TunnelLink;
let ends: TunnelEnd[];
let dialled: string[];

beforeEach(() => {
  const settle = () => new Promise<void>((done) => setImmediate(done));
  clock = movedClock({ startMs: Date.UTC(2026, 10, 26, 12), settle });
  database = openGatewayDatabase(":memory:");
  audit = new AuditLog(database, clock);
  access = openAccess({ clock, database, audit, dataFolder: null });
  access.presence.markClaimed();
  ends = [];
  dialled = [];
  tunnel = make();
  tunnel.configure({ server });
});
afterEach(() => {
  tunnel.stop();
  database.close();
});

function make(dial?: () => Promise<WebSocket>): GatewayTunnel {
  return new GatewayTunnel({
    clock,
    access,
    credential: (at) => (at === url ? "mega1.7.secret" : undefined),
    answerPages: (_request, response) => response.end("the page"),
    dial: async (what) => {
      dialled.push(`${what.url} ${what.credential} ${what.opening.secret}`);
      if (dial !== undefined) return dial();
      const [there, here] = socketPair();
      const own = ends;
      far = carryTunnel({ clock, socket: there, onEnd: (why) => own.push(why) });
      return here as unknown as WebSocket;
    },
  });
}

const turn = () => new Promise((done) => setTimeout(done, 5));
const noted = () => audit.list(99, 9).map(({ action, details }) => ({ action, ...details }));

test("it dials its own server with its credential and the secret, and says who sees the page", async () => {
  await tunnel.open(opening, by);
  expect(dialled).toEqual([`${url} mega1.7.secret ${opening.secret}`]);
  expect(tunnel.state).toEqual({
    by,
    openedAt: "2026-11-26T12:00:00.000Z",
    until: "2026-11-26T12:15:00.000Z",
  });
  expect((await askThrough(far, "/counters")).body).toBe("the page");
  expect(noted()).toEqual([{ action: "tunnel-opened", tunnel: opening.tunnelId, by }]);
});

test.each([
  ["the switch is off", { url }],
  ["the switch was never set", { url, tunnel: false }],
  ["commands are off", { ...server, commands: false }],
  ["the server is off", { ...server, enabled: false }],
  ["there is no server", null],
])("nothing is dialled where %s", async (_, settings) => {
  tunnel.configure({ server: settings });
  await expect(tunnel.open(opening, by)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(dialled).toEqual([]);
  expect(noted()).toMatchObject([{ action: "tunnel-failed", by }]);
});

test("a gateway that nobody has claimed shows its page to nobody", async () => {
  database.db.exec("UPDATE claim SET claimed_at_ms = NULL");
  access = openAccess({ clock, database, audit, dataFolder: null });
  tunnel = make();
  tunnel.configure({ server });
  await expect(tunnel.open(opening, by)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(dialled).toEqual([]);
});

test("one at a time, and none at a server where it is not enrolled", async () => {
  await tunnel.open(opening, by);
  await expect(tunnel.open(opening, by)).rejects.toMatchObject({ code: "CONFLICT" });
  tunnel.close();
  tunnel.configure({ server: { ...server, url: "https://other.example.org" } });
  await expect(tunnel.open(opening, by)).rejects.toMatchObject({ code: "CONFLICT" });
  expect(dialled).toHaveLength(1);
});

test("it ends after fifteen minutes, whatever goes on in it", async () => {
  await tunnel.open(opening, by);
  for (let minute = 1; minute < 15; minute += 1) {
    await clock.advanceBy(MINUTE_MS);
    expect((await askThrough(far, "/")).status).toBe(200);
  }
  expect(tunnel.state).not.toBeNull();
  await clock.advanceBy(MINUTE_MS);
  await turn();
  expect([tunnel.state, ends]).toEqual([null, ["time"]]);
  expect(noted()[0]).toMatchObject({ action: "tunnel-closed", why: "time", seconds: 900 });
  expect(noted()[0]).toMatchObject({ requests: 14 });
});

test("it ends when nobody asked for anything for five minutes", async () => {
  await tunnel.open(opening, by);
  await clock.advanceBy(4 * MINUTE_MS);
  await askThrough(far, "/");
  await clock.advanceBy(4.9 * MINUTE_MS);
  expect(tunnel.state).not.toBeNull();
  await clock.advanceBy(MINUTE_MS / 2);
  await turn();
  expect(ends).toEqual(["idle"]);
});

test("a person at the gateway ends it", async () => {
  await tunnel.open(opening, by);
  tunnel.close();
  await turn();
  expect([tunnel.state, ends]).toEqual([null, ["gateway"]]);
  expect(() => tunnel.close()).toThrow("No tunnel is open");
});

test.each([
  ["switched off", { url }],
  ["for another server", { ...server, url: "https://other.example.org" }],
])("a save with it %s ends it, once the save was answered", async (_, settings) => {
  await tunnel.open(opening, by);
  tunnel.configure({ server: settings });
  expect((await askThrough(far, "/")).status).toBe(200);
  await clock.advanceBy(1000);
  await turn();
  expect([tunnel.state, ends]).toEqual([null, ["switched-off"]]);
});

test("another save leaves it open", async () => {
  await tunnel.open(opening, by);
  tunnel.configure({ server: { ...server, jitterSeconds: 0 } });
  await clock.advanceBy(MINUTE_MS);
  expect(tunnel.state).not.toBeNull();
});

test("a server that falls silent is given up", async () => {
  const [, here] = socketPair();
  here.other = null;
  tunnel = make(async () => here as unknown as WebSocket);
  tunnel.configure({ server });
  await tunnel.open(opening, by);
  await clock.advanceBy(MINUTE_MS);
  await turn();
  expect(tunnel.state).toBeNull();
  expect(noted()[0]).toMatchObject({ action: "tunnel-closed", why: "lost" });
});

test("logins through it end with it, and with the process", async () => {
  const accountId = "ab".repeat(16);
  access.accounts.add({
    ...{ accountId, name: "anna", role: "owner", language: "nl", email: null, password: null },
    ...{ disabled: false, hourly: false, lastLoginAtMs: null, grants: [] },
    createdAtMs: clock.nowMs(),
  });
  await tunnel.open(opening, by);
  const through = access.sessions.begin(accountId, "tunnel").session.sessionHash;
  const local = access.sessions.begin(accountId, "https").session.sessionHash;
  tunnel.close();
  expect(access.sessions.get(through)).toBeUndefined();
  expect(access.sessions.get(local)).toBeDefined();
  const left = access.sessions.begin(accountId, "tunnel").session.sessionHash;
  tunnel = make();
  expect(access.sessions.get(left)).toBeUndefined();
});

test("a save that forbids it while it is dialled leaves nothing open", async () => {
  const [, here] = socketPair();
  tunnel = make(async () => {
    tunnel.configure({ server: { url } });
    return here as unknown as WebSocket;
  });
  tunnel.configure({ server });
  await expect(tunnel.open(opening, by)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect([tunnel.state, here.isOpen]).toEqual([null, false]);
});
