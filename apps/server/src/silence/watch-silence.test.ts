// Gateways that fall silent and come back, under a moved clock; mails go to a real SMTP server.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatDateTime } from "@mega/locale";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  startMailServer,
  type TestMailServer,
} from "../../../gateway/src/mail/testing/mail-server.ts";
import { sendDueMails } from "../mail/send-due-mails.ts";
import { makePortalRig, type PortalRig } from "../portal/testing/portal-rig.ts";
import { type OwnersView, ownersView, people } from "../portal/testing/two-buildings.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { watchSilence } from "./watch-silence.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ROUND_MS = 2 * MINUTE_MS;

let postgres: TestPostgres;
let rig: PortalRig;
let owner: OwnersView;
let server: TestMailServer;
let startMs: number;
beforeAll(async () => {
  postgres = await startTestPostgres();
  rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-silence-")));
  owner = await ownersView(rig.url);
}, 60_000);
afterAll(async () => {
  await owner?.close();
  await rig?.close();
  await postgres?.stop();
});
beforeEach(async () => {
  await owner.seed();
  server = await startMailServer();
  startMs = rig.clock.nowMs();
});
afterEach(() => server.stop());

/** An instant as a letter in French tells it. */
const told = (ms: number, zone = "Europe/Brussels") => formatDateTime(ms, zone, "fr");

const look = () => watchSilence(rig.context.database, rig.clock.nowMs());

/** Time passes, and it is looked as often as a job does at least. */
async function pass(ms: number): Promise<void> {
  const untilMs = rig.clock.nowMs() + ms;
  await look();
  while (rig.clock.nowMs() < untilMs) {
    await rig.clock.advanceTo(Math.min(untilMs, rig.clock.nowMs() + 9 * MINUTE_MS));
    await look();
  }
}

/** What was mailed since. */
async function mailed() {
  const { port } = server;
  const from = "mega@example.org";
  const smtp = { host: "127.0.0.1", port, tls: "none", login: null, from } as const;
  await sendDueMails({ ...rig.context, smtp, publicUrl: "https://portal.example.org" });
  return server.taken.splice(0).map(({ to, parsed }) => ({
    to: to[0],
    subject: parsed.subject,
    text: parsed.text ?? "",
  }));
}

/** An upload of gateway A, now; rounds of these hours since the start come with it. */
async function upload(hours: readonly number[], gatewayId = 1): Promise<void> {
  await owner.run(
    `UPDATE ledger SET received_at_ms = ${rig.clock.nowMs()} WHERE gateway_id = ${gatewayId}`,
  );
  for (const hour of hours) {
    const dueAtMs = startMs + hour * HOUR_MS + ROUND_MS;
    await owner.run(
      `INSERT INTO reading (due_at_ms, seq, gateway_id, month_no, ledger_no, clock_state, states, offsets, counts)
         VALUES (${dueAtMs}, ${100 + hour}, ${gatewayId}, 24316, 1, 'S', '', '', '{}')`,
    );
  }
}

const hoursFrom = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_none, at) => from + at);

/** Gateway A was heard for the last time at the start, with the round before it. */
async function silent(hours: number): Promise<void> {
  await upload([-1]);
  await owner.run("UPDATE gateway SET revoked_at = now() WHERE gateway_id = 2");
  await pass(hours * HOUR_MS);
}

test("a silence of two hours is told once, to who manages the building and nobody else", async () => {
  await upload([-1]);
  await pass(2 * HOUR_MS);
  const first = await mailed();
  // Building B's gateway was silent before, which nobody could know in the first two hours.
  expect(first.map(({ to }) => to)).toEqual(["manager-b@example.org"]);
  await pass(MINUTE_MS);
  const [mail, ...others] = await mailed();
  expect(others).toEqual([]);
  expect(mail?.to).toBe("manager-a@example.org");
  expect(mail?.subject).toBe("MEGA Residence Alpha : la passerelle ne répond plus");
  expect(mail?.text).toContain(`MEGA32 02:00:00:00:0a:01 le ${told(startMs)}.`);
  expect(mail?.text).toContain("https://portal.example.org/buildings/1");
  expect(mail?.text).toContain("A-t-elle du courant ?");
  await pass(30 * HOUR_MS);
  expect(await mailed()).toEqual([]);
});

test("one that is back and has handed everything in is told so, with how long it was silent", async () => {
  await silent(5);
  expect(await mailed()).toHaveLength(1);
  await upload(hoursFrom(0, 4));
  await pass(MINUTE_MS);
  const [mail] = await mailed();
  expect(mail?.subject).toBe("MEGA Residence Alpha : la passerelle est de retour");
  expect(mail?.text).toContain("pendant 5 h 0 min");
  expect(mail?.text).toContain("Rien n’est perdu");
  // The next silence is another one.
  await pass(3 * HOUR_MS);
  expect((await mailed()).map(({ subject }) => subject)).toEqual([
    "MEGA Residence Alpha : la passerelle ne répond plus",
  ]);
});

