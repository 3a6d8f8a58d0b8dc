import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  BuildingList,
  PortalAccountList,
  PortalAuditPage,
  PortalGatewayList,
  PortalOperationName,
  RightList,
  StayList,
} from "@mega/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { beginEnrolment } from "../enrolment/begin-enrolment.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { inviteAtMachine } from "./invite-at-machine.ts";
import {
  enteredBy,
  makePortalRig,
  type PortalAsked,
  type PortalRig,
} from "./testing/portal-rig.ts";
import { type OwnersView, ownersView, type PersonOfTwo, people } from "./testing/two-buildings.ts";

let postgres: TestPostgres;
let rig: PortalRig;
let owner: OwnersView;
beforeAll(async () => {
  postgres = await startTestPostgres();
  rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-portal-")));
  owner = await ownersView(rig.url);
});
afterAll(async () => {
  await owner.close();
  await rig.close();
  await postgres.stop();
});
beforeEach(() => owner.seed());

const as = async (who: PersonOfTwo, name: PortalOperationName, asked: PortalAsked = {}) =>
  rig.ask(name, { ...asked, headers: await rig.loggedIn(people[who]) });
const building = { buildingId: 1 };
const zoe = { email: "Zoe@Example.org", name: "Zoé", language: "de" };

test("a right for an address without an account makes one and invites its person", async () => {
  const body = { ...zoe, role: "installer" };
  const { rights } = (
    await as("managerA", "giveRight", { params: building, body })
  ).json<RightList>();
  expect(rights.find(({ email }) => email === "zoe@example.org")).toMatchObject({
    name: "Zoé",
    role: "installer",
    state: "invited",
  });
  expect(await owner.run("SELECT kind, to_email, about FROM mail")).toEqual([
    {
      kind: "invitation",
      to_email: "zoe@example.org",
      about: { building: "Residence Alpha", by: "Anna" },
    },
  ]);
});

test("a right for whoever has a password changes neither his name nor sends a mail", async () => {
  await owner.run("UPDATE account SET password_hash = 'x' WHERE account_id = 3");
  const body = { email: "manager-b@example.org", name: "Other", language: "fr", role: "manager" };
  const given = (await as("managerA", "giveRight", { params: building, body })).json<RightList>();
  expect(given.rights.map(({ name, state }) => `${name} ${state}`)).toContain("Bert active");
  expect(await owner.run("SELECT FROM mail")).toEqual([]);
  const seen = (await as("managerB", "buildings")).json<BuildingList>();
  expect(seen.buildings.map(({ name }) => name)).toEqual(["Residence Alpha", "Residence Beta"]);
});

test("a building is never left without a manager, by nobody", async () => {
  const params = { buildingId: 1, accountId: people.managerA };
  const demoted = {
    email: "manager-a@example.org",
    name: "Anna",
    language: "fr",
    role: "installer",
  };
  for (const who of ["managerA", "operator"] as const) {
    const ended = await as(who, "endRight", { params });
    const lowered = await as(who, "giveRight", { params: building, body: demoted });
    for (const answer of [ended, lowered])
      expect(answer.json()).toMatchObject({ code: "CONFLICT" });
  }
  const body = { email: "manager-b@example.org", name: "Bert", language: "nl", role: "manager" };
  await as("managerA", "giveRight", { params: building, body });
  expect((await as("managerB", "endRight", { params })).statusCode).toBe(200);
  expect((await as("managerA", "rights", { params: building })).statusCode).toBe(404);
});

test("two managers who end each other's right at once leave one of them", async () => {
  await owner.run("INSERT INTO building_right VALUES (1, 3, 'manager')");
  const [byA, byB] = await Promise.all([
    as("managerA", "endRight", { params: { ...building, accountId: people.managerB } }),
    as("managerB", "endRight", { params: { ...building, accountId: people.managerA } }),
  ]);
  expect([byA, byB].map(({ statusCode }) => statusCode).sort()).not.toEqual([200, 200]);
  const left = await owner.run(
    "SELECT FROM building_right WHERE building_id = 1 AND role = 'manager'",
  );
  expect(left).toHaveLength(1);
});

