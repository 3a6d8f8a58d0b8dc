import { operations, type SessionAnswer } from "@mega/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { LightMyRequestResponse } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type AccessRig,
  lanIp,
  makeAccessRig,
  ownerPassword,
  type Visitor,
} from "./testing/access-rig.ts";

let rig: AccessRig;
let owner: Visitor;
beforeEach(async () => {
  rig = await makeAccessRig();
  owner = await rig.claim();
});
afterEach(() => rig.close());

const ajv = new Ajv2020({ allErrors: true });

/** The answer as the contract describes it. */
function read<Answer>(name: keyof typeof operations, answer: LightMyRequestResponse): Answer {
  const operation = operations[name];
  expect(answer.statusCode, answer.body).toBe(operation.status);
  if (!("answer" in operation)) throw new Error(`${name} has no answer in JSON`);
  const isAnswer = ajv.compile(operation.answer);
  const body = answer.json<Answer>();
  expect(isAnswer(body), JSON.stringify(isAnswer.errors)).toBe(true);
  return body;
}

const code = (answer: LightMyRequestResponse) => answer.json<{ readonly code: string }>().code;
const field = (answer: LightMyRequestResponse) =>
  answer.json<{ readonly errors: readonly { readonly code: string }[] }>().errors[0]?.code;

interface Invited {
  readonly account: { readonly accountId: string };
  readonly invitation: string;
}

/** An invited account, by the owner. */
async function invite(name: string, role: string, grants: object[] = []): Promise<Invited> {
  const body = { name, role, language: "de", email: null, grants };
  const headers = await rig.confirmed(owner, ownerPassword);
  return read<Invited>("addAccount", await rig.ask("POST", "/accounts", { body, headers }));
}

/** Somebody who has accepted his invitation. */
async function join(name: string, role: string, grants: object[] = []) {
  const { account, invitation } = await invite(name, role, grants);
  const password = `${name} likes long walks`;
  const answer = await rig.ask("POST", `/invitations/${invitation}`, { body: { password } });
  read("acceptInvitation", answer);
  return { ...rig.entered(answer), accountId: account.accountId, password, invitation };
}

const change = { disabled: false, language: "de", email: null, grants: [] };
const stay = { channelNo: 3, from: "2026-01-01T00:00:00+01:00", to: null };

test("an invited person is told who invites him, and alone sets his password", async () => {
  const { invitation } = await invite("berta", "installer");
  const told = read("invitation", await rig.ask("GET", `/invitations/${invitation}`));
  expect(told).toEqual({ name: "berta", role: "installer", location: "Hollestraat 1" });
  const body = { password: "the cellar is dry" };
  const entered = await rig.ask("POST", `/invitations/${invitation}`, { body });
  const session = read<SessionAnswer>("acceptInvitation", entered);
  expect(session.account).toMatchObject({ name: "berta", language: "de", channels: null });
  const again = await rig.ask("POST", `/invitations/${invitation}`, { body });
  expect([again.statusCode, code(again)]).toEqual([403, "PROOF_REFUSED"]);
  const login = await rig.ask("POST", "/session", { body: { name: "Berta", ...body } });
  expect(read<SessionAnswer>("login", login).state).toBe("logged-in");
});

test("an invitation ends after a week", async () => {
  const { invitation } = await invite("berta", "installer");
  await rig.rig.clock.advanceTo(rig.rig.clock.nowMs() + 7 * 24 * 3_600_000);
  expect(code(await rig.ask("GET", `/invitations/${invitation}`))).toBe("PROOF_REFUSED");
});

test("a new invitation ends the old password and every session", async () => {
  const berta = await join("berta", "installer");
  const headers = await rig.confirmed(owner, ownerPassword);
  const path = `/accounts/${berta.accountId}/invitation`;
  read("inviteAgain", await rig.ask("POST", path, { headers }));
  expect((await rig.ask("GET", "/counters", berta)).statusCode).toBe(401);
  const body = { name: "berta", password: berta.password };
  expect(code(await rig.ask("POST", "/session", { body }))).toBe("LOGIN_REFUSED");
});