test("where it read nothing meanwhile, the mail says from when to when", async () => {
  await silent(5);
  await mailed();
  await upload([0, 4]);
  await pass(MINUTE_MS);
  const [mail] = await mailed();
  expect(mail?.text).not.toContain("Rien n’est perdu");
  const [from, to] = [0, 4].map((hour) => told(startMs + hour * HOUR_MS + ROUND_MS));
  expect(mail?.text).toContain(`Du ${from} au ${to}, elle n’a rien relevé`);
});

test("while it catches up nobody is promised anything; after six hours it is said that it goes on", async () => {
  await silent(9);
  await mailed();
  await upload([0, 1]);
  for (let hour = 0; hour < 6; hour++) {
    await upload([]);
    await pass(HOUR_MS - MINUTE_MS);
    expect(await mailed(), `after ${hour} hours`).toEqual([]);
  }
  await pass(7 * MINUTE_MS);
  const [mail] = await mailed();
  expect(mail?.text).toContain("Elle transmet encore");
  expect(mail?.text).not.toContain("Rien n’est perdu");
});

test("one that falls silent again before all was here makes no second mail", async () => {
  await silent(9);
  await mailed();
  await upload([0]);
  await pass(9 * HOUR_MS);
  expect(await mailed()).toEqual([]);
  await upload(hoursFrom(1, 17));
  await pass(MINUTE_MS);
  expect(await mailed()).toHaveLength(1);
});

test.each([
  ["was revoked", "UPDATE gateway SET revoked_at = now()"],
  ["has left", "UPDATE gateway SET left_at = now()"],
  ["was given away", "UPDATE credential SET revoked_at = now()"],
  ["has never uploaded", "DELETE FROM ledger"],
])("of a gateway that %s nothing is expected", async (_what, sql) => {
  await owner.run(sql);
  await pass(4 * HOUR_MS);
  expect(await mailed()).toEqual([]);
});

test("a box that took a place just now has its two hours", async () => {
  await owner.run("UPDATE gateway SET revoked_at = now() WHERE gateway_id = 2");
  await pass(HOUR_MS);
  await owner.run("UPDATE gateway SET generation = 2 WHERE gateway_id = 1");
  await owner.run(
    `INSERT INTO credential (gateway_id, secret_sha256, generation, made_at)
       VALUES (1, 'another', 2, to_timestamp(${rig.clock.nowMs() / 1000}))`,
  );
  await pass(2 * HOUR_MS);
  expect(await mailed()).toEqual([]);
  await pass(MINUTE_MS);
  expect(await mailed()).toHaveLength(1);
});

test("a server that was away itself waits two hours before it calls anybody silent", async () => {
  await upload([-1]);
  await owner.run("UPDATE gateway SET revoked_at = now() WHERE gateway_id = 2");
  await pass(HOUR_MS);
  await rig.clock.advanceBy(3 * HOUR_MS);
  await pass(2 * HOUR_MS - MINUTE_MS);
  expect(await mailed()).toEqual([]);
  await pass(MINUTE_MS);
  expect(await mailed()).toHaveLength(1);
});

test("a manager turns these mails off for himself, and his account says so", async () => {
  const headers = await rig.loggedIn(people.managerA);
  const own = { name: "Anna", language: "fr" };
  const changed = await rig.ask("changeMe", { headers, body: { ...own, stateMails: false } });
  expect(changed.json()).toMatchObject({ stateMails: false });
  const renamed = await rig.ask("changeMe", { headers, body: { ...own, name: "Anne" } });
  expect(renamed.json()).toMatchObject({ name: "Anne", stateMails: false });
  await owner.run("UPDATE account SET disabled_at = now() WHERE account_id = 3");
  await pass(4 * HOUR_MS);
  expect(await mailed()).toEqual([]);
});

test("of processes that look at once one tells it", async () => {
  await silent(2);
  await mailed();
  await rig.clock.advanceBy(MINUTE_MS);
  const looked = await Promise.all(Array.from({ length: 5 }, look));
  expect(looked.filter((did) => did).length).toBeGreaterThan(0);
  await look();
  expect(await mailed()).toHaveLength(1);
});

test("one mail tells a manager of all his gateways that fell silent together, each by its own clock", async () => {
  await owner.run("UPDATE building_right SET account_id = 2 WHERE building_id = 2");
  await owner.run("UPDATE gateway_setup SET time_zone = 'Asia/Tokyo' WHERE gateway_id = 1");
  await owner.run("DELETE FROM gateway_setup WHERE gateway_id = 2");
  await owner.run("UPDATE ledger SET received_at_ms = 1777708800000");
  await pass(2 * HOUR_MS + MINUTE_MS);
  const [mail, ...others] = await mailed();
  expect(others).toEqual([]);
  expect(mail?.subject).toBe("MEGA : 2 passerelles ne répondent plus");
  const [inTokyo, inBrussels] = [told(1777708800000, "Asia/Tokyo"), told(1777708800000)];
  for (const word of [
    ...["Residence Alpha", "Residence Beta", "example.org/buildings\n"],
    ...[`0a:01 le ${inTokyo}.`, `0b:01 le ${inBrussels}.`],
  ]) {
    expect(mail?.text).toContain(word);
  }
});
