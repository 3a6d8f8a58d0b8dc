// The gateway as a process and the server with its PostgreSQL: enrolment by the short code, uploads after
// readings, a server that is away for a while, and the same bytes on both sides in the end.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ServerState } from "@mega/contract";
import { systemClock } from "@mega/domain";
import { inlineLedgerHost } from "@mega/ledger";
import { enrolAtMachine, type RunningServer, startServer } from "@mega/server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  makeOpenFolder,
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { freePort } from "../free-port.ts";
import { flatBuilding, showIndex } from "../gateway/flat-meter.ts";
import { type GatewayProcess, startGatewayProcess } from "../gateway/mega-process.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

let folder: string;
let serverFolder: string;
let databaseUrl: string;
let server: RunningServer | undefined;
let gateway: GatewayProcess | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-upload-"));
  serverFolder = makeOpenFolder();
  const database = await postgres.database();
  databaseUrl = database.url;
  await database.close();
});
afterEach(async () => {
  await gateway?.end("SIGKILL");
  await server?.stop();
  for (const one of [folder, serverFolder]) rmSync(one, { recursive: true, force: true });
});

async function startAt(port: number): Promise<void> {
  const host = "127.0.0.1";
  server = await startServer({
    dataFolder: serverFolder,
    databaseUrl,
    host,
    port,
    logLevel: "silent",
  });
}

async function asked(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  if (server === undefined) throw new Error("no server runs");
  return server.context.database.as({ kind: "job" }, (tx) => tx.query(text));
}

async function until(what: string, isSo: (state: ServerState) => boolean): Promise<ServerState> {
  for (let tries = 0; tries < 300; tries += 1) {
    const state = await gateway?.get<ServerState>("/server");
    if (state !== undefined && isSo(state)) return state;
    await pause(100);
  }
  throw new Error(`never ${what}: ${JSON.stringify(await gateway?.get("/server"))}`);
}

async function read(brokerPort: number, index: number): Promise<void> {
  await showIndex(brokerPort, index.toFixed(3));
  await gateway?.post("/channels/1/read");
}

test("a gateway is enrolled by its code, uploads, and misses nothing while the server is away", async () => {
  const [port, brokerPort] = [await freePort(), await freePort()];
  await startAt(port);
  const file = join(folder, "gateway.yaml");
  writeFileSync(
    file,
    `version: 1
building: { name: Test bench }
gateway: { model: MEGA16 }
server: { url: "http://127.0.0.1:${port}", jitterSeconds: 0 }
${flatBuilding(brokerPort)}`,
  );
  const data = join(folder, "data");
  gateway = await startGatewayProcess(data, file);
  const { code } = await until("a code", ({ state }) => state === "waiting-for-code");
  await enrolAtMachine({
    dataFolder: serverFolder,
    databaseUrl,
    code: code?.code ?? "",
    building: "Les Tilleuls",
    managerEmail: "anna@example.org",
    language: "fr",
  });
  const connected = await until("connected", ({ state }) => state === "connected");
  expect(connected.building).toBe("Les Tilleuls");
  for (let no = 1; no <= 3; no += 1) await read(brokerPort, 1000 + no / 1000);
  await until("all sent", ({ entriesWaiting }) => entriesWaiting === 0);

  await server?.stop();
  server = undefined;
  for (let no = 4; no <= 6; no += 1) await read(brokerPort, 1000 + no / 1000);
  await until(
    "silent",
    ({ state, entriesWaiting }) => state === "silent" && (entriesWaiting ?? 0) >= 3,
  );
  await startAt(port);
  await gateway.post("/server/upload-now");
  const whole = await until("all sent", ({ entriesWaiting }) => entriesWaiting === 0);
  expect(whole).toMatchObject({ state: "connected", refusal: null, fault: null });
  const rows = await asked("SELECT seq, hash, bytes FROM entry ORDER BY seq");
  const keyRows = await asked("SELECT count(*) AS n FROM month_key");
  await gateway.end();

  const ledger = await inlineLedgerHost({ path: join(data, "ledger.db"), clock: systemClock() });
  const stored = await ledger.entries(1, whole.headSeq);
  await ledger.close();
  const hex = (bytes: unknown) => Buffer.from(bytes as Uint8Array).toString("hex");
  expect(rows.map(({ seq, hash, bytes }) => [seq, hex(hash), hex(bytes)])).toEqual(
    stored.map(({ seq, hash, bytes }) => [seq, hex(hash), hex(bytes)]),
  );
  expect(Number(keyRows[0]?.["n"])).toBeGreaterThan(0);
});