test("a stay is given, ended and told in the audit; an end before its begin is refused", async () => {
  const gateway = { gatewayId: 1 };
  const body = { ...zoe, channelNo: 3, from: "2026-04-01T00:00:00+02:00", to: null };
  const given = (await as("managerA", "giveStay", { params: gateway, body })).json<StayList>();
  const stay = given.stays.find(({ channelNo }) => channelNo === 3);
  expect(stay).toMatchObject({
    email: "zoe@example.org",
    from: "2026-03-31T22:00:00.000Z",
    to: null,
  });
  const params = { ...gateway, stayId: stay?.stayId ?? 0 };
  const early = { to: "2026-03-31T22:00:00Z" };
  const refused = await as("managerA", "changeStay", { params, body: early });
  expect(refused.json()).toMatchObject({ errors: [{ pointer: "/to" }] });
  const ended = { to: "2026-05-01T12:00:00Z" };
  await as("managerA", "changeStay", { params, body: ended });
  const audit = (
    await as("managerA", "buildingAudit", { params: building })
  ).json<PortalAuditPage>();
  expect(audit.entries.slice(0, 2)).toMatchObject([
    {
      actor: "manager-a@example.org",
      action: "stay-changed",
      person: "zoe@example.org",
      gateway: "02:00:00:00:0a:01",
      before: { to: null },
    },
    { actor: "manager-a@example.org", action: "stay-given", after: { channelNo: 3, to: null } },
  ]);
  const no = audit.entries[0]?.no ?? 0;
  const query = { before: String(no) };
  const older = (
    await as("managerA", "buildingAudit", { params: building, query })
  ).json<PortalAuditPage>();
  expect(older.entries[0]?.action).toBe("stay-given");
});

test("a channel has one tenant at a time: a stay that overlaps another is refused at its field", async () => {
  const params = { gatewayId: 1 };
  const give = async (from: string, to: string | null) =>
    (await as("managerA", "giveStay", { params, body: { ...zoe, channelNo: 1, from, to } })).json<
      StayList & { readonly errors?: unknown }
    >();
  const overlap = (pointer: string) => ({
    code: "CONFLICT",
    errors: [{ pointer, code: "overlap" }],
  });
  expect(await give("2026-04-01T00:00:00Z", null)).toMatchObject(overlap("/from"));
  expect(await give("2024-06-01T00:00:00Z", "2025-01-01T00:00:01Z")).toMatchObject(overlap("/to"));
  expect(await give("2024-06-01T00:00:00Z", null)).toMatchObject(overlap("/to"));
  expect(await owner.run("SELECT FROM account WHERE email = 'zoe@example.org'")).toEqual([]);
  const before = await give("2024-06-01T00:00:00Z", "2025-01-01T00:00:00Z");
  expect(before.stays).toHaveLength(3);
  // The stay of before is not opened into the one that followed it.
  const change = await as("managerA", "changeStay", {
    params: { gatewayId: 1, stayId: 1 },
    body: { to: null },
  });
  expect(change.json()).toMatchObject(overlap("/to"));
});

test("a day that there is not, and a channel beyond the greatest model, are refused by field", async () => {
  const params = { gatewayId: 1 };
  const give = (more: object) =>
    as("managerA", "giveStay", {
      params,
      body: { ...zoe, channelNo: 1, from: "2026-02-01T00:00:00Z", to: null, ...more },
    });
  expect((await give({ from: "2026-02-30T00:00:00Z" })).json()).toMatchObject({
    errors: [{ pointer: "/from", code: "format" }],
  });
  expect((await give({ channelNo: 129 })).json()).toMatchObject({ code: "REQUEST_INVALID" });
  expect(await owner.run("SELECT FROM account WHERE email = 'zoe@example.org'")).toEqual([]);
});

test("buildings and gateways tell when they were last heard of and who is silent", async () => {
  const nowMs = rig.clock.nowMs();
  await owner.run(
    `UPDATE ledger SET received_at_ms = ${nowMs - 3 * 3_600_000} WHERE gateway_id = 1`,
  );
  const list = (await as("managerA", "buildings")).json<BuildingList>();
  expect(list.buildings).toMatchObject([
    { name: "Residence Alpha", role: "manager", gateways: 1, silentGateways: 1 },
    { name: "Residence Gamma", gateways: 0, silentGateways: 0, lastUploadAt: null },
  ]);
  const shown = (await as("installer", "gateways", { params: building })).json<PortalGatewayList>();
  expect(shown.gateways).toMatchObject([
    {
      mac: "02:00:00:00:0a:01",
      lastUploadAt: list.buildings[0]?.lastUploadAt,
      silentSince: list.buildings[0]?.lastUploadAt,
      ledger: { ledgerId: "aa".repeat(16), headSeq: 7, headHash: "aa".repeat(32) },
    },
  ]);
  await owner.run(`UPDATE ledger SET received_at_ms = ${nowMs - 3_600_000} WHERE gateway_id = 1`);
  const again = (await as("operator", "gateways", { params: building })).json<PortalGatewayList>();
  expect(again.gateways[0]?.silentSince).toBeNull();
});