test("a tenant has his stays and no configuration, and chooses his hourly values himself", async () => {
  const tenant = await join("toon", "tenant", [stay]);
  expect(tenant.session.account).toMatchObject({ channels: [3], hourly: false });
  expect((await rig.ask("GET", "/configuration", tenant)).statusCode).toBe(403);
  for (const allowed of [true, false]) {
    const { headers } = tenant;
    const answer = await rig.ask("PUT", "/session/hourly", { headers, body: { allowed } });
    expect(read<SessionAnswer>("chooseHourly", answer).account?.hourly).toBe(allowed);
  }
});

test("a manager manages tenants, and sees no other account", async () => {
  const manager = await join("mona", "manager");
  await join("toon", "tenant", [stay]);
  const list = read<{ readonly accounts: { readonly name: string }[] }>(
    "accounts",
    await rig.ask("GET", "/accounts", manager),
  );
  expect(list.accounts.map(({ name }) => name)).toEqual(["toon"]);
  const asked = async (role: string) => {
    const headers = await rig.confirmed(manager, manager.password);
    const body = { name: `new ${role}`, role, language: "fr", email: null, grants: [] };
    return (await rig.ask("POST", "/accounts", { headers, body })).statusCode;
  };
  expect([await asked("tenant"), await asked("manager"), await asked("owner")]).toEqual([
    201, 403, 403,
  ]);
  const headers = await rig.confirmed(manager, manager.password);
  const path = `/accounts/${manager.accountId}`;
  expect((await rig.ask("DELETE", path, { headers })).statusCode).toBe(404);
});

test("a tenant made owner, or anybody disabled, loses his sessions", async () => {
  const berta = await join("berta", "installer");
  const path = `/accounts/${berta.accountId}`;
  const put = async (body: object) => {
    const headers = await rig.confirmed(owner, ownerPassword);
    return rig.ask("PUT", path, { headers, body });
  };
  read("changeAccount", await put({ ...change, role: "installer" }));
  expect((await rig.ask("GET", "/counters", berta)).statusCode).toBe(200);
  read("changeAccount", await put({ ...change, role: "installer", disabled: true }));
  expect((await rig.ask("GET", "/counters", berta)).statusCode).toBe(401);
  const body = { name: "berta", password: berta.password };
  expect(code(await rig.ask("POST", "/session", { body }))).toBe("LOGIN_REFUSED");
});

test("the last owner stays one who can log in", async () => {
  const { accounts } = (await rig.ask("GET", "/accounts", owner)).json<{
    readonly accounts: readonly { readonly accountId: string }[];
  }>();
  const path = `/accounts/${accounts[0]?.accountId}`;
  const refused = async (method: "PUT" | "DELETE" | "POST", to: string, body?: object) => {
    const headers = await rig.confirmed(owner, ownerPassword);
    const answer = await rig.ask(method, to, body === undefined ? { headers } : { headers, body });
    expect([answer.statusCode, field(answer)]).toEqual([409, "last-owner"]);
  };
  await refused("DELETE", path);
  await refused("PUT", path, { ...change, role: "owner", disabled: true });
  await refused("PUT", path, { ...change, role: "manager" });
  await refused("POST", `${path}/invitation`);
  const second = await join("olga", "owner");
  const headers = await rig.confirmed(second, second.password);
  read("deleteAccount", await rig.ask("DELETE", path, { headers }));
  expect((await rig.ask("GET", "/accounts", owner)).statusCode).toBe(401);
});

test("an account that cannot be is refused with its field", async () => {
  const refused = async (asked: object) => {
    const headers = await rig.confirmed(owner, ownerPassword);
    const account = { name: "carl", role: "tenant", language: "fr", email: null, grants: [] };
    const answer = await rig.ask("POST", "/accounts", { headers, body: { ...account, ...asked } });
    return [answer.statusCode, answer.json<{ readonly detail: string }>().detail];
  };
  expect(await refused({ name: "ANNA" })).toMatchObject([400, expect.stringContaining("/name")]);
  expect(await refused({ role: "installer", grants: [stay] })).toMatchObject([
    400,
    expect.stringContaining("/grants"),
  ]);
  const backwards = { ...stay, to: "2025-12-31T00:00:00Z" };
  expect(await refused({ grants: [backwards] })).toMatchObject([
    400,
    expect.stringContaining("/grants/0/to"),
  ]);
  expect(await refused({ name: "-" })).toMatchObject([400, expect.anything()]);
  expect(await refused({ email: "nobody" })).toMatchObject([400, expect.anything()]);
  expect(await refused({ grants: Array.from({ length: 65 }, () => stay) })).toMatchObject([
    400,
    expect.anything(),
  ]);
});

