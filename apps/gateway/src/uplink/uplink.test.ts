import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MovedClock, movedClock } from "@mega/domain";
import { afterEach, beforeEach, expect, test } from "vitest";
import { firstDueAtMs } from "../../../../packages/ledger/src/contract/test-events.ts";
import { AuditLog } from "../audit/audit-log.ts";
import { type GatewayDatabase, openGatewayDatabase } from "../store/gateway-database.ts";
import { Counterpart, counterpartCredential, problem } from "./testing/counterpart.ts";
import { counterpartPort } from "./testing/counterpart-port.ts";
import { type UploadingLedger, uploadingLedger } from "./testing/uploading-ledger.ts";
import { Uplink } from "./uplink.ts";
import { UplinkStore } from "./uplink-store.ts";

const url = "https://server.example.org";
const MINUTE_MS = 60_000;

let folder: string;
let clock: MovedClock;
let own: UploadingLedger;
let server: Counterpart;
let database: GatewayDatabase;
let audit: AuditLog;
let store: UplinkStore;
let uplink: Uplink;
const failures: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-uplink-"));
  const settle = () => new Promise<void>((done) => setImmediate(done));
  clock = movedClock({ startMs: firstDueAtMs, settle });
  own = await uploadingLedger(clock);
  server = new Counterpart(join(folder, "server"));
  database = openGatewayDatabase(":memory:");
  audit = new AuditLog(database, clock);
  store = new UplinkStore(database, new Uint8Array(32));
  uplink = uplinkWith({ url, jitterSeconds: 0 });
  failures.length = 0;
});
afterEach(async () => {
  await uplink.stop();
  await own.ledger.close();
  database.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
  expect(failures).toEqual([]);
});

function uplinkWith(settings: { url: string; enabled?: boolean; jitterSeconds?: number } | null) {
  return new Uplink({
    clock,
    installation: { server: settings, mac: "e8:9f:6d:76:65:c4", model: "MEGA32" },
    ledger: own.ledger,
    store,
    audit,
    draw: () => 0.5,
    connect: () => counterpartPort(() => server),
    onFailure: (error) => failures.push(error),
  });
}

/** As if a person had redeemed the code at another time. */
function enrolled(): void {
  const credential = { text: counterpartCredential, building: "Les Tilleuls" };
  store.keepCredential(url, credential, clock.nowMs());
}

const actions = () => audit.list(1000, 100).map(({ action }) => action);

test("a gateway without a server asks nobody and says so", async () => {
  uplink = uplinkWith(null);
  uplink.start();
  await clock.advanceBy(2 * 60 * MINUTE_MS);
  expect(server.requests).toEqual([]);
  expect(await uplink.state()).toMatchObject({ state: "off", url: null, entriesWaiting: null });
  expect(() => uplink.uploadNow()).toThrow(expect.objectContaining({ code: "CONFLICT" }));
  uplink = uplinkWith({ url, enabled: false });
  uplink.start();
  await clock.advanceBy(MINUTE_MS);
  expect(server.requests).toEqual([]);
  expect(await uplink.state()).toMatchObject({ state: "off", url });
});

test("a new gateway shows a code until a person has redeemed it, then sends everything", async () => {
  await own.rounds(3);
  uplink.start();
  await clock.advanceBy(1000);
  expect(await uplink.state()).toMatchObject({
    state: "waiting-for-code",
    code: { code: "7K3M 9PQX" },
    entriesWaiting: null,
  });
  await clock.advanceBy(60_000);
  expect(server.codes).toBe(1);
  server.redeemed = true;
  await clock.advanceBy(6000);
  expect(await uplink.state()).toMatchObject({
    state: "connected",
    code: null,
    building: "Les Tilleuls",
    entriesWaiting: 0,
    uploadedSeq: 7,
    headSeq: 7,
  });
  expect(actions()).toEqual(["server-enrolled"]);
});

test("a code that came just before the power went is still good after it", async () => {
  uplink.start();
  await clock.advanceBy(1000);
  await uplink.stop();
  server.redeemed = true;
  uplink = uplinkWith({ url, jitterSeconds: 0 });
  uplink.start();
  await clock.advanceBy(6000);
  expect(server.codes).toBe(1);
  expect((await uplink.state()).state).toBe("connected");
});

test("a code that nobody redeemed ends, and a person asks for another", async () => {
  server.interfere = ({ path }) => {
    const expiresAt = new Date(clock.nowMs() + 30 * MINUTE_MS).toISOString();
    const body = { code: "7K3M9PQX", secret: "e".repeat(43), expiresAt };
    return path === "/v1/enrolments" ? { status: 201, body } : undefined;
  };
  uplink.start();
  await clock.advanceBy(31 * MINUTE_MS);
  expect(await uplink.state()).toMatchObject({ state: "not-enrolled", code: null });
  await clock.advanceBy(60 * MINUTE_MS);
  const { length } = server.requests;
  await clock.advanceBy(60 * MINUTE_MS);
  expect(server.requests.length).toBe(length);
  await clock.runUntilSettled(uplink.enrol());
  expect((await uplink.state()).state).toBe("waiting-for-code");
});

