// Commands over a real database: who may give which, what a gateway is handed over, what it answers.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMANDS_OPEN_MAX, type CommandList, type PortalCommand } from "@mega/contract";
import { backupText, type CommandAnswer, configurationHash, configurationMark } from "@mega/uplink";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { putConfiguration } from "../backup/configuration-versions.ts";
import { makePortalRig, type PortalRig } from "../portal/testing/portal-rig.ts";
import { type OwnersView, ownersView, people } from "../portal/testing/two-buildings.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { answerCommand } from "./answer-command.ts";
import { deliverCommands } from "./deliver-commands.ts";
import { giveCommand } from "./give-command.ts";

let postgres: TestPostgres;
let folder: string;
let rig: PortalRig;
let owner: OwnersView;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-commands-"));
  rig = await makePortalRig(postgres, folder);
  owner = await ownersView(rig.url);
  await owner.seed();
  await owner.run("DELETE FROM command");
});
afterEach(async () => {
  await owner.close();
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

const gatewayA = { gatewayId: 1, generation: 1 };
const gatewayB = { gatewayId: 2, generation: 1 };
const params = { gatewayId: 1 };
const period = {
  kind: "new-period",
  request: { effectiveAt: null, index: { kind: "read" }, confirmChannelNo: 3 },
};
const done: CommandAnswer = {
  ...{ outcome: "done", at: "2026-05-02T08:00:30Z", entries: [12, 13], revision: null },
};

async function give(body: object, accountId: number = people.managerA): Promise<PortalCommand> {
  const name = (body as { kind: string }).kind.startsWith("read") ? "giveCommand" : "giveChange";
  const headers = await rig.loggedIn(accountId);
  const answer = await rig.ask(name, { params, body, headers });
  if (answer.statusCode !== 202) throw new Error(answer.body);
  return answer.json<PortalCommand>();
}

async function refusal(body: object, accountId: number = people.managerA): Promise<string> {
  try {
    await give(body, accountId);
  } catch (error) {
    return JSON.parse((error as Error).message).code;
  }
  return "none";
}

const deliver = (to = gatewayA) =>
  deliverCommands(rig.context.database, to, rig.clock.nowMs()).then(({ commands }) => commands);
const answer = (commandId: string, told: CommandAnswer = done, from = gatewayA) =>
  answerCommand(rig.context.database, from, commandId, { answer: told, nowMs: rig.clock.nowMs() });

async function list(accountId: number = people.managerA): Promise<CommandList["commands"]> {
  const headers = await rig.loggedIn(accountId);
  return (await rig.ask("commands", { params, headers })).json<CommandList>().commands;
}

const audited = () =>
  owner.run(
    "SELECT action, actor_kind, building_id FROM audit WHERE action LIKE 'command%' ORDER BY audit_id",
  );

test("a command is given, handed over, answered, and confirmed by nothing else", async () => {
  const given = await give(period);
  expect(given).toMatchObject({
    kind: "new-period",
    channelNo: 3,
    state: "queued",
    givenBy: "manager-a@example.org",
    answer: null,
  });
  const [sent] = await deliver();
  expect(sent).toEqual({
    commandId: given.commandId,
    kind: "new-period",
    generation: 1,
    issuedAt: given.givenAt,
    expiresAt: given.expiresAt,
    by: "manager-a@example.org",
    body: period.request,
  });
  expect((await list())[0]).toMatchObject({ state: "delivered" });
  // Unanswered it is handed over once more.
  expect(await deliver()).toEqual([sent]);
  expect(await answer(given.commandId)).toBe("noted");
  expect((await list())[0]).toMatchObject({
    state: "confirmed",
    answer: { at: done.at, entries: [12, 13], revision: null, code: null },
  });
  expect(await deliver()).toEqual([]);
  expect(await audited()).toEqual([
    { action: "command-given", actor_kind: "account", building_id: 1 },
    { action: "command-delivered", actor_kind: "gateway", building_id: 1 },
    { action: "command-answered", actor_kind: "gateway", building_id: 1 },
  ]);
});

test("the first answer stands, however often it comes", async () => {
  const { commandId } = await give(period);
  await deliver();
  await answer(commandId);
  expect(await answer(commandId)).toBe("known");
  const at = "2026-05-02T08:01:00Z";
  const replayed: CommandAnswer = { outcome: "refused", at, code: "replayed", detail: "" };
  expect(await answer(commandId, replayed)).toBe("known");
  const other: CommandAnswer = { ...done, entries: [99] };
  await expect(answer(commandId, other)).rejects.toMatchObject({ code: "CONFLICT" });
  expect((await list())[0]?.answer?.entries).toEqual([12, 13]);
});

test("an answer of another gateway, and to a command that there is not, is refused", async () => {
  const { commandId } = await give(period);
  await deliver();
  const before = await owner.fingerprint();
  const foreign = answer(commandId, done, gatewayB);
  await expect(foreign).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(answer("ff".repeat(16))).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await owner.fingerprint()).toBe(before);
  expect(await deliver(gatewayB)).toEqual([]);
});

test("a refusal of the gateway is shown with its reason", async () => {
  const { commandId } = await give({ kind: "read-now", channelNo: 3 });
  await deliver();
  const at = "2026-05-02T08:00:30Z";
  await answer(commandId, { outcome: "refused", at, code: "NOT_FOUND", detail: "no channel 3" });
  expect((await list())[0]).toMatchObject({
    state: "refused",
    answer: { code: "NOT_FOUND", detail: "no channel 3", entries: [] },
  });
});

test("what waits too long is not handed over; what was handed over in time may be answered late", async () => {
  const late = await give(period);
  await rig.clock.advanceBy(15 * 60_000);
  expect(await deliver()).toEqual([]);
  expect((await list())[0]).toMatchObject({ state: "expired", deliveredAt: null });
  const { commandId } = await give(period);
  await deliver();
  await rig.clock.advanceBy(60 * 60_000);
  expect((await list())[0]).toMatchObject({ commandId, state: "expired" });
  expect(await answer(commandId)).toBe("noted");
  expect((await list())[0]).toMatchObject({ commandId, state: "confirmed" });
  expect((await list())[1]).toMatchObject({ commandId: late.commandId, state: "expired" });
});

test("what names its own time waits for a day", async () => {
  const request = { ...period.request, effectiveAt: "2026-05-01T00:00:00+02:00" };
  await give({ ...period, request: { ...request, index: { kind: "interpolated" } } });
  await rig.clock.advanceBy(23 * 3_600_000);
  expect((await deliver()).length).toBe(1);
});

test("a command dies with the box that it was meant for, and with its gateway's place", async () => {
  await give(period);
  await owner.run("UPDATE gateway SET generation = 2 WHERE gateway_id = 1");
  expect(await deliver()).toEqual([]);
  expect(await deliver({ gatewayId: 1, generation: 2 })).toEqual([]);
  expect((await list())[0]).toMatchObject({ state: "expired" });

  await owner.run("UPDATE gateway SET generation = 1 WHERE gateway_id = 1");
  expect((await list())[0]).toMatchObject({ state: "queued" });
  await owner.run("UPDATE gateway SET building_id = 3 WHERE gateway_id = 1");
  expect(await deliver()).toEqual([]);
  // The manager of the building it stands in now is not shown what was asked before.
  expect(await list()).toEqual([]);

  await owner.run("UPDATE gateway SET building_id = 1, revoked_at = now() WHERE gateway_id = 1");
  expect(await deliver()).toEqual([]);
  expect(await refusal(period)).toBe("CONFLICT");
});

test("what somebody asked who has no right there any more is not handed over", async () => {
  const { commandId } = await give(period);
  await owner.run("DELETE FROM building_right WHERE account_id = 2 AND building_id = 1");
  expect(await deliver()).toEqual([]);
  expect(await owner.run(`SELECT state FROM command WHERE command_id = '${commandId}'`)).toEqual([
    { state: "withdrawn" },
  ]);
});

test("what a manager asked who is an installer by now is handed over where an installer may ask it", async () => {
  await give(period);
  const { commandId } = await give({ kind: "read-now", channelNo: 3 });
  await owner.run("UPDATE building_right SET role = 'installer' WHERE account_id = 2");
  expect((await deliver()).map((sent) => sent.commandId)).toEqual([commandId]);
});

test("it is taken back before the gateway has it, and not afterwards", async () => {
  const headers = await rig.loggedIn(people.managerA);
  const withdraw = (commandId: string) =>
    rig.ask("withdrawCommand", { params: { ...params, commandId }, headers });
  const first = await give(period);
  expect((await withdraw(first.commandId)).json()).toMatchObject({ state: "withdrawn" });
  expect(await deliver()).toEqual([]);
  const second = await give(period);
  await deliver();
  expect((await withdraw(second.commandId)).json()).toMatchObject({ code: "CONFLICT" });
  expect((await audited()).map(({ action }) => action)).toContain("command-withdrawn");
});

test("an installer reads and exchanges, and changes neither periods nor settings", async () => {
  const { installer, managerA } = people;
  const read = await give({ kind: "read-now", channelNo: null }, installer);
  expect(await refusal(period, installer)).toBe("FORBIDDEN");
  // Not even past the interface.
  const asInstaller = { kind: "account", accountId: installer } as const;
  const insert = rig.context.database.as(asInstaller, (tx) =>
    tx.query(
      `INSERT INTO command (gateway_id, command_id, building_id, kind, body, generation, given_by,
         given_address, given_at, expires_at)
       VALUES (1, repeat('cc', 16), 1, 'new-period', '{}', 1, 4, 'x', now(), now())`,
    ),
  );
  await expect(insert).rejects.toMatchObject({ code: "42501" });
  const headers = await rig.loggedIn(installer);
  const { commandId } = await give({ kind: "read-now", channelNo: 1 }, managerA);
  const foreign = await rig.ask("withdrawCommand", { params: { ...params, commandId }, headers });
  expect(foreign.json()).toMatchObject({ code: "CONFLICT" });
  const own = { ...params, commandId: read.commandId };
  expect((await rig.ask("withdrawCommand", { params: own, headers })).statusCode).toBe(200);
});

test("so many wait and no more; those that are over make place", async () => {
  for (let no = 0; no < COMMANDS_OPEN_MAX; no += 1) await give({ kind: "read-now", channelNo: 1 });
  expect(await refusal({ kind: "read-now", channelNo: 1 })).toBe("CONFLICT");
  expect((await deliver()).length).toBe(8);
  await rig.clock.advanceBy(15 * 60_000);
  await give({ kind: "read-now", channelNo: 1 });
}, 20_000);

test("a secret reaches the gateway alone, and is gone when it was answered", async () => {
  const { managerA } = people;
  const giver = {
    identity: { kind: "account", accountId: managerA },
    actor: { kind: "account", accountId: managerA, address: "192.0.2.1" },
    email: "manager-a@example.org",
    nowMs: rig.clock.nowMs(),
  } as const;
  const secret = "s".repeat(22);
  const given = { gatewayId: 1, body: { tunnelId: "1".repeat(32) }, secret, validMs: 60_000 };
  const { commandId } = await rig.context.database.as(giver.identity, (tx) =>
    giveCommand(tx, giver, { ...given, kind: "open-tunnel" }),
  );
  expect(JSON.stringify(await list())).not.toContain(secret);
  const look = rig.context.database.as(giver.identity, (tx) =>
    tx.query("SELECT secret FROM command"),
  );
  await expect(look).rejects.toMatchObject({ code: "42501" });
  expect(JSON.stringify(await owner.run("SELECT * FROM audit"))).not.toContain(secret);
  expect((await deliver())[0]?.body).toEqual({ ...given.body, secret });
  await answer(commandId);
  expect(await owner.run("SELECT secret FROM command")).toEqual([{ secret: null }]);
});

test("what is not on the list is refused before anything is kept", async () => {
  const before = await owner.fingerprint();
  for (const body of [
    { kind: "read-now" },
    { kind: "read-now", channelNo: 129 },
    { kind: "read-all", channelNo: null },
  ]) {
    expect(await refusal(body)).toBe("REQUEST_INVALID");
  }
  for (const body of [
    { kind: "open-tunnel" },
    { kind: "reboot" },
    { kind: "new-period", request: {} },
    { kind: "set-configuration", parentVersion: 1, change: { server: { url: "https://x.y" } } },
  ]) {
    expect(await refusal(body)).toBe("REQUEST_INVALID");
  }
  expect(await owner.fingerprint()).toBe(before);
});

const configuration = {
  version: 1,
  building: { name: "Residence Alpha" },
  gateway: { model: "MEGA32" },
  mail: { server: "smtp.example.org", password: "(secret kept)", to: "a@example.org" },
  channels: [{ no: 1, name: "Flat one", meter: "flat" }],
};

async function keepVersion(name: string, parent: string | null): Promise<string> {
  const content = { ...configuration, channels: [{ no: 1, name, meter: "flat" }] };
  const document = backupText({ configuration: content, profiles: [] });
  const sha256 = configurationHash(document, null);
  const put = { document, secrets: null, proofSha256: null, sha256, parent };
  await rig.context.database.as({ kind: "gateway", gatewayId: 1 }, (tx) =>
    putConfiguration(tx, gatewayA, put, rig.clock.nowMs()),
  );
  return sha256;
}

test("settings are shown, and a change names the configuration that it was made from", async () => {
  const first = await keepVersion("Flat one", null);
  const headers = await rig.loggedIn(people.managerA);
  const settings = (await rig.ask("gatewaySettings", { params, headers })).json();
  expect(settings).toMatchObject({
    version: 1,
    building: { name: "Residence Alpha" },
    channels: [{ no: 1, name: "Flat one", login: null, errorMail: false }],
    report: { to: "a@example.org", cc: [], rhythm: "month", at: "08:00", formats: ["csv"] },
  });
  expect(JSON.stringify(settings)).not.toContain("smtp");
  const change = { channels: [{ no: 1, name: "Flat 1" }] };
  const asked = { kind: "set-configuration", parentVersion: 1, change };
  await give(asked);
  const [sent] = await deliver();
  expect(sent?.body).toEqual({ parent: configurationMark(configuration), change });
  const stranger = { channels: [{ no: 9, name: "Nobody" }] };
  expect(await refusal({ ...asked, change: stranger })).toBe("REQUEST_INVALID");
  await keepVersion("Flat uno", first);
  expect(await refusal(asked)).toBe("CHANGED_MEANWHILE");
});
