// Uploads through real brokers that nobody trusts: what they lose goes by HTTPS, what they invent, change
// or send once more changes nothing.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerState } from "@mega/contract";
import { systemClock } from "@mega/domain";
import { exposition } from "@mega/http";
import { enrolAtMachine, type RunningServer, readPipeAddress, startServer } from "@mega/server";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { giveCommand } from "../../apps/server/src/commands/give-command.ts";
import { mqttBroker } from "../../apps/server/src/pipe/mqtt-broker.ts";
import { dumpMirror } from "../../apps/server/src/testing/mirror-dump.ts";
import { lifeLedger, type SentLedger } from "../../apps/server/src/testing/sent-ledger.ts";
import {
  makeOpenFolder,
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { addTestGateway } from "../../apps/server/src/testing/test-fleet.ts";
import { freePort } from "../free-port.ts";
import { flatBuilding, showIndex } from "../gateway/flat-meter.ts";
import { startGatewayProcess } from "../gateway/mega-process.ts";
import { type PipeBrokers, startMosquittoPipe, startNatsPipe } from "./fleet/pipe-brokers.ts";
import { PipedUpload } from "./fleet/piped-upload.ts";

const clock = systemClock();
const GATEWAYS = 4;
const waiting = { timeout: 20_000, interval: 100 };

let postgres: TestPostgres;
let lives: readonly SentLedger[];
beforeAll(async () => {
  postgres = await startTestPostgres();
  lives = await Promise.all(
    Array.from({ length: GATEWAYS }, (_none, no) => lifeLedger(40 + no, 14)),
  );
});
afterAll(async () => {
  for (const { host } of lives) await host.close();
  await postgres.stop();
});

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Stage {
  readonly brokers: PipeBrokers;
  readonly databaseUrl: string;
  readonly servers: readonly RunningServer[];
  readonly uploads: readonly PipedUpload[];
}

/** Servers on one database behind these brokers, and gateways that have sent nothing yet. */
async function stage(brokers: PipeBrokers, count: number): Promise<Stage> {
  ends.push(() => brokers.stop());
  const { url: databaseUrl, close } = await postgres.database();
  await close();
  const servers: RunningServer[] = [];
  for (let no = 0; no < count; no++) {
    const dataFolder = makeOpenFolder();
    const server = await startServer({
      ...{ dataFolder, databaseUrl, host: "127.0.0.1", port: 0, logLevel: "silent" },
      pipe: readPipeAddress(brokers.pipe),
    });
    ends.push(async () => {
      await server.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    });
    servers.push(server);
  }
  const uploads: PipedUpload[] = [];
  for (const [no, life] of lives.entries()) {
    const server = servers[no % count];
    const pipe = brokers.gatewayUrls[no % brokers.gatewayUrls.length];
    if (server === undefined || pipe === undefined) throw new Error("no server");
    const { database } = server.context;
    const { credential, ...made } = await addTestGateway(database, no, clock.nowMs());
    const upload = new PipedUpload({ life, ...made, bearer: credential, url: server.url, pipe });
    ends.push(async () => upload.close());
    uploads.push(upload);
  }
  return { brokers, databaseUrl, servers, uploads };
}

/** Everything is there once, byte for byte. */
async function expectAll({ servers, uploads }: Stage): Promise<void> {
  const [server] = servers;
  if (server === undefined) throw new Error("no server");
  for (const { gatewayId, life, acknowledged } of uploads) {
    expect(acknowledged).toBe(life.entries.length);
    const { entries, readings } = await dumpMirror(server.context.database, gatewayId);
    expect(entries.map(({ bytes }) => new Uint8Array(bytes as Uint8Array))).toEqual(life.entries);
    const rounds = new Set(readings.map(({ seq }) => seq));
    expect(readings).toHaveLength(rounds.size);
  }
}

/** What a server counted of the pipe. */
function counted({ context }: RunningServer, outcome: string): number {
  const line = new RegExp(
    `^mega_server_pipe_messages_total\\{outcome="${outcome}"\\} (\\d+)$`,
    "m",
  );
  return Number(line.exec(exposition(context.counters.families()))?.[1] ?? 0);
}

const batchesOf = (uploads: readonly PipedUpload[]) =>
  uploads.reduce((sum, { batches }) => sum + batches, 0);

test("NATS carries to two servers in turns, and nothing is lost when it is gone", async () => {
  const set = await stage(await startNatsPipe(1), 2);
  const { brokers, servers, uploads } = set;
  await Promise.all(uploads.map((one) => one.begin()));
  const running = Promise.all(uploads.map((one) => one.run()));
  await expect.poll(() => batchesOf(uploads), { timeout: 20_000, interval: 5 }).toBeGreaterThan(20);
  // From here on HTTPS is all there is.
  await brokers.kill();
  await running;
  await expectAll(set);
  for (const server of servers) expect(counted(server, "taken")).toBeGreaterThan(5);
});

test("who has the broker can neither read, nor forge, nor make anything count twice", async () => {
  const set = await stage(await startMosquittoPipe(), 1);
  const { brokers, servers, uploads } = set;
  const [server] = servers;
  const [own, other] = uploads;
  if (server === undefined || own === undefined || other === undefined) throw new Error("no stage");
  const rogue = await listenIn(brokers);
  await Promise.all(uploads.map((one) => one.begin()));
  await Promise.all(uploads.map((one) => one.run()));
  await expectAll(set);
  expect(counted(server, "taken")).toBeGreaterThan(20);
  const batches = rogue.heard.filter(({ topic }) => topic === `mega/${own.gatewayId}/up`);
  const acks = rogue.heard.filter(({ topic }) => topic === `mega/${own.gatewayId}/down`);
  expect(acks.length).toBeGreaterThan(5);
  const plain = own.life.entries[3] ?? new Uint8Array();
  expect(batches.some(({ bytes }) => bytes.includes(Buffer.from(plain)))).toBe(false);

  const taken = counted(server, "taken");
  const [first] = batches;
  if (first === undefined) throw new Error("nothing was heard");
  const changed = Buffer.from(first.bytes);
  changed[changed.length - 50] = (changed[changed.length - 50] ?? 0) ^ 1;
  rogue.say(`mega/${own.gatewayId}/up`, changed);
  rogue.say(`mega/${other.gatewayId}/up`, first.bytes);
  rogue.say(`mega/${own.gatewayId}/up`, Buffer.from("nonsense"));
  rogue.say(`mega/${own.gatewayId}/up`, first.bytes);
  for (const { bytes } of acks) rogue.say(`mega/${own.gatewayId}/down`, bytes);
  for (const outcome of ["forged", "foreign", "malformed"]) {
    await expect.poll(() => counted(server, outcome), waiting).toBe(1);
  }
  await expect.poll(() => counted(server, "taken"), waiting).toBe(taken + 1);
  await expectAll(set);
});

test("a killed Mosquitto costs a pause and nothing else", async () => {
  const set = await stage(await startMosquittoPipe(), 1);
  const { brokers, uploads } = set;
  await Promise.all(uploads.map((one) => one.begin()));
  const running = Promise.all(uploads.map((one) => one.run()));
  await expect.poll(() => batchesOf(uploads), { timeout: 20_000, interval: 5 }).toBeGreaterThan(20);
  await brokers.kill();
  await brokers.recover();
  await running;
  await expectAll(set);
  expect(uploads.some(({ byHttps }) => byHttps > 0)).toBe(true);
});

test.each([
  ["NATS", () => startNatsPipe(1)],
  ["Mosquitto", () => startMosquittoPipe()],
])("%s carries a call, which says nothing to others and is heard once", async (_name, start) => {
  const { brokers, servers, uploads } = await stage(await start(), 1);
  const [server] = servers;
  const [own, other] = uploads;
  if (server === undefined || own === undefined || other === undefined) throw new Error("no stage");
  const rogue = await listenIn(brokers);
  const heard = { own: 0, other: 0 };
  own.listen(() => {
    heard.own += 1;
  });
  other.listen(() => {
    heard.other += 1;
  });
  await Promise.all([own.begin(), other.begin()]);
  await expect.poll(() => own.waits(), waiting).toBe(false);
  await expect.poll(() => other.waits(), waiting).toBe(false);
  const commandId = await give(server, own);
  await expect.poll(() => heard.own, waiting).toBeGreaterThan(0);
  expect([await own.waits(), await other.waits(), heard.other]).toEqual([true, false, 0]);
  expect((await own.fetched()).map((one) => one.commandId)).toEqual([commandId]);

  // What was said is said again, changed, and to another; nobody is moved by it.
  const down = `mega/${own.gatewayId}/down`;
  const said = rogue.heard.filter(({ topic }) => topic === down);
  expect(said.length).toBeGreaterThan(1);
  const before = heard.own;
  for (const { bytes } of said) {
    const changed = Buffer.from(bytes);
    changed[changed.length - 50] = (changed[changed.length - 50] ?? 0) ^ 1;
    rogue.say(down, bytes);
    rogue.say(down, changed);
    rogue.say(`mega/${other.gatewayId}/down`, bytes);
  }
  // Behind all of it, on the same way, the server's own word.
  expect([await own.waits(), await other.waits()]).toEqual([true, false]);
  expect(heard).toEqual({ own: before, other: 0 });

  await brokers.kill();
  await expect.poll(() => heard.own, waiting).toBe(before + 1);
  expect(await own.waits()).toBe(null);
});

test("a gateway uses the broker that its configuration names", async () => {
  const { brokers, servers, databaseUrl } = await stage(await startMosquittoPipe(), 1);
  const [server] = servers;
  if (server === undefined) throw new Error("no server");
  const folder = mkdtempSync(join(tmpdir(), "mega-pipe-gateway-"));
  ends.push(async () => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const file = join(folder, "gateway.yaml");
  writeFileSync(
    file,
    `version: 1
building: { name: Test bench }
gateway: { model: MEGA16 }
server:
  url: "${server.url}"
  jitterSeconds: 0
  pipe: { url: "${brokers.gatewayUrls[0]}", user: bench, password: a-word }
${flatBuilding(port)}`,
  );
  const gateway = await startGatewayProcess(join(folder, "data"), file);
  ends.push(() => gateway.end("SIGKILL"));
  const state = () => gateway.get<ServerState>("/server");
  await expect.poll(async () => (await state()).state, waiting).toBe("waiting-for-code");
  const { code } = await state();
  await enrolAtMachine({
    ...{ dataFolder: folder, databaseUrl, code: code?.code ?? "", building: "Les Tilleuls" },
    ...{ managerEmail: "anna@example.org", language: "fr" },
  });
  await expect.poll(async () => (await state()).state, waiting).toBe("connected");
  // The first batches went by HTTPS, while the way to the broker was being opened.
  const read = async (index: number) => {
    await showIndex(port, `${index}.000`);
    await gateway.post("/channels/1/read");
    return counted(server, "taken");
  };
  let index = 1000;
  await expect.poll(() => read(++index), waiting).toBeGreaterThan(1);
  expect((await state()).pipe).toMatchObject({ connected: true, fault: null });

  // Whatever way the first command takes, it ends a question that waits; from then on the pipe is asked.
  const enrolled = { gatewayId: GATEWAYS + 1, accountId: GATEWAYS + 1 };
  const outcomeOf = (commandId: string) => async () => {
    const [row] = await server.context.database.as({ kind: "job" }, (tx) =>
      tx.query("SELECT state, answer FROM command WHERE command_id = $1", [commandId]),
    );
    return row?.["state"];
  };
  await expect.poll(outcomeOf(await give(server, enrolled)), waiting).toBe("confirmed");
  await expect.poll(() => counted(server, "asked"), waiting).toBeGreaterThan(0);
  // No question waits now: that it is fetched at once is the call's work.
  await expect
    .poll(outcomeOf(await give(server, enrolled)), { ...waiting, timeout: 10_000 })
    .toBe("confirmed");
  await brokers.kill();
  await expect
    .poll(outcomeOf(await give(server, enrolled)), { ...waiting, timeout: 10_000 })
    .toBe("confirmed");
});

/** The manager asks for a reading; the id of the command. */
async function give(
  { context }: RunningServer,
  { gatewayId, accountId }: { readonly gatewayId: number; readonly accountId: number },
): Promise<string> {
  const identity = { kind: "account", accountId } as const;
  const actor = { ...identity, address: "192.0.2.1" };
  const giver = { identity, actor, email: "anna@example.org", nowMs: clock.nowMs() };
  const given = { kind: "read-now", body: { channelNo: null }, validMs: 900_000 } as const;
  const { commandId } = await context.database.as(identity, (tx) =>
    giveCommand(tx, giver, { gatewayId, ...given }),
  );
  return commandId;
}

interface Heard {
  readonly topic: string;
  readonly bytes: Buffer;
}

/** Somebody at the broker who hears all and says what he wants. */
async function listenIn(brokers: PipeBrokers) {
  const { promise: isUp, resolve } = Promise.withResolvers<void>();
  const address = readPipeAddress(brokers.gatewayUrls[0] ?? "");
  const broker = mqttBroker(address, { onState: (state) => state === "up" && resolve() });
  ends.push(() => broker.stop());
  const heard: Heard[] = [];
  for (const topic of ["mega/+/up", "mega/+/down"]) {
    broker.listen(topic, (at, bytes) => heard.push({ topic: at, bytes: Buffer.from(bytes) }));
  }
  await isUp;
  return { heard, say: (topic: string, bytes: Buffer) => broker.publish(topic, bytes) };
}
