// A manager asks a real gateway at a real server for everything that may be asked: the gateway's ledger and
// configuration show it, and only then the server says so. Then a server that lies.

import type {
  CommandsState,
  CountersTable,
  GatewaySettings,
  PortalCommand,
  Revision,
} from "@mega/contract";
import type { SentCommand } from "@mega/uplink";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { type GatewayProcess, mega } from "../gateway/mega-process.ts";
import { CommandedBuilding, until } from "./commanded-building.ts";

let postgres: TestPostgres;
let building: CommandedBuilding;
let gateway: GatewayProcess;
const given: PortalCommand[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  building = await CommandedBuilding.open(postgres);
  gateway = await building.start();
  await building.show(1000);
  await building.show(1000.001);
}, 60_000);
afterAll(async () => {
  await building.close();
  await postgres.stop();
});

async function done(name: "giveCommand" | "giveChange", body: object): Promise<PortalCommand> {
  const command = await building.done(name, body);
  expect(command, JSON.stringify(command)).toMatchObject({ state: "confirmed" });
  given.push(command);
  return command;
}

const headSeq = async () => (await gateway.get<{ seq: number }>("/ledger/head")).seq;

test("meters are read now", async () => {
  await building.show(1000.002, { reads: false });
  const before = await headSeq();
  const { answer } = await done("giveCommand", { kind: "read-now", channelNo: 1 });
  expect(answer?.entries.every((seq) => seq > before)).toBe(true);
  const { rows } = await gateway.get<CountersTable>("/counters");
  expect(JSON.stringify(rows)).toContain("1000.002");
});

test("for five minutes it is read and sent at once", async () => {
  await building.show(1000.002, { reads: false });
  const before = await headSeq();
  await done("giveCommand", { kind: "publish-live" });
  await until("read", headSeq, (seq) => seq > before);
});

test("a period begins with the index that somebody read", async () => {
  const index = {
    kind: "person",
    values: [
      { counterNo: 1, index: "1000.002" },
      { counterNo: 2, index: "0.000" },
    ],
  };
  const request = { effectiveAt: null, index, confirmChannelNo: 1 };
  const { commandId, answer } = await done("giveChange", { kind: "new-period", request });
  expect(answer?.entries.length).toBeGreaterThan(0);
  // A second one that contradicts what stands there is refused in the gateway's own words.
  const low = { ...index, values: [{ counterNo: 1, index: "7.000" }] };
  const refused = await building.done("giveChange", {
    kind: "new-period",
    request: { ...request, index: low },
  });
  expect(refused).toMatchObject({ state: "refused", answer: { code: expect.any(String) } });
  expect(refused.answer?.detail).toContain("/index");
  const audit = await gateway.get<{ entries: readonly Readonly<Record<string, unknown>>[] }>(
    "/audit",
  );
  expect(JSON.stringify(audit)).toContain(commandId);
  expect(JSON.stringify(audit)).toContain("server: anna@example.org");
});

test("a meter is exchanged", async () => {
  const counters = [
    { counterId: "import", oldEnd: "1000.002", newStart: "0.000" },
    { counterId: "export", oldEnd: "0.000", newStart: "0.000" },
  ];
  const at = new Date(Date.now() - 1).toISOString();
  const request = {
    ...{ kind: "exchanged", at, serialNumber: null, counters },
    ...{ why: "The display was dark", confirmChannelNo: 1 },
  };
  await done("giveChange", { kind: "exchange", request });
});

test("settings are changed, and what was made from older ones is refused", async () => {
  const settings = await building.ask<GatewaySettings>("gatewaySettings");
  const change = { channels: [{ no: 1, name: "Flat 1" }], building: { name: "Rue Haute 1" } };
  const body = { kind: "set-configuration", parentVersion: settings.version, change };
  // Both are given before the gateway has the first: the second was made from what is no more.
  const [first, second] = await Promise.all([
    building.ask<PortalCommand>("giveChange", body),
    building.ask<PortalCommand>("giveChange", {
      ...body,
      change: { channels: [{ no: 1, name: "Flat one" }] },
    }),
  ]);
  const answers = [
    await building.answered(first.commandId),
    await building.answered(second.commandId),
  ];
  expect(answers.map(({ state }) => state).sort()).toEqual(["confirmed", "refused"]);
  const confirmed = answers.find(({ state }) => state === "confirmed");
  expect(answers.find(({ state }) => state === "refused")?.answer?.code).toBe("CHANGED_MEANWHILE");
  const saved = await gateway.get<Revision>("/configuration");
  expect(saved).toMatchObject({
    revision: confirmed?.answer?.revision,
    savedBy: "server: anna@example.org",
    cause: "server",
  });
  expect(saved.configuration["server"]).toMatchObject({ url: building.wire.url });
  // The server hears of it as of any other save.
  const kept = () => building.ask<GatewaySettings>("gatewaySettings");
  await until("kept", kept, ({ version }) => version > settings.version);
});

