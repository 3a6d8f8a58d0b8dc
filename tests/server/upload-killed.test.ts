// A gateway that is killed at any moment, over HTTPS connections that are cut at any moment, to a server
// that loses answers: in the end the server has the ledger byte for byte, with its keys, and in between
// always a beginning of it.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ServerState } from "@mega/contract";
import { systemClock } from "@mega/domain";
import { inlineLedgerHost } from "@mega/ledger";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  hereCertificate,
  testAuthority,
} from "../../apps/gateway/src/mail/testing/certificates.ts";
import {
  type Asked,
  Counterpart,
  counterpartCredential,
} from "../../apps/gateway/src/uplink/testing/counterpart.ts";
import {
  type ListeningCounterpart,
  listen,
} from "../../apps/gateway/src/uplink/testing/counterpart-port.ts";
import { freePort } from "../free-port.ts";
import { enter } from "../gateway/claimed.ts";
import { flatBuilding, showIndex } from "../gateway/flat-meter.ts";
import { type GatewayProcess, startProcess } from "../gateway/mega-process.ts";

const LIVES = 4;

let folder: string;
let counterpart: Counterpart;
let listening: ListeningCounterpart;
let gateway: GatewayProcess | undefined;
/** Share of requests whose connection is cut before they are served, and after. */
let cut = { before: 0, after: 0 };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-upload-"));
  counterpart = new Counterpart(join(folder, "server"));
  counterpart.redeemed = true;
  const serve = (asked: Asked) => {
    if (Math.random() < cut.before) return "no-answer";
    const reply = counterpart.serve(asked);
    return Math.random() < cut.after ? "no-answer" : reply;
  };
  listening = await listen({ serve }, { tls: hereCertificate });
  writeFileSync(join(folder, "authority.pem"), testAuthority);
});
afterEach(async () => {
  await gateway?.end("SIGKILL");
  await listening.stop();
  counterpart.close();
  rmSync(folder, { recursive: true, force: true });
});

async function makeConfiguration(): Promise<{ file: string; brokerPort: number }> {
  const brokerPort = await freePort();
  const file = join(folder, "gateway.yaml");
  writeFileSync(
    file,
    `version: 1
building: { name: Test bench }
gateway: { model: MEGA16 }
server: { url: "${listening.url}", jitterSeconds: 0 }
${flatBuilding(brokerPort)}`,
  );
  return { file, brokerPort };
}

/** A gateway that trusts the server's authority, and its owner. */
async function startGateway(data: string, file: string): Promise<GatewayProcess> {
  const env = { NODE_EXTRA_CA_CERTS: join(folder, "authority.pem") };
  const started = await startProcess(data, file, [], env);
  const owner = await enter(started.url, started.setupCode);
  return {
    ...started,
    get: (path) => owner.ask("GET", path),
    post: (path, body) => owner.ask("POST", path, body),
  };
}

async function read(on: GatewayProcess, brokerPort: number, index: number): Promise<void> {
  await showIndex(brokerPort, index.toFixed(3));
  await on.post("/channels/1/read");
}

async function untilAllIsSent(on: GatewayProcess): Promise<ServerState> {
  for (let tries = 0; tries < 300; tries += 1) {
    const state = await on.get<ServerState>("/server");
    if (state.entriesWaiting === 0) return state;
    if (state.nextTryAt !== null) await on.post("/server/upload-now").catch(() => undefined);
    await pause(100);
  }
  throw new Error(`not sent: ${JSON.stringify(await on.get("/server"))}`);
}

test("nothing is lost and nothing doubled, whoever dies when", async () => {
  const data = join(folder, "data");
  const { file, brokerPort } = await makeConfiguration();
  let index = 1000;
  cut = { before: 0.15, after: 0.15 };
  for (let life = 0; life < LIVES; life += 1) {
    gateway = await startGateway(data, file);
    for (let reading = 0; reading < 3; reading += 1) {
      index += 0.001;
      await read(gateway, brokerPort, index);
    }
    await pause(Math.random() * 400);
    await gateway.end("SIGKILL");
  }
  cut = { before: 0, after: 0 };
  gateway = await startGateway(data, file);
  const state = await untilAllIsSent(gateway);
  expect(state).toMatchObject({ state: "connected", building: "Les Tilleuls", refusal: null });
  const log = gateway.log();
  await gateway.end();

  const ledger = await inlineLedgerHost({ path: join(data, "ledger.db"), clock: systemClock() });
  const { head } = ledger.snapshot();
  const stored = await ledger.entries(1, 10_000);
  const limits = { toSeq: head.seq, entriesMax: 10_000, roundsMax: 10_000, bytesMax: 2 ** 30 };
  const { keys } = await ledger.entriesToCopy(1, limits);
  await ledger.close();
  // The end of the process may have written one more.
  const sent = counterpart.entries.length;
  expect(sent).toBeGreaterThanOrEqual(state.headSeq);
  expect(counterpart.entries).toEqual(stored.slice(0, sent).map(({ bytes }) => bytes));
  expect([...counterpart.keys.values()]).toEqual(keys.map(({ key }) => key));
  expect(stored.filter(({ seq }) => seq > sent).length).toBeLessThanOrEqual(1);

  // The credential is nowhere in the clear.
  const secret = counterpartCredential.split(".")[2] ?? "";
  const files = readdirSync(data).filter((name) => !name.endsWith(".sock"));
  const texts = [log, ...files.map((name) => readFileSync(join(data, name), "latin1"))];
  expect(texts.filter((text) => text.includes(secret)).length).toBe(0);
});
