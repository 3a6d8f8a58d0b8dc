// Every operation of the contract, asked by everybody: what the guard answers is what the table of
// access says. The handlers are replaced by ones that say that they were reached.

import { csrfOf, hashOfWord, randomId, tokenWord } from "@mega/access";
import {
  type AccessRule,
  API_PREFIX,
  type OperationName,
  operations,
  type Role,
  roles,
  access as rules,
  type Scope,
  scopes,
} from "@mega/contract";
import { type MovedClock, movedClock } from "@mega/domain";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer, type Handlers } from "../api/server.ts";
import { AuditLog } from "../audit/audit-log.ts";
import { openGatewayDatabase } from "../store/gateway-database.ts";
import { type Access, openAccess } from "./access.ts";
import { accessGuard } from "./guard.ts";
import { IDLE_MS } from "./sessions.ts";

const names = Object.keys(operations) as OperationName[];
const HOUR_MS = 3_600_000;
const host = "mega.local";

interface Bench {
  readonly app: FastifyInstance;
  readonly access: Access;
  readonly clock: MovedClock;
}

let claimed: Bench;
let unclaimed: Bench;

beforeAll(async () => {
  claimed = await bench();
  claimed.access.presence.markClaimed();
  unclaimed = await bench();
});
afterAll(async () => {
  await claimed.app.close();
  await unclaimed.app.close();
});

async function bench(): Promise<Bench> {
  const clock = movedClock({ startMs: Date.UTC(2026, 4, 2, 8, 0) });
  const database = openGatewayDatabase(":memory:");
  const audit = new AuditLog(database, clock);
  const access = openAccess({ clock, database, audit, dataFolder: null });
  const reached = names.map((name) => [name, () => ({ reached: name })]);
  const app = await createServer({
    handlers: Object.fromEntries(reached) as Handlers,
    guard: accessGuard(access),
    pagesFolder: "/nowhere",
    version: "0",
    logLevel: "silent",
  });
  return { app, access, clock };
}

/** Something for every parameter of a path. */
const parameters: Readonly<Record<string, string>> = {
  channelNo: "1",
  accountId: "0".repeat(32),
  tokenId: "0".repeat(32),
  invitation: "A".repeat(22),
};

async function ask(
  { app }: Bench,
  name: OperationName,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const { method, path } = operations[name];
  const filled = path.replace(/:(\w+)/g, (_, key: string) => parameters[key] ?? "1");
  const answer = await app.inject({
    method,
    url: `${API_PREFIX}${filled}`,
    // Each operation from a place of its own: how many one place may ask in a minute is not at issue.
    remoteAddress: `192.168.0.${names.indexOf(name) + 1}`,
    headers: { host, ...headers },
    ...(method === "GET" ? {} : { payload: {} }),
  });
  if (answer.statusCode < 300) return "passes";
  const { code } = answer.json<{ readonly code: string }>();
  // The empty body is refused behind the guard.
  return answer.statusCode === 400 && code === "REQUEST_INVALID" ? "passes" : code;
}

function account({ access, clock }: Bench, role: Role): string {
  const accountId = randomId();
  access.accounts.add({
    accountId,
    name: `${role} ${accountId.slice(0, 8)}`,
    role,
    language: "fr",
    email: null,
    password: null,
    disabled: false,
    hourly: false,
    createdAtMs: clock.nowMs(),
    lastLoginAtMs: null,
    grants: role === "tenant" ? [{ channelNo: 1, fromMs: 0, toMs: null }] : [],
  });
  return accountId;
}

/** The headers of somebody logged in; with every confirmation that can be asked for. */
function loggedIn(on: Bench, accountId: string): Record<string, string> {
  const { word, session } = on.access.sessions.begin(accountId, "plain");
  const confirmation = on.access.sessions.confirm(session).word;
  return {
    cookie: `mega-plain=${word}`,
    "mega-csrf": csrfOf(word),
    "mega-confirmation": confirmation,
  };
}