let lied = 0;
function lie(part: Partial<SentCommand>): SentCommand {
  lied += 1;
  const nowMs = Date.now();
  const sent: SentCommand = {
    commandId: lied.toString(16).padStart(32, "f"),
    kind: "read-now",
    generation: 1,
    issuedAt: new Date(nowMs).toISOString(),
    expiresAt: new Date(nowMs + 60_000).toISOString(),
    by: "mallory@example.org",
    body: { channelNo: 1 },
    ...part,
  };
  building.wire.lies.push(sent);
  return sent;
}

test("what a lying server asks is refused for its reason, counted, and noted", async () => {
  const before = await headSeq();
  const hourAgo = { issuedAt: "2026-01-01T00:00:00Z", expiresAt: "2026-01-01T01:00:00Z" };
  const repeated = given.find(({ kind }) => kind === "new-period");
  const replayed = lie({ kind: "new-period", commandId: repeated?.commandId ?? "" });
  building.wire.told.splice(0);
  const refusals = [
    [replayed, "replayed"],
    [lie({ generation: 2 }), "other-generation"],
    [lie(hourAgo), "expired"],
    [lie({ kind: "format-disk" }), "unknown-kind"],
    [lie({ body: { channelNo: "all" } }), "malformed"],
    [
      lie({ kind: "set-configuration", body: { parent: "0".repeat(64), change: { web: {} } } }),
      "malformed",
    ],
  ] as const;
  // The wire is asked when the question that waits at the server has ended.
  await building.ask("giveCommand", { kind: "read-now", channelNo: 16 });
  for (const [{ commandId }, code] of refusals) {
    const { answer, status } = await building.toldOf(commandId);
    expect(answer).toMatchObject({ outcome: "refused", code });
    // The server gave none of them, but for the one that was answered long ago.
    expect(status).toBe(code === "replayed" ? 200 : 404);
  }
  expect(await headSeq()).toBe(before);
  const state = await gateway.get<CommandsState>("/server/commands");
  expect(state.refused).toBeGreaterThanOrEqual(refusals.length);
  const audit = JSON.stringify(await gateway.get("/audit"));
  for (const [, code] of refusals) expect(audit).toContain(`"code":"${code}"`);
  expect(await building.command(replayed.commandId)).toMatchObject({ state: "confirmed" });
});

test("switched off it fetches nothing", async () => {
  const file = building.file(", commands: false");
  await mega("config", "import", file, "--data", building.dataFolder);
  const state = () => gateway.get<CommandsState>("/server/commands");
  await until("off", state, (now) => now.state === "off");
  const { commandId } = await building.ask<PortalCommand>("giveCommand", {
    ...{ kind: "read-now", channelNo: 1 },
  });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await building.command(commandId)).toMatchObject({ state: "queued" });
  const withdrawn = await building.ask<PortalCommand>("withdrawCommand", undefined, commandId);
  expect(withdrawn.state).toBe("withdrawn");
});

test("the ledger holds what was confirmed, each once and in the command's own name", async () => {
  await gateway.end();
  const entries = await building.entries();
  for (const { commandId, kind, answer } of given) {
    const own = [...entries].filter(([, { actor }]) => actor === `command-${commandId}`);
    if (kind === "new-period" || kind === "exchange") {
      expect(own.map(([seq]) => seq)).toEqual(answer?.entries);
    } else expect(own).toEqual([]);
  }
  const started = [...entries.values()].filter(
    ({ kind, actor }) => kind === "TenancyStarted" && actor.startsWith("command-"),
  );
  expect(started.length).toBe(1);
});
