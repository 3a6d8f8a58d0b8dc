import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PortalSession } from "@mega/contract";
import { systemClock } from "@mega/domain";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { freePort } from "../../../../tests/free-port.ts";
import {
  refusal,
  startMailServer,
  type TestMailServer,
} from "../../../gateway/src/mail/testing/mail-server.ts";
import { enteredBy, makePortalRig, type PortalRig } from "../portal/testing/portal-rig.ts";
import { type OwnersView, ownersView, people } from "../portal/testing/two-buildings.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { startMailJob } from "./mail-job.ts";
import { ATTEMPTS_MAX, pauseMs } from "./mail-queue.ts";
import { type Mailing, sendDueMails } from "./send-due-mails.ts";

const password = "four odd words here";
const HOUR_MS = 3_600_000;
let postgres: TestPostgres;
let rig: PortalRig;
let owner: OwnersView;
let server: TestMailServer;

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
let place = 0;
beforeEach(async () => {
  await owner.seed();
  server = await startMailServer();
  // What was asked too often in one test holds up no other.
  place += 1;
});
afterEach(() => server.stop());

const mailingTo = (port: number): Mailing => ({
  ...rig.context,
  smtp: { host: "127.0.0.1", port, tls: "none", login: null, from: "mega@example.org" },
  publicUrl: "https://portal.example.org",
});
const send = (port = server.port) => sendDueMails(mailingTo(port));

const asManager = () => rig.loggedIn(people.managerA);
async function giveStay(email: string) {
  const body = {
    ...{ email, name: "Zoé", language: "de" },
    ...{ channelNo: 2, from: "2026-03-01T00:00:00Z", to: null },
  };
  return rig.ask("giveStay", { headers: await asManager(), params: { gatewayId: 1 }, body });
}
const askReset = (email: string, ip = `203.0.113.${place}`) =>
  rig.ask("askReset", { body: { email }, ip });
const wordIn = (index: number) =>
  /https:\/\/portal\.example\.org\/invitation#([A-Za-z0-9_-]{22})/.exec(
    server.taken[index]?.parsed.text ?? "",
  )?.[1] ?? "";
const accept = (word: string) => rig.ask("acceptInvitation", { body: { word, password } });
const waitPast = (ms: number) => rig.clock.advanceTo(rig.clock.nowMs() + ms);

test("whoever is given a stay gets a mail, sets a password by its link, and sees his stay", async () => {
  expect((await giveStay("Zoe@Example.org")).statusCode).toBe(201);
  expect(server.taken).toEqual([]);
  await send();
  const [mail] = server.taken;
  expect(mail?.to).toEqual(["zoe@example.org"]);
  expect(mail?.parsed.subject).toBe("Ihr Zugang zu MEGA: Residence Alpha");
  expect(mail?.parsed.text).toContain("Guten Tag Zoé");
  const word = wordIn(0);
  const invitation = await rig.ask("invitation", { body: { word } });
  expect(invitation.json()).toMatchObject({ purpose: "invitation", email: "zoe@example.org" });
  const headers = enteredBy(await accept(word));
  const me = (await rig.ask("me", { headers })).json();
  expect(me).toMatchObject({ rights: [], stays: [{ building: "Residence Alpha", channelNo: 2 }] });
  expect((await accept(word)).json()).toMatchObject({ code: "PROOF_REFUSED" });
});

test("the queue and the table of words hold no word of a link", async () => {
  await giveStay("zoe@example.org");
  await send();
  const word = wordIn(0);
  expect(word).toHaveLength(22);
  const everything = await owner.run("SELECT m::text AS row FROM mail m");
  const words = await owner.run("SELECT w::text AS row FROM account_word w");
  expect(words).toHaveLength(1);
  expect(JSON.stringify([everything, words])).not.toContain(word);
});