/** The headers of a program. */
function bearer(on: Bench, accountId: string, owned: readonly Scope[], expiresInMs?: number) {
  const word = tokenWord();
  const nowMs = on.clock.nowMs();
  const token = {
    tokenId: randomId(),
    accountId,
    name: "program",
    scopes: owned,
    createdAtMs: nowMs,
    expiresAtMs: expiresInMs === undefined ? null : nowMs + expiresInMs,
    lastUsedAtMs: null,
  };
  on.access.tokens.add(token, hashOfWord(word));
  return { token, headers: { authorization: `Bearer ${word}` } };
}

const without = (headers: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

/** What those get who may call the operation; a claimed gateway refuses a claim to everybody. */
const open = ({ when }: AccessRule) => (when === "unclaimed" ? "ALREADY_CLAIMED" : "passes");
/** What holds for operations behind a login only. */
const behind = (rule: AccessRule, answer: string) =>
  rule.when === "claimed" ? answer : open(rule);
const isChange = (name: OperationName) => operations[name].method !== "GET";
/** A role that may, for what is asked of those who may. */
const able = (rule: AccessRule): Role => rule.roles[0] ?? "owner";

test("every operation has a rule, and every rule an operation", () => {
  expect(Object.keys(rules).sort()).toEqual([...names].sort());
  for (const name of names) expect(rules[name].roles.length, name).toBeGreaterThan(0);
});

test("a change needs a password, or says by its rule that it needs none", () => {
  for (const name of names) {
    if (rules[name].password !== "none") expect(isChange(name), name).toBe(true);
  }
});

test.each(names)(
  "%s is refused on a gateway that nobody has claimed, but for the claim",
  async (name) => {
    const rule = rules[name];
    expect(await ask(unclaimed, name, {})).toBe(rule.when === "claimed" ? "NOT_CLAIMED" : "passes");
    const owner = loggedIn(unclaimed, account(unclaimed, "owner"));
    expect(await ask(unclaimed, name, owner)).toBe(
      rule.when === "claimed" ? "NOT_CLAIMED" : "passes",
    );
  },
);

test.each(names)(
  "%s is refused to nobody, to ended sessions and to disabled accounts",
  async (name) => {
    const refused = behind(rules[name], "UNAUTHENTICATED");
    const who = account(claimed, able(rules[name]));
    expect(await ask(claimed, name, {})).toBe(refused);
    expect(await ask(claimed, name, { cookie: `mega-plain=${"A".repeat(22)}` })).toBe(refused);
    const overHttps = { ...loggedIn(claimed, who), cookie: `__Host-mega=${"A".repeat(22)}` };
    expect(await ask(claimed, name, overHttps)).toBe(refused);
    const expired = loggedIn(claimed, who);
    await claimed.clock.advanceTo(claimed.clock.nowMs() + IDLE_MS);
    expect(await ask(claimed, name, expired)).toBe(refused);
    const disabled = loggedIn(claimed, who);
    claimed.access.accounts.change(who, { disabled: true });
    expect(await ask(claimed, name, disabled)).toBe(refused);
  },
);

test.each(names)("%s is open to the roles of its rule and to no other", async (name) => {
  const rule = rules[name];
  for (const role of roles) {
    const headers = loggedIn(claimed, account(claimed, role));
    const may = rule.roles.includes(role);
    const wanted = behind(rule, may ? "passes" : "FORBIDDEN");
    expect(await ask(claimed, name, headers), role).toBe(wanted);
  }
  // A second tenant has the rights of a tenant, and his own stays.
  const other = account(claimed, "tenant");
  claimed.access.accounts.change(other, { grants: [] });
  const may = rule.roles.includes("tenant");
  expect(await ask(claimed, name, loggedIn(claimed, other))).toBe(
    behind(rule, may ? "passes" : "FORBIDDEN"),
  );
});

test.each(names)(
  "%s takes a token with its scope, of a maker who may, and no other",
  async (name) => {
    const rule = rules[name];
    const maker = account(claimed, "owner");
    const all = bearer(claimed, maker, scopes);
    const may = rule.scope !== null && rule.roles.includes("owner");
    expect(await ask(claimed, name, all.headers)).toBe(behind(rule, may ? "passes" : "FORBIDDEN"));
    const others = scopes.filter((scope) => scope !== rule.scope);
    const wrong = bearer(claimed, maker, others);
    expect(await ask(claimed, name, wrong.headers)).toBe(behind(rule, "FORBIDDEN"));

    const unknown = behind(rule, "UNAUTHENTICATED");
    const short = bearer(claimed, maker, scopes, HOUR_MS);
    await claimed.clock.advanceTo(claimed.clock.nowMs() + HOUR_MS);
    expect(await ask(claimed, name, short.headers)).toBe(unknown);
    claimed.access.tokens.revoke(all.token.tokenId);
    expect(await ask(claimed, name, all.headers)).toBe(unknown);
    // Whatever cookie there is beside it.
    const both = { ...loggedIn(claimed, maker), ...all.headers };
    expect(await ask(claimed, name, both)).toBe(unknown);
  },
);

test.each(names)("%s takes no token of a maker who could not call it", async (name) => {
  const rule = rules[name];
  for (const role of roles) {
    const { headers } = bearer(claimed, account(claimed, role), scopes);
    const works = role === "owner" || role === "integrator";
    const may = rule.scope !== null && rule.roles.includes(role);
    const wanted = works ? (may ? "passes" : "FORBIDDEN") : "UNAUTHENTICATED";
    expect(await ask(claimed, name, headers), role).toBe(behind(rule, wanted));
  }
});

test.each(names)("%s cannot be called by a page of another site", async (name) => {
  const rule = rules[name];
  const headers = () => loggedIn(claimed, account(claimed, able(rule)));
  const refused = isChange(name) ? "FORBIDDEN" : open(rule);
  const foreign = { ...headers(), origin: "http://evil.example" };
  expect(await ask(claimed, name, foreign)).toBe(refused);
  expect(await ask(claimed, name, { ...headers(), "sec-fetch-site": "cross-site" })).toBe(refused);
  expect(await ask(claimed, name, { ...headers(), "sec-fetch-site": "same-site" })).toBe(refused);
  expect(await ask(claimed, name, { ...headers(), origin: `https://${host}` })).toBe(refused);
  const own = { ...headers(), origin: `http://${host}`, "sec-fetch-site": "same-origin" };
  expect(await ask(claimed, name, own)).toBe(open(rule));
});

test.each(names)("%s needs the word against forgery where it changes something", async (name) => {
  const rule = rules[name];
  const refused = isChange(name) ? behind(rule, "FORBIDDEN") : open(rule);
  const headers = () => loggedIn(claimed, account(claimed, able(rule)));
  expect(await ask(claimed, name, without(headers(), "mega-csrf"))).toBe(refused);
  const foreign = { ...headers(), "mega-csrf": csrfOf("A".repeat(22)) };
  expect(await ask(claimed, name, foreign)).toBe(refused);
});

test.each(names)("%s asks for the password as its rule says", async (name) => {
  const rule = rules[name];
  const who = account(claimed, able(rule));
  const fresh = () => {
    const { word, session } = claimed.access.sessions.begin(who, "plain");
    const headers = { cookie: `mega-plain=${word}`, "mega-csrf": csrfOf(word) };
    return { session, headers };
  };
  const needed = (asked: boolean) => (asked ? behind(rule, "PASSWORD_NEEDED") : open(rule));
  const { session, headers } = fresh();
  expect(await ask(claimed, name, headers)).toBe(needed(rule.password !== "none"));
  const { word } = claimed.access.sessions.confirm(session);
  expect(await ask(claimed, name, headers)).toBe(needed(rule.password === "always"));
  const wrong = { ...headers, "mega-confirmation": "A".repeat(22) };
  expect(await ask(claimed, name, wrong)).toBe(needed(rule.password === "always"));
  const other = fresh();
  const stolen = { ...other.headers, "mega-confirmation": word };
  expect(await ask(claimed, name, stolen)).toBe(needed(rule.password !== "none"));
  await claimed.clock.advanceTo(claimed.clock.nowMs() + 5 * 60_000);
  const late = { ...headers, "mega-confirmation": word };
  expect(await ask(claimed, name, late)).toBe(needed(rule.password !== "none"));
});