test("after a round it is this gateway's turn at its own place", async () => {
  enrolled();
  uplink = uplinkWith({ url, jitterSeconds: 600 });
  uplink.start();
  await clock.advanceBy(11 * MINUTE_MS);
  await own.rounds(1);
  const beganMs = clock.nowMs();
  let sentMs = 0;
  server.interfere = ({ path }) => {
    if (path === "/v1/batch") sentMs = clock.nowMs();
    return undefined;
  };
  await clock.advanceBy(11 * MINUTE_MS);
  const place = sentMs - beganMs;
  expect(place).toBeGreaterThan(0);
  expect(place).toBeLessThan(600_000);
  await own.rounds(1);
  const againMs = clock.nowMs();
  await clock.advanceBy(11 * MINUTE_MS);
  expect(sentMs - againMs).toBe(place);
});

test("a server that is away is asked with growing pauses, and nothing is lost", async () => {
  enrolled();
  uplink.start();
  await clock.advanceBy(1000);
  server.interfere = () => "no-answer";
  const { length } = server.requests;
  await own.rounds(1);
  await clock.advanceBy(60 * MINUTE_MS);
  const tries = server.requests.length - length;
  // 2, 4, 8 … s drawn from the middle, then every 7.5 min.
  expect(tries).toBeGreaterThan(10);
  expect(tries).toBeLessThan(18);
  expect(await uplink.state()).toMatchObject({
    state: "silent",
    fault: { code: "unreachable" },
    silentSince: "2026-04-30T22:02:01.000Z",
    entriesWaiting: 2,
    oldestWaitingAt: "2026-04-30T22:02:01.000Z",
  });
  server.interfere = () => undefined;
  uplink.uploadNow();
  await clock.advanceBy(2000);
  expect(await uplink.state()).toMatchObject({
    state: "connected",
    entriesWaiting: 0,
    fault: null,
  });
});

test("a commit while the server is away does not make it be asked sooner", async () => {
  enrolled();
  server.interfere = () => "no-answer";
  uplink.start();
  await clock.advanceBy(30 * MINUTE_MS);
  const { length } = server.requests;
  for (let round = 0; round < 20; round += 1) {
    await own.rounds(1);
    await clock.advanceBy(1000);
  }
  expect(server.requests.length - length).toBeLessThan(2);
});

test("another history stops the upload until a person asks again, and a restart shows it", async () => {
  enrolled();
  await own.rounds(2);
  uplink.start();
  await clock.advanceBy(1000);
  const forged = { ...server.head, headHash: "ab".repeat(32) };
  server.interfere = () => ({ status: 200, body: { ledger: forged } });
  uplink.uploadNow();
  await clock.advanceBy(1000);
  expect(await uplink.state()).toMatchObject({
    state: "refused",
    refusal: { reason: "forked", seq: 6, serverHash: "ab".repeat(32) },
  });
  const { length } = server.requests;
  await own.rounds(1);
  await clock.advanceBy(3 * 60 * MINUTE_MS);
  expect(server.requests.length).toBe(length);
  await uplink.stop();
  server.interfere = () => "no-answer";
  uplink = uplinkWith({ url, jitterSeconds: 0 });
  uplink.start();
  await clock.advanceBy(1000);
  expect((await uplink.state()).state).toBe("refused");
  server.interfere = () => undefined;
  uplink.uploadNow();
  await clock.advanceBy(1000);
  expect(await uplink.state()).toMatchObject({ state: "connected", refusal: null });
  expect(actions()).toEqual(["server-refused"]);
});

test("a gateway that was replaced asks nobody any more, whatever happens", async () => {
  enrolled();
  server.interfere = () => problem(409, "GATEWAY_REPLACED");
  uplink.start();
  await clock.advanceBy(1000);
  const { length } = server.requests;
  expect(length).toBe(1);
  await uplink.stop();
  uplink = uplinkWith({ url, jitterSeconds: 0 });
  uplink.start();
  await own.rounds(1);
  await clock.advanceBy(24 * 60 * MINUTE_MS);
  expect(() => uplink.uploadNow()).toThrow(expect.objectContaining({ code: "CONFLICT" }));
  expect(server.requests.length).toBe(length);
  expect(await uplink.state()).toMatchObject({ state: "refused", refusal: { reason: "replaced" } });
  // Whoever leaves may begin again.
  server.interfere = () => undefined;
  await clock.runUntilSettled(uplink.leave());
  await clock.runUntilSettled(uplink.enrol());
  expect((await uplink.state()).state).toBe("waiting-for-code");
});

