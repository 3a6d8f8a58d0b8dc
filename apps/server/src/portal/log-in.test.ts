import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashPassword } from "@mega/access";
import type { FactorSet, FactorSetup, PortalSession } from "@mega/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { giveFactor } from "../access/factor-steps.ts";
import { changePassword, logIn as logInTo } from "../access/log-in.ts";
import type { ServerAccess } from "../access/server-access.ts";
import { factorCode, factorStep } from "../access/totp.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { enteredBy, headersOf, makePortalRig, type PortalRig } from "./testing/portal-rig.ts";
import { type OwnersView, ownersView, type PersonOfTwo, people } from "./testing/two-buildings.ts";

const password = "four odd words here";
const MINUTE_MS = 60_000;
let postgres: TestPostgres;
let hash: string;
let rig: PortalRig;
let owner: OwnersView;

beforeAll(async () => {
  postgres = await startTestPostgres();
  hash = await hashPassword(password);
  rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-portal-")));
  owner = await ownersView(rig.url);
});
afterAll(async () => {
  await owner.close();
  await rig.close();
  await postgres.stop();
});
let place = 0;
beforeEach(async () => {
  await owner.seed();
  await owner.run(`UPDATE account SET password_hash = '${hash}'`);
  // Wrong passwords of one test hold up no other.
  place += 1;
});
const home = () => `203.0.113.${place}`;

const emailOf = (who: PersonOfTwo) => {
  const local = {
    managerA: "manager-a",
    managerB: "manager-b",
    tenantA: "tenant-a",
    tenantB: "tenant-b",
  };
  return `${who in local ? local[who as keyof typeof local] : who}@example.org`;
};
const logIn = (who: PersonOfTwo, typed = password, ip = home()) =>
  rig.ask("login", { body: { email: emailOf(who), password: typed }, ip });
const sessionOf = async (headers: Readonly<Record<string, string>>) =>
  (await rig.ask("session", { headers })).json<PortalSession>();