test("an invitation stands for seven days, and another one is sent when it is asked for", async () => {
  await giveStay("zoe@example.org");
  await send();
  const word = wordIn(0);
  await waitPast(7 * 24 * HOUR_MS - 1);
  expect((await rig.ask("invitation", { body: { word } })).statusCode).toBe(200);
  await waitPast(1);
  expect((await rig.ask("invitation", { body: { word } })).statusCode).toBe(403);
  const [made] = await owner.run("SELECT account_id FROM account WHERE email = 'zoe@example.org'");
  const params = { accountId: Number(made?.["account_id"]) };
  const again = async () => rig.ask("inviteAgain", { headers: await asManager(), params });
  expect((await again()).statusCode).toBe(202);
  await send();
  expect(server.taken[1]?.parsed.subject).toBe("Ihr Zugang zu MEGA: Residence Alpha");
  expect(await owner.run("SELECT building_id FROM audit WHERE action = 'invited-again'")).toEqual([
    { building_id: 1 },
  ]);
  await again();
  await send();
  // The link before the last one opens as well; then there is a password, and no use for another one.
  expect((await accept(wordIn(1))).statusCode).toBe(201);
  expect((await accept(wordIn(2))).statusCode).toBe(403);
  expect((await again()).json()).toMatchObject({ code: "CONFLICT" });
});

test("three invitations go to a person in a day, by whatever way; a refused one leaves no trace", async () => {
  const params = { accountId: people.tenantA };
  const again = async () => rig.ask("inviteAgain", { headers: await asManager(), params });
  const many = await Promise.all(Array.from({ length: 4 }, again));
  expect(many.map(({ statusCode }) => statusCode).sort()).toEqual([202, 202, 202, 429]);
  expect((await again()).json()).toMatchObject({
    code: "TOO_MANY_REQUESTS",
    errors: [{ pointer: "/path/accountId", code: "invited-enough" }],
  });
  await askReset("tenant-a@example.org");
  await send();
  expect(server.taken).toHaveLength(3);
  const noted = await owner.run("SELECT FROM audit WHERE action = 'invited-again'");
  expect(noted).toHaveLength(3);
  await waitPast(24 * HOUR_MS);
  expect((await again()).statusCode).toBe(202);
});

test("a reset is answered alike for every address, and invites whoever has no password yet", async () => {
  await owner.run("UPDATE account SET password_hash = 'x' WHERE email = 'tenant-a@example.org'");
  const known = await askReset("Tenant-A@example.org");
  const unknown = await askReset("who@example.org");
  const invited = await askReset("tenant-b@example.org");
  expect([known, unknown, invited].map(({ statusCode, body }) => [statusCode, body])).toEqual(
    Array.from({ length: 3 }, () => [202, '{"noted":true}']),
  );
  await send();
  const mailed = server.taken.map(({ to, parsed }) => [...to, parsed.subject]);
  expect(mailed).toEqual([
    ["tenant-a@example.org", "Votre mot de passe MEGA"],
    ["tenant-b@example.org", "Uw toegang tot MEGA"],
  ]);
  expect((await rig.ask("invitation", { body: { word: wordIn(1) } })).json()).toMatchObject({
    purpose: "invitation",
    email: "tenant-b@example.org",
  });
  const states = await owner.run("SELECT state FROM mail ORDER BY mail_id");
  expect(states).toEqual([{ state: "sent" }, { state: "dropped" }, { state: "sent" }]);
});

test("a reset opens for an hour, ends every login and leaves the second factor in force", async () => {
  await owner.run("UPDATE account SET password_hash = 'x' WHERE account_id = 2");
  const open = await asManager();
  await owner.run("INSERT INTO second_factor (account_id, secret_sealed) VALUES (2, 'x')");
  await askReset("manager-a@example.org");
  await askReset("manager-a@example.org");
  await send();
  const entered = await accept(wordIn(0));
  expect(entered.json<PortalSession>().stage).toBe("second-factor");
  const before = await rig.ask("session", { headers: open });
  expect(before.json<PortalSession>().stage).toBe("none");
  // The other mail's link ends with it.
  expect((await accept(wordIn(1))).statusCode).toBe(403);
  await askReset("manager-a@example.org");
  await send();
  await waitPast(HOUR_MS);
  expect((await accept(wordIn(2))).statusCode).toBe(403);
});

test("three mails of a kind go to an address in an hour, and an address of the net asks five times", async () => {
  await owner.run("UPDATE account SET password_hash = 'x' WHERE account_id = 5");
  for (let count = 0; count < 5; count++) {
    expect((await askReset("tenant-a@example.org")).statusCode).toBe(202);
  }
  expect((await askReset("tenant-a@example.org")).statusCode).toBe(429);
  await send();
  expect(server.taken).toHaveLength(3);
});

