// A gateway uploads to a server and is lost; a new box takes its place and reads on. What a tenant sees
// is the same before and after, wrong tokens tell nothing, and the old box changes nothing any more.

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type {
  CountersTable,
  RestoreInfo,
  RestoreTokenMade,
  Revision,
  ServerState,
} from "@mega/contract";
import {
  confirmRestoreAtMachine,
  enrolAtMachine,
  type RunningServer,
  startServer,
} from "@mega/server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  makeOpenFolder,
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { freePort } from "../free-port.ts";
import { enter } from "../gateway/claimed.ts";
import { flatBuilding, showIndex } from "../gateway/flat-meter.ts";
import { type GatewayProcess, startProcess } from "../gateway/mega-process.ts";

const oldMac = "02:00:00:00:00:16";
const mailPassword = "canary-of-the-mail-server";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

let folder: string;
let serverFolder: string;
let databaseUrl: string;
let server: RunningServer;
let boxes: GatewayProcess[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-restore-"));
  serverFolder = makeOpenFolder();
  const database = await postgres.database();
  databaseUrl = database.url;
  await database.close();
  const port = await freePort();
  const at = { host: "127.0.0.1", port, logLevel: "silent" };
  server = await startServer({ dataFolder: serverFolder, databaseUrl, ...at });
  boxes = [];
});
afterEach(async () => {
  for (const box of boxes) await box.end("SIGKILL");
  await server.stop();
  for (const one of [folder, serverFolder]) rmSync(one, { recursive: true, force: true });
});

/** Starts a box and enters as its owner. */
async function startBox(
  name: string,
  options: readonly string[],
  configFile?: string,
): Promise<GatewayProcess & { readonly del: (path: string) => Promise<unknown> }> {
  const started = await startProcess(join(folder, name), configFile, options);
  const owner = await enter(started.url, started.setupCode);
  const box = {
    ...started,
    get: <T>(path: string) => owner.ask<T>("GET", path),
    post: <T>(path: string, body?: unknown) => owner.ask<T>("POST", path, body),
    del: (path: string) => owner.ask("DELETE", path),
  };
  boxes.push(box);
  return box;
}

async function until<T>(what: string, ask: () => Promise<T>, isSo: (answer: T) => boolean) {
  let last: unknown;
  for (let tries = 0; tries < 400; tries += 1) {
    // A box that starts anew answers nothing for a moment.
    const answer = await ask().catch((error: unknown) => {
      last = error;
      return undefined;
    });
    if (answer !== undefined) last = answer;
    if (answer !== undefined && isSo(answer)) return answer;
    await pause(100);
  }
  throw new Error(`never ${what}: ${JSON.stringify(last)} ${String(last)}`);
}

async function read(box: GatewayProcess, brokerPort: number, index: number): Promise<void> {
  // The pages of a box answer a moment before its broker does.
  const show = () => showIndex(brokerPort, index.toFixed(3)).then(() => true);
  await until("published", show, (published) => published);
  await box.post("/channels/1/read");
}

const rows = (sql: string) =>
  server.context.database.as({ kind: "job" }, (tx) => tx.query(sql)) as Promise<
    readonly Readonly<Record<string, unknown>>[]
  >;
const mirrorState = async () => {
  const [row] = await rows(
    "SELECT head_seq, generation, encode(head_hash, 'hex') AS hash FROM ledger",
  );
  return row;
};

function configurationFile(brokerPort: number): string {
  const file = join(folder, "gateway.yaml");
  writeFileSync(
    file,
    `version: 1
building: { name: Les Tilleuls }
gateway: { model: MEGA16, mac: "${oldMac}" }
server: { url: "${server.url}", jitterSeconds: 0 }
mail: { server: smtp.example.org, account: mega, password: ${mailPassword}, to: anna@example.org }
${flatBuilding(brokerPort)}`,
  );
  return file;
}

/** A box that is enrolled, has read, and whose configuration and readings are at the server. */
async function livingBox(brokerPort: number) {
  const box = await startBox("old", [], configurationFile(brokerPort));
  const state = () => box.get<ServerState>("/server");
  const { code } = await until("a code", state, (one) => one.state === "waiting-for-code");
  await enrolAtMachine({
    dataFolder: serverFolder,
    databaseUrl,
    code: code?.code ?? "",
    building: "Les Tilleuls",
    managerEmail: "anna@example.org",
    language: "fr",
  });
  await until("connected", state, (one) => one.state === "connected");
  const { token } = await box.post<RestoreTokenMade>("/restore/token");
  for (let no = 1; no <= 3; no += 1) await read(box, brokerPort, 1000 + no / 1000);
  await until("all sent", state, ({ entriesWaiting }) => entriesWaiting === 0);
  await until(
    "kept with its token",
    () => rows("SELECT 1 FROM configuration_content WHERE proof_sha256 IS NOT NULL"),
    (kept) => kept.length > 0,
  );
  return { box, token };
}