const secretBytes = (secret: string) => {
  const bits = [...secret]
    .map((letter) =>
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
    )
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
const codeNow = (secret: string) => factorCode(secretBytes(secret), factorStep(rig.clock.nowMs()));
const step = () => rig.clock.advanceTo(rig.clock.nowMs() + 30_000);

/** A manager with a second factor. */
async function withFactor(who: PersonOfTwo) {
  const half = enteredBy(await logIn(who));
  const { secret } = (await rig.ask("beginFactor", { headers: half })).json<FactorSetup>();
  const set = await rig.ask("setFactor", { headers: half, body: { code: codeNow(secret) } });
  return { headers: enteredBy(set), secret, codes: set.json<FactorSet>().recoveryCodes };
}

test("a tenant logs in with his address and password, however its capitals are typed", async () => {
  const body = { email: " Tenant-A@Example.org", password };
  const answer = await rig.ask("login", { body });
  const session = await sessionOf(enteredBy(answer));
  expect(session.stage).toBe("full");
  expect(session.account).toMatchObject({ email: "tenant-a@example.org", roles: ["tenant"] });
});

test("the cookie is the browser's for this host and HTTPS alone", async () => {
  const answer = await logIn("tenantA");
  const [cookie] = answer.cookies;
  expect(cookie).toMatchObject({
    name: "__Host-mega",
    path: "/",
    httpOnly: true,
    secure: true,
    sameSite: "Strict",
  });
  expect(cookie?.value).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(cookie).not.toHaveProperty("domain");
  const kept = await owner.run(
    "SELECT encode(session_sha256, 'escape') AS kept FROM portal_session",
  );
  expect(JSON.stringify(kept)).not.toContain(cookie?.value);
});

test("an unknown address, a wrong password and a disabled account are answered alike", async () => {
  await owner.run("UPDATE account SET disabled_at = now() WHERE account_id = 6");
  const wrong = await logIn("tenantA", "four odd words there");
  const unknown = await rig.ask("login", { body: { email: "who@example.org", password } });
  const disabled = await logIn("tenantB");
  const bodies = [wrong, unknown, disabled].map((answer) => [answer.statusCode, answer.body]);
  expect(new Set(bodies.map(String)).size).toBe(1);
  expect(bodies[0]?.[0]).toBe(401);
});

test("after five wrong passwords an address waits, and the owner elsewhere does not", async () => {
  for (let count = 0; count < 5; count++) await logIn("managerA", "wrong wrong wrong");
  const waiting = await logIn("managerA");
  expect(waiting.statusCode).toBe(429);
  expect(waiting.headers["retry-after"]).toBe("1");
  expect((await logIn("managerA", password, "198.51.100.9")).statusCode).toBe(200);
  await rig.clock.advanceTo(rig.clock.nowMs() + 1000);
  expect((await logIn("managerA")).statusCode).toBe(200);
});

test("a manager without a second factor gets no farther than to setting one up", async () => {
  const half = enteredBy(await logIn("managerA"));
  expect((await sessionOf(half)).stage).toBe("second-factor-setup");
  expect((await rig.ask("buildings", { headers: half })).statusCode).toBe(401);
  const { headers, codes } = await withFactor("managerA");
  expect(codes).toHaveLength(10);
  expect((await sessionOf(headers)).stage).toBe("full");
  expect((await rig.ask("buildings", { headers })).statusCode).toBe(200);
  expect((await sessionOf(half)).stage).toBe("none");
});

test("a login with a second factor asks for its code, takes each once, and gets a new word", async () => {
  const { secret } = await withFactor("managerA");
  await step();
  const half = enteredBy(await logIn("managerA"));
  expect((await sessionOf(half)).stage).toBe("second-factor");
  const code = codeNow(secret);
  const whole = await rig.ask("giveFactor", { headers: half, body: { code } });
  expect(enteredBy(whole)["cookie"]).not.toBe(half["cookie"]);
  expect((await sessionOf(half)).stage).toBe("none");
  expect((await sessionOf(enteredBy(whole))).stage).toBe("full");
  const again = enteredBy(await logIn("managerA"));
  const used = await rig.ask("giveFactor", { headers: again, body: { code } });
  expect(used.json()).toMatchObject({ code: "PROOF_REFUSED" });
});

test("a recovery code opens once, typed in capitals and without its hyphen", async () => {
  const { codes } = await withFactor("managerA");
  const typed = (codes[0] ?? "").toUpperCase().replace("-", " ");
  const first = enteredBy(await logIn("managerA"));
  const opened = await rig.ask("giveFactor", { headers: first, body: { code: typed } });
  expect(opened.json<PortalSession>().account?.recoveryCodesLeft).toBe(9);
  const second = enteredBy(await logIn("managerA"));
  const refused = await rig.ask("giveFactor", { headers: second, body: { code: typed } });
  expect(refused.statusCode).toBe(403);
});

test("after five wrong codes the login is over, from however many addresses they come", async () => {
  await withFactor("managerA");
  const half = enteredBy(await logIn("managerA"));
  for (let count = 0; count < 5; count++) {
    const ip = `198.51.100.${count + 1}`;
    const refused = await rig.ask("giveFactor", { headers: half, body: { code: "000000" }, ip });
    expect(refused.statusCode).toBe(403);
  }
  expect((await sessionOf(half)).stage).toBe("none");
});

test("fifty wrong codes of an account in a day are all, from however many logins and addresses", async () => {
  const { secret, codes, headers } = await withFactor("managerA");
  const half = async () => enteredBy(await logIn("managerA"));
  const give = async (code: string) =>
    rig.ask("giveFactor", { headers: await half(), body: { code }, ip: "198.51.100.77" });
  await step();
  expect((await give("000000")).statusCode).toBe(403);
  await owner.run("UPDATE second_factor SET wrong_codes = 49 WHERE account_id = 2");
  expect((await give("000000")).statusCode).toBe(403);
  const held = await give(codeNow(secret));
  expect(held.json()).toMatchObject({ code: "TOO_MANY_ATTEMPTS" });
  expect(Number(held.headers["retry-after"])).toBeGreaterThan(86_000);
  // What nobody guesses opens all the same, and so does the app behind another password.
  expect((await give(codes[0] ?? "")).statusCode).toBe(200);
  const body = { oldPassword: password, newPassword: "five odd words there now" };
  await rig.ask("changePassword", { headers, body });
  const again = enteredBy(await logIn("managerA", body.newPassword));
  const right = await rig.ask("giveFactor", { headers: again, body: { code: codeNow(secret) } });
  expect(right.statusCode).toBe(200);
});

test("a day after the first wrong code they are counted anew", async () => {
  const { secret } = await withFactor("managerB");
  const give = async (code: string) =>
    rig.ask("giveFactor", { headers: enteredBy(await logIn("managerB")), body: { code } });
  await give("000000");
  await owner.run("UPDATE second_factor SET wrong_codes = 50 WHERE account_id = 3");
  await rig.clock.advanceTo(rig.clock.nowMs() + 24 * 60 * MINUTE_MS);
  expect((await give("000000")).statusCode).toBe(403);
  expect((await give(codeNow(secret))).statusCode).toBe(200);
});

test("a character that no text of the database has is refused, and no fault of ours", async () => {
  const email = "tenant-a\u0000@example.org";
  for (const [name, body] of [
    ["login", { email, password }],
    ["askReset", { email }],
  ] as const) {
    const answer = await rig.ask(name, { body });
    expect(answer.json(), name).toMatchObject({ status: 400, code: "REQUEST_INVALID" });
  }
});

test("another second factor needs the password beside it", async () => {
  const { headers } = await withFactor("managerA");
  const refused = await rig.ask("beginFactor", { headers });
  expect(refused.json()).toMatchObject({ code: "PASSWORD_NEEDED" });
  await rig.ask("confirmPassword", { headers, body: { password } });
  expect((await rig.ask("beginFactor", { headers })).statusCode).toBe(201);
  await step();
  const half = enteredBy(await logIn("managerA"));
  expect((await rig.ask("beginFactor", { headers: half })).statusCode).toBe(403);
});

test("a manager's login ends after 15 minutes without a word, a tenant's after 30", async () => {
  const manager = (await withFactor("managerA")).headers;
  const tenant = enteredBy(await logIn("tenantA"));
  await rig.clock.advanceTo(rig.clock.nowMs() + 15 * MINUTE_MS - 1000);
  expect((await sessionOf(manager)).stage).toBe("full");
  await rig.clock.advanceTo(rig.clock.nowMs() + 15 * MINUTE_MS);
  expect((await sessionOf(manager)).stage).toBe("none");
  expect((await sessionOf(tenant)).stage).toBe("full");
  await rig.clock.advanceTo(rig.clock.nowMs() + 30 * MINUTE_MS);
  expect((await sessionOf(tenant)).stage).toBe("none");
});

test("no login lasts longer than twelve hours, and a half one no longer than ten minutes", async () => {
  const half = enteredBy(await logIn("managerB"));
  const tenant = enteredBy(await logIn("tenantA"));
  await rig.clock.advanceTo(rig.clock.nowMs() + 10 * MINUTE_MS);
  expect((await sessionOf(half)).stage).toBe("none");
  for (let minute = 10; minute < 12 * 60; minute += 25) {
    expect((await sessionOf(tenant)).stage, `${minute}`).toBe("full");
    await rig.clock.advanceTo(rig.clock.nowMs() + 25 * MINUTE_MS);
  }
  expect((await sessionOf(tenant)).stage).toBe("none");
});

test("an account has ten logins at most, and ends the others when it likes", async () => {
  const all: Readonly<Record<string, string>>[] = [];
  for (let count = 0; count < 11; count++) {
    all.push(enteredBy(await logIn("tenantA")));
    await rig.clock.advanceTo(rig.clock.nowMs() + 1000);
  }
  const stages = async () =>
    (await Promise.all(all.map(sessionOf))).filter(({ stage }) => stage === "full").length;
  expect(await stages()).toBe(10);
  const [, , own = {}] = all;
  await rig.ask("endOtherSessions", { headers: own });
  expect(await stages()).toBe(1);
  await rig.ask("logout", { headers: own });
  expect(await stages()).toBe(0);
});

test("a new password ends every other login, and is refused where it is guessed first", async () => {
  const one = enteredBy(await logIn("tenantA"));
  const other = enteredBy(await logIn("tenantA"));
  const change = (newPassword: string, headers = one) =>
    rig.ask("changePassword", { headers, body: { oldPassword: password, newPassword } });
  for (const [typed, code] of [
    ["short", "password-short"],
    ["password1234", "password-common"],
    ["tenant-a@example.org", "password-name"],
  ] as const) {
    const refused = await change(typed);
    expect(refused.json()).toMatchObject({ errors: [{ pointer: "/newPassword", code }] });
    expect(refused.body).not.toContain(typed === "short" ? '"short"' : typed);
  }
  const changed = await change("five odd words there now");
  expect((await sessionOf(other)).stage).toBe("none");
  expect((await sessionOf(enteredBy(changed))).stage).toBe("full");
  expect((await logIn("tenantA")).statusCode).toBe(401);
});

test("what was proved before the password became another one begins no login and sets none", async () => {
  const ip = home();
  const typed = { email: emailOf("tenantA"), password };
  const login = await logInTo(rig.access, typed, ip);
  /** Somebody else is faster: right behind the check, and before what rests on it. */
  const overtaken = (sql: string): ServerAccess => ({
    ...rig.access,
    attempts: { begin: async () => ({ succeeded: async () => void (await owner.run(sql)) }) },
  });
  const reset = overtaken("UPDATE account SET password_hash = 'other'; DELETE FROM portal_session");
  await expect(logInTo(reset, typed, ip)).rejects.toMatchObject({ code: "LOGIN_REFUSED" });
  expect(await owner.run("SELECT FROM portal_session")).toEqual([]);
  await owner.run(`UPDATE account SET password_hash = '${hash}'`);
  const passwords = { oldPassword: password, newPassword: "five odd words there now" };
  const changed = changePassword(reset, login, passwords, ip);
  await expect(changed).rejects.toMatchObject({ code: "PASSWORD_WRONG" });
  const kept = await owner.run("SELECT password_hash FROM account WHERE account_id = 5");
  expect(kept).toEqual([{ password_hash: "other" }]);
});

test("a code of the second factor makes no login whole that was ended meanwhile", async () => {
  const { secret } = await withFactor("managerA");
  await step();
  const login = await logInTo(rig.access, { email: emailOf("managerA"), password }, home());
  await owner.run("DELETE FROM portal_session");
  const given = giveFactor(rig.access, login, codeNow(secret), home());
  await expect(given).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect(await owner.run("SELECT FROM portal_session")).toEqual([]);
});

test("a change needs the word against forgery and comes from the portal's own page", async () => {
  const headers = enteredBy(await logIn("tenantA"));
  const body = { name: "Ada", language: "fr" };
  const refusals = [
    { cookie: headers["cookie"] ?? "" },
    { ...headers, "mega-csrf": headersOf("A".repeat(22))["mega-csrf"] ?? "" },
    { ...headers, origin: "https://evil.example" },
    { ...headers, "sec-fetch-site": "cross-site" },
  ];
  for (const refused of refusals) {
    expect((await rig.ask("changeMe", { headers: refused, body })).statusCode).toBe(403);
  }
  const own = { ...headers, origin: "https://portal.example.org", "sec-fetch-site": "same-origin" };
  expect((await rig.ask("changeMe", { headers: own, body })).statusCode).toBe(200);
});

test("a typed password stands for five minutes of changes, and a wrong one for none", async () => {
  const { headers } = await withFactor("managerA");
  const end = () =>
    rig.ask("endRight", { headers, params: { buildingId: 1, accountId: people.installer } });
  expect((await end()).json()).toMatchObject({ code: "PASSWORD_NEEDED" });
  await rig.ask("confirmPassword", { headers, body: { password: "not the right one" } });
  expect((await end()).json()).toMatchObject({ code: "PASSWORD_NEEDED" });
  await rig.ask("confirmPassword", { headers, body: { password } });
  await rig.clock.advanceTo(rig.clock.nowMs() + 5 * MINUTE_MS);
  expect((await end()).json()).toMatchObject({ code: "PASSWORD_NEEDED" });
  await rig.ask("confirmPassword", { headers, body: { password } });
  expect((await end()).statusCode).toBe(200);
});

test("over plain HTTP from this machine the cookie has another name", async () => {
  const headers = {
    host: "127.0.0.1:8090",
    "x-forwarded-proto": "http",
    "x-forwarded-for": "127.0.0.1",
  };
  const body = { email: "tenant-a@example.org", password };
  const [cookie] = (await rig.ask("login", { headers, body })).cookies;
  expect(cookie?.name).toMatch(/^mega-plain/);
  expect(cookie?.secure).toBeUndefined();
});

test.each([
  ["another machine of the same network", "192.168.0.9", "192.168.0.2:8090"],
  ["a name that resolves to this machine", "127.0.0.1", "evil.example:8090"],
])("over plain HTTP from %s nothing is answered", async (_, ip, host) => {
  const headers = { host, "x-forwarded-proto": "http", "x-forwarded-for": ip };
  const body = { email: "tenant-a@example.org", password };
  const answer = await rig.ask("login", { headers, body });
  expect(answer.json()).toMatchObject({ status: 403, code: "FORBIDDEN" });
});

test("logins, refusals and what changes them stand in the audit table, with where from", async () => {
  await logIn("tenantA", "wrong wrong wrong");
  const headers = enteredBy(await logIn("tenantA"));
  const body = { oldPassword: password, newPassword: "five odd words there now" };
  await rig.ask("changePassword", { headers, body });
  await rig.ask("login", { body: { email: "who@example.org", password } });
  const lines = await owner.run(
    "SELECT actor_kind, action, account_id FROM audit WHERE action <> 'gateway-enrolled' ORDER BY audit_id",
  );
  const account_id = people.tenantA;
  expect(lines).toEqual([
    { actor_kind: "stranger", action: "login-refused", account_id },
    { actor_kind: "account", action: "logged-in", account_id },
    { actor_kind: "account", action: "password-changed", account_id },
    { actor_kind: "stranger", action: "login-refused", account_id: null },
  ]);
});