test("a token is shown once, works as its scopes say, and stops when it is revoked", async () => {
  const integrator = await join("ingrid", "integrator");
  const make = async (scopes: string[], expiresAt: string | null = null) => {
    const headers = await rig.confirmed(integrator, integrator.password);
    const body = { name: "dashboard", scopes, expiresAt };
    return rig.ask("POST", "/tokens", { headers, body });
  };
  const made = read<{ readonly token: string; readonly tokenId: string }>(
    "addToken",
    await make(["read:counters"]),
  );
  const headers = { authorization: `Bearer ${made.token}` };
  expect((await rig.ask("GET", "/counters", { headers })).statusCode).toBe(200);
  expect((await rig.ask("GET", "/buses", { headers })).statusCode).toBe(403);
  // A program needs no word against forgery, but its scope.
  expect((await rig.ask("POST", "/rounds", { headers, body: {} })).statusCode).toBe(403);
  expect((await make(["read:counters"], "2026-01-01T00:00:00Z")).statusCode).toBe(400);
  const listed = await rig.ask("GET", "/tokens", owner);
  read("tokens", listed);
  expect(listed.body).not.toContain(made.token);
  const dump = JSON.stringify(rig.access.database.db.prepare("SELECT * FROM token").all());
  expect(dump).not.toContain(made.token);
  const gone = await rig.confirmed(owner, ownerPassword);
  read("revokeToken", await rig.ask("DELETE", `/tokens/${made.tokenId}`, { headers: gone }));
  expect((await rig.ask("GET", "/counters", { headers })).statusCode).toBe(401);
});

test("a token dies with the account of its maker", async () => {
  const integrator = await join("ingrid", "integrator");
  const body = { name: "dashboard", scopes: ["read:counters"], expiresAt: null };
  const confirmed = await rig.confirmed(integrator, integrator.password);
  const { token } = read<{ readonly token: string }>(
    "addToken",
    await rig.ask("POST", "/tokens", { headers: confirmed, body }),
  );
  const headers = { authorization: `Bearer ${token}` };
  expect((await rig.ask("GET", "/counters", { headers })).statusCode).toBe(200);
  const gone = await rig.confirmed(owner, ownerPassword);
  await rig.ask("DELETE", `/accounts/${integrator.accountId}`, { headers: gone });
  expect((await rig.ask("GET", "/counters", { headers })).statusCode).toBe(401);
});

test("what was done to accounts stands in the audit log, without any secret", async () => {
  const berta = await join("berta", "installer");
  const answer = await rig.ask("GET", "/audit?limit=200", owner);
  const page = read<{ readonly entries: { readonly action: string; fromIp: string }[] }>(
    "audit",
    answer,
  );
  expect(page).toMatchObject({ chain: { holds: true, firstBad: null } });
  const actions = page.entries.map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(["claimed", "login", "account-added", "invitation-accepted"]),
  );
  expect(page.entries[0]?.fromIp).toBe(lanIp);
  for (const secret of [ownerPassword, berta.password, berta.invitation, "$argon2id$"]) {
    expect(answer.body).not.toContain(secret);
  }
});

test("the audit log is read page by page, and an altered entry is told", async () => {
  await join("berta", "installer");
  const first = (await rig.ask("GET", "/audit?limit=2", owner)).json<{
    readonly entries: readonly { readonly no: number }[];
  }>();
  const before = first.entries.at(-1)?.no ?? 0;
  const second = (await rig.ask("GET", `/audit?limit=2&before=${before}`, owner)).json<{
    readonly entries: readonly { readonly no: number }[];
  }>();
  expect(second.entries[0]?.no).toBe(before - 1);
  const { db } = rig.access.database;
  db.exec("DROP TRIGGER audit_is_never_updated; UPDATE audit SET actor = 'nobody' WHERE no = 2");
  await rig.rig.clock.advanceTo(rig.rig.clock.nowMs() + 60_000);
  expect((await rig.ask("GET", "/audit", owner)).json()).toMatchObject({
    chain: { holds: false, firstBad: 2 },
  });
});