test("a credential that is not taken is tried again every hour", async () => {
  enrolled();
  server.interfere = () => problem(401, "UNAUTHENTICATED");
  uplink.start();
  await clock.advanceBy(4 * 60 * MINUTE_MS);
  expect(server.requests.length).toBe(4);
  expect(await uplink.state()).toMatchObject({ state: "refused", refusal: { reason: "revoked" } });
  server.interfere = () => undefined;
  await clock.advanceBy(66 * MINUTE_MS);
  expect((await uplink.state()).state).toBe("connected");
  expect(actions()).toEqual(["server-refused"]);
});

test("whoever leaves the server keeps nothing of it, and no code is asked for by itself", async () => {
  enrolled();
  uplink.start();
  await clock.advanceBy(1000);
  await clock.runUntilSettled(uplink.leave());
  await clock.advanceBy(60 * MINUTE_MS);
  expect(await uplink.state()).toMatchObject({
    state: "not-enrolled",
    building: null,
    entriesWaiting: null,
    lastContactAt: null,
  });
  await uplink.stop();
  uplink = uplinkWith({ url, jitterSeconds: 0 });
  uplink.start();
  await clock.advanceBy(60 * MINUTE_MS);
  expect(server.codes).toBe(0);
});

test("a server that was left is told so as soon as it can be reached, and asked nothing else", async () => {
  enrolled();
  uplink.start();
  await clock.advanceBy(1000);
  server.interfere = () => "no-answer";
  await clock.runUntilSettled(uplink.leave());
  await clock.advanceBy(60 * MINUTE_MS);
  expect(server.left).toBe(false);
  // Neither a configuration anew nor a power cut forgets it.
  await uplink.stop();
  uplink = uplinkWith({ url, jitterSeconds: 0 });
  server.requests.length = 0;
  uplink.start();
  await clock.advanceBy(60 * MINUTE_MS);
  expect(new Set(server.requests)).toEqual(new Set(["DELETE /v1/enrolment"]));
  server.interfere = () => undefined;
  await clock.advanceBy(20 * MINUTE_MS);
  expect(server.left).toBe(true);
  expect(store.leaving(url)).toBe(undefined);
  server.requests.length = 0;
  await clock.advanceBy(60 * MINUTE_MS);
  expect(server.requests).toEqual([]);
});

test.each([401, 404, 409])("a server that answers %d to a leaving knows it", async (status) => {
  enrolled();
  uplink.start();
  await clock.advanceBy(1000);
  server.interfere = () => problem(status, "ANY");
  await clock.runUntilSettled(uplink.leave());
  await clock.advanceBy(1000);
  expect(store.leaving(url)).toBe(undefined);
});

test("a server that does not answer for a month is told no more, and a new credential ends it", async () => {
  enrolled();
  uplink.start();
  await clock.advanceBy(1000);
  server.interfere = () => "no-answer";
  await clock.runUntilSettled(uplink.leave());
  enrolled();
  expect(store.leaving(url)).toBe(undefined);
  await clock.runUntilSettled(uplink.leave());
  await clock.advanceBy(31 * 24 * 60 * MINUTE_MS);
  expect(store.leaving(url)).toBe(undefined);
  expect(server.left).toBe(false);
});

test("with nothing to send the server is asked once an hour whether it has what it had", async () => {
  enrolled();
  await own.rounds(30);
  uplink.start();
  await clock.advanceBy(MINUTE_MS);
  server.loseFrom(10);
  await clock.advanceBy(66 * MINUTE_MS);
  expect(server.entries.length).toBe(own.ledger.snapshot().head.seq);
});

test("40 days away are made up in pieces, while rounds go on", async () => {
  enrolled();
  await own.rounds(40 * 24);
  uplink.start();
  let rounds = 0;
  const beganMs = clock.nowMs();
  // The round of a moment ago is on its way.
  while (server.entries.length + 1 < own.ledger.snapshot().head.seq) {
    await clock.advanceBy(5000);
    await own.rounds(1);
    rounds += 1;
    if (rounds > 100) throw new Error("it does not end");
  }
  expect(clock.nowMs() - beganMs).toBeLessThan(120_000);
  expect(uplink.counts).toMatchObject({ failures: 0 });
});

test("a disk that takes nothing keeps no data back", async () => {
  enrolled();
  await own.rounds(1);
  database.db.exec("PRAGMA query_only = ON");
  uplink.start();
  await clock.advanceBy(5000);
  expect(server.entries.length).toBe(own.ledger.snapshot().head.seq);
  expect((await uplink.state()).state).toBe("connected");
  expect(failures.length).toBeGreaterThan(0);
  failures.length = 0;
  database.db.exec("PRAGMA query_only = OFF");
});