test("a gateway is bound by the code that it shows, moved between one's buildings, and revoked", async () => {
  const request = { mac: "02:00:00:00:0c:01", model: "MEGA16" } as const;
  const { code } = await beginEnrolment(rig.context, request, "198.51.100.1");
  const typed = `${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`;
  const asked = { params: building, body: { code: typed } };
  const bound = (await as("managerA", "enrolGateway", asked)).json<PortalGatewayList>();
  const made = bound.gateways.find(({ mac }) => mac === request.mac);
  expect(made).toMatchObject({ model: "MEGA16", lastUploadAt: null, ledger: null });
  const params = { gatewayId: made?.gatewayId ?? 0 };
  await as("managerA", "transferGateway", { params, body: { buildingId: 3 } });
  const gamma = { params: { buildingId: 3 } };
  const moved = (await as("managerA", "gateways", gamma)).json<PortalGatewayList>();
  expect(moved.gateways.map(({ mac }) => mac)).toEqual([request.mac]);
  const revoked = (await as("managerA", "revokeGateway", { params })).json<PortalGatewayList>();
  expect(revoked.gateways[0]?.revokedAt).not.toBeNull();
});

test("a disabled account is out at once and in again later; nobody disables his own", async () => {
  const params = { accountId: people.tenantA };
  const open = await rig.loggedIn(people.tenantA);
  const change = (disabled: boolean, whom: { readonly accountId: number } = params) =>
    as("operator", "changeAccount", { params: whom, body: { disabled } });
  expect((await change(true)).json()).toMatchObject({ state: "disabled" });
  expect((await rig.ask("me", { headers: open })).statusCode).toBe(401);
  expect((await change(false)).json()).toMatchObject({ state: "invited" });
  expect((await change(true, { accountId: people.operator })).statusCode).toBe(409);
});

test("the operator lists accounts behind an address, and makes none twice", async () => {
  const query = { after: "manager-b@example.org" };
  const list = (await as("operator", "accounts", { query })).json<PortalAccountList>();
  expect(list.accounts.map(({ email, roles }) => `${email} ${roles}`)).toEqual([
    "nobody@example.org ",
    "operator@example.org operator",
    "tenant-a@example.org tenant",
    "tenant-b@example.org tenant",
  ]);
  const body = { ...zoe, operator: true };
  expect((await as("operator", "addAccount", { body })).json()).toMatchObject({
    roles: ["operator"],
  });
  const twice = await as("operator", "addAccount", { body });
  expect(twice.json()).toMatchObject({
    status: 409,
    errors: [{ pointer: "/email", code: "taken" }],
  });
});

test("whoever is at the machine lets the first operator in, and anybody who lost everything", async () => {
  const at = {
    dataFolder: "/nowhere",
    databaseUrl: rig.url,
    language: "nl",
    clock: rig.clock,
  } as const;
  const { word } = await inviteAtMachine({ ...at, email: "New@Example.org", operator: true });
  const body = { password: "four odd words here" };
  const entered = await rig.ask("acceptInvitation", { body: { ...body, word } });
  expect(entered.json()).toMatchObject({
    stage: "second-factor-setup",
    account: { email: "new@example.org", language: "nl", roles: ["operator"] },
  });
  const again = await inviteAtMachine({ ...at, email: "new@example.org", operator: false });
  const looked = await rig.ask("invitation", { body: { word: again.word } });
  expect(looked.json()).toMatchObject({ purpose: "reset" });
  await rig.ask("acceptInvitation", { body: { ...body, word: again.word } });
  expect((await rig.ask("session", { headers: enteredBy(entered) })).json()).toMatchObject({
    stage: "none",
  });
  const wrong = inviteAtMachine({ ...at, email: "no address", operator: false });
  await expect(wrong).rejects.toMatchObject({ code: "REQUEST_INVALID" });
  await owner.run("UPDATE account SET disabled_at = now() WHERE email = 'new@example.org'");
  const disabled = inviteAtMachine({ ...at, email: "new@example.org", operator: false });
  await expect(disabled).rejects.toThrow("is disabled");
});