test("resets that strangers ask for keep no other mail from the queue", async () => {
  await owner.run(`INSERT INTO mail (kind, to_email, about, made_at, next_try_at)
    SELECT 'reset', no || '@example.org', '{}', now(), 'infinity' FROM generate_series(1, 1000) AS no`);
  expect((await askReset("tenant-a@example.org")).json()).toEqual({ noted: true });
  expect((await giveStay("zoe@example.org")).statusCode).toBe(201);
  const kept = await owner.run("SELECT kind, count(*)::int FROM mail GROUP BY kind ORDER BY kind");
  expect(kept).toEqual([
    { kind: "invitation", count: 1 },
    { kind: "reset", count: 1000 },
  ]);
});

test("a mail waits while the server is away, with growing pauses, and goes out when it is back", async () => {
  const port = await freePort();
  await giveStay("zoe@example.org");
  await send(port);
  for (let attempt = 1; attempt < 4; attempt++) {
    await waitPast(pauseMs(attempt) - 1);
    await send(port);
    const [kept] = await owner.run("SELECT state, attempts, reply FROM mail");
    expect(kept).toMatchObject({ state: "waiting", attempts: attempt });
    expect(kept?.["reply"]).toContain("ECONNREFUSED");
    await waitPast(1);
    await send(port);
  }
  await waitPast(pauseMs(4));
  await send();
  expect(server.taken).toHaveLength(1);
});

test("a mail is given up after its last attempt, about two days", async () => {
  server.verdict = () => refusal(451, "4.3.0 later");
  await giveStay("zoe@example.org");
  const fromMs = rig.clock.nowMs();
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    await send();
    await waitPast(pauseMs(attempt));
  }
  expect(await owner.run("SELECT state, attempts FROM mail")).toEqual([
    { state: "given-up", attempts: ATTEMPTS_MAX },
  ]);
  expect((rig.clock.nowMs() - fromMs) / HOUR_MS).toBeGreaterThan(40);
});

test("a mail that is refused for good is given up at once", async () => {
  server.verdict = () => refusal(550, "5.1.1 nobody here");
  await giveStay("zoe@example.org");
  await send();
  expect(await owner.run("SELECT state, reply FROM mail")).toEqual([
    { state: "given-up", reply: expect.stringContaining("5.1.1 nobody here") },
  ]);
});

test("a job that dies on the way to the server delays its mail and loses none", async () => {
  let cut = true;
  server.verdict = () => {
    if (cut) server.cut();
    return null;
  };
  await giveStay("zoe@example.org");
  await send();
  cut = false;
  await waitPast(pauseMs(1));
  await send();
  const ids = server.taken.map(({ parsed }) => parsed.messageId);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(1);
  expect((await accept(wordIn(server.taken.length - 1))).statusCode).toBe(201);
});

test("the job sends by itself, takes away what is over, and ends", async () => {
  await giveStay("zoe@example.org");
  const laterMs = rig.clock.nowMs() + 13 * HOUR_MS;
  await owner.run(`INSERT INTO mail (kind, to_email, about, state, made_at, next_try_at)
    SELECT 'reset', state || '@example.org', '{}', state, '2026-04-30Z', '2026-04-30Z'
      FROM unnest('{sent,dropped}'::text[]) AS state`);
  const clock = { ...systemClock(), nowMs: () => laterMs };
  const stop = startMailJob({
    clock,
    database: rig.context.database,
    mailing: { ...mailingTo(server.port), clock },
    onFailure: (cause) => {
      throw cause;
    },
  });
  await vi.waitFor(() => expect(server.taken).toHaveLength(1), 5000);
  await stop();
  // Whoever has no account was written to by nobody: his address is not kept.
  const old = await owner.run("SELECT to_email FROM mail WHERE kind = 'reset'");
  expect(old).toEqual([{ to_email: "sent@example.org" }]);
  // The manager's login is from thirteen hours ago.
  expect(await owner.run("SELECT FROM portal_session")).toEqual([]);
});