function hashOf(name: string, file: string): string {
  return createHash("sha256")
    .update(readFileSync(join(folder, name, file)))
    .digest("hex");
}

test("a lost gateway is replaced: its tenant's table goes on without a gap", async () => {
  const brokerPort = await freePort();
  const { box: old, token } = await livingBox(brokerPort);
  const before = await old.get<CountersTable>("/counters");
  const [kept] = await rows(
    "SELECT document, secrets FROM configuration_content WHERE proof_sha256 IS NOT NULL",
  );
  expect(Buffer.from(kept?.["secrets"] as Uint8Array).includes(mailPassword)).toBe(false);
  await old.end();
  const mirrored = await mirrorState();

  const box = await startBox("new", ["--model", "MEGA32"]);
  const ask = (wrong: object) =>
    box.post("/restore", { server: server.url, oldMac, token, ...wrong }).then(
      () => "taken",
      (error: Error) => error.message.replace(/"instance".*/, ""),
    );
  const refusals = [
    await ask({ token: token.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }),
    await ask({ oldMac: "02:00:00:00:00:17" }),
  ];
  expect(refusals[0]).toContain("PROOF_REFUSED");
  expect(refusals[1]).toBe(refusals[0]);
  const keysBefore = ["device.key"].map((file) => hashOf("new", file));

  await box.post("/restore", { server: server.url, oldMac, token });
  const { takeover } = await box.get<RestoreInfo>("/restore");
  expect(takeover).toMatchObject({ step: "waiting", oldMac });
  await confirmRestoreAtMachine({
    dataFolder: serverFolder,
    databaseUrl,
    code: takeover?.code ?? "",
  });
  // The box fetches everything, stops and starts anew by itself, at the same address.
  const table = await until(
    "restored",
    () => box.get<CountersTable>("/counters"),
    ({ gateway }) => gateway.location === "Les Tilleuls",
  );
  expect(table.gateway).toMatchObject({ model: "MEGA32" });
  expect(table.gateway.mac).not.toBe(oldMac);
  expect(table.rows[0]).toMatchObject({
    ...before.rows[0],
    logTime: before.rows[0]?.logTime,
  });
  expect(table.months).toEqual(before.months);
  const revision = await box.get<Revision>("/configuration");
  expect(revision).toMatchObject({ cause: "restore", savedBy: "tester" });
  expect(revision.secretsSet).toHaveLength(2);

  // It reads on behind the index of the old box, in the same period, under the next number.
  await read(box, brokerPort, 1000.01);
  const state = () => box.get<ServerState>("/server");
  await until("all sent", state, ({ state: one, entriesWaiting }) => {
    return one === "connected" && entriesWaiting === 0;
  });
  const after = await box.get<CountersTable>("/counters");
  const latest = (one: CountersTable) => one.rows[0]?.counters[0]?.latest?.index;
  expect([latest(before), latest(after)]).toEqual(["1000.003", "1000.010"]);
  const now = await mirrorState();
  expect(now).toMatchObject({ generation: 2 });
  expect(Number(now?.["head_seq"])).toBeGreaterThan(Number(mirrored?.["head_seq"]));
  const entries = await rows("SELECT seq FROM entry ORDER BY seq");
  expect(entries.map(({ seq }) => Number(seq))).toEqual(entries.map((_, at) => at + 1));

  // Keys and identity are each box's own.
  expect(["device.key"].map((file) => hashOf("new", file))).toEqual(keysBefore);
  for (const file of ["device.key", "https-certificate.pem", "https-key.pem"]) {
    if (!existsSync(join(folder, "old", file))) continue;
    expect(hashOf("new", file), file).not.toBe(hashOf("old", file));
  }
  await box.end();
  const accounts = (name: string) => {
    const db = new DatabaseSync(join(folder, name, "gateway.db"), { readOnly: true });
    const found = db.prepare("SELECT account_id, password FROM account").all();
    const sessions = db.prepare("SELECT session_hash FROM session").all();
    db.close();
    return JSON.stringify([found, sessions]);
  };
  expect(accounts("new")).not.toBe(accounts("old"));

  // The old box is found and plugged in again: it is told, and changes nothing.
  const back = await startBox("old", [], join(folder, "gateway.yaml"));
  const refused = await until(
    "refused",
    () => back.get<ServerState>("/server"),
    (one) => one.state === "refused",
  );
  expect(refused.refusal).toMatchObject({ reason: "replaced" });
  expect(await mirrorState()).toEqual(now);
});
