import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandsState, ServerState } from "@mega/contract";
import { Value } from "typebox/value";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readExposition } from "../publish/metrics/testing/exposition-parser.ts";
import { Counterpart } from "../uplink/testing/counterpart.ts";
import { counterpartPort } from "../uplink/testing/counterpart-port.ts";
import { type ApiRig, makeApiRig } from "./testing/api-rig.ts";

const startMs = Date.UTC(2026, 4, 2, 8, 0);
const plain = "version: 1\nbuilding: { name: Test }\ngateway: { model: MEGA16 }\n";
const withServer = `${plain}server: { url: "https://server.example.org", jitterSeconds: 0 }\n`;

let folder: string;
let rig: ApiRig;
let server: Counterpart;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-uplink-api-"));
  server = new Counterpart(join(folder, "server"));
  rig = await rigOf(withServer);
});
afterEach(async () => {
  await end();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function rigOf(config: string): Promise<ApiRig> {
  const made = await makeApiRig(config, startMs);
  made.server = counterpartPort(() => server);
  return made;
}

async function end(): Promise<void> {
  await rig.context.uplink.stop();
  await rig.close();
}

async function state(): Promise<ServerState> {
  const answer = await rig.get("/server");
  expect(answer.statusCode, answer.body).toBe(200);
  const body: unknown = answer.json();
  expect(Value.Errors(ServerState, body)).toEqual([]);
  return body as ServerState;
}

test("what the server asked is told as the contract has it", async () => {
  const { database } = rig.context;
  database.transaction(() =>
    database.db.exec(
      `INSERT INTO command VALUES ('${"0a".repeat(16)}', 'new-period', 'anna@example.org', 6, ${startMs},
         ${startMs + 900_000}, '{"outcome":"done","at":"2026-05-02T08:00:00Z","entries":[7],"revision":null}', NULL)`,
    ),
  );
  const answer = await rig.get("/server/commands");
  expect(answer.statusCode, answer.body).toBe(200);
  const body: unknown = answer.json();
  expect(Value.Errors(CommandsState, body)).toEqual([]);
  expect(body).toMatchObject({
    ...{ state: "not-enrolled", done: 0, refused: 0 },
    newest: [{ kind: "new-period", by: "anna@example.org", outcome: "done", entries: [7] }],
  });
});

test("every state is told as the contract has it", async () => {
  const seen: string[] = [(await state()).state];
  rig.context.uplink.start();
  await rig.clock.advanceBy(1000);
  seen.push((await state()).state);
  server.redeemed = true;
  await rig.clock.advanceBy(6000);
  seen.push((await state()).state);
  server.interfere = () => "no-answer";
  await rig.post("/server/upload-now");
  await rig.clock.advanceBy(1000);
  seen.push((await state()).state);
  const head = { ledgerId: "ab".repeat(16), generation: 1, headSeq: 1, headHash: "cd".repeat(32) };
  server.interfere = () => ({ status: 200, body: { ledger: head } });
  await rig.post("/server/upload-now");
  await rig.clock.advanceBy(1000);
  seen.push((await state()).state);
  expect(seen).toEqual(["not-enrolled", "waiting-for-code", "connected", "silent", "refused"]);
  await end();
  rig = await rigOf(plain);
  expect(await state()).toMatchObject({ state: "off", url: null });
});

test("what a person asks for is done and noted", async () => {
  const asked = async (method: "POST" | "DELETE", path: string) => {
    const answer = await rig.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { host: "localhost" },
      ...(method === "POST" ? { payload: {} } : {}),
    });
    return answer.statusCode;
  };
  expect(await asked("POST", "/server/upload-now")).toBe(409);
  expect(await asked("POST", "/server/enrol")).toBe(200);
  rig.context.uplink.start();
  server.redeemed = true;
  await rig.clock.advanceBy(6000);
  expect(await asked("POST", "/server/enrol")).toBe(409);
  expect(await asked("POST", "/server/upload-now")).toBe(202);
  await rig.clock.advanceBy(1000);
  expect(await asked("DELETE", "/server/enrolment")).toBe(200);
  expect((await state()).state).toBe("not-enrolled");
  const noted = rig.context.audit.list(100, 10).map(({ actor, action }) => `${actor} ${action}`);
  expect(noted).toEqual([
    "machine server-left",
    "machine server-upload-asked",
    "gateway server-enrolled",
    "machine server-code-asked",
  ]);
});

test("a server that gives no code says why", async () => {
  server.interfere = () => "no-answer";
  const answer = await rig.post("/server/enrol");
  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({
    code: "CONFLICT",
    detail: "The server gave no code: gone",
  });
});

test("Prometheus collects how the upload stands, and nothing without a server", async () => {
  server.redeemed = true;
  rig.context.uplink.start();
  await rig.clock.advanceBy(7000);
  const figures = async () => readExposition((await rig.get("/metrics")).body);
  const value = async (name: string) => (await figures()).get(name)?.samples[0]?.value;
  expect(await value("mega_server_connected")).toBe("1");
  expect(await value("mega_server_entries_waiting")).toBe("0");
  expect(await value("mega_server_batches_total")).toBe("0");
  await end();
  rig = await rigOf(plain);
  expect([...(await figures()).keys()].filter((name) => name.startsWith("mega_server"))).toEqual(
    [],
  );
});
