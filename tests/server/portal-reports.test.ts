// Reports by mail from the server, of a real building's ledger through a real mail server: the same bytes
// as the downloads, to whom a manager types, and by a rhythm under a moved clock.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OutboxMail, PortalMail, PortalOperationName } from "@mega/contract";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  type TenantsBuilding,
  tenantsBuilding,
} from "../../apps/gateway/src/access/limits/testing/tenants-building.ts";
import {
  refusal,
  startMailServer,
  type TestMailServer,
} from "../../apps/gateway/src/mail/testing/mail-server.ts";
import { sendDueMails } from "../../apps/server/src/mail/send-due-mails.ts";
import {
  makePortalRig,
  type PortalAsked,
  type PortalRig,
} from "../../apps/server/src/portal/testing/portal-rig.ts";
import { reportMaker } from "../../apps/server/src/reports/report-job.ts";
import {
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { handOverBuilding } from "./hand-over.ts";
import { addAccount, giveRole } from "./people-rows.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const publicUrl = "https://portal.example.org";

let postgres: TestPostgres;
let building: TenantsBuilding;
let rig: PortalRig;
let gatewayId: number;
let manager: number;
let server: TestMailServer;

beforeAll(async () => {
  building = await tenantsBuilding();
  postgres = await startTestPostgres();
}, 120_000);
afterAll(async () => {
  await postgres.stop();
  await building.rig.close();
});
beforeEach(async () => {
  const startMs = building.rig.clock.nowMs();
  const folder = mkdtempSync(join(tmpdir(), "mega-reports-"));
  rig = await makePortalRig(postgres, folder, { startMs, publicUrl });
  const { database } = rig.context;
  gatewayId = await handOverBuilding(database, building.rig);
  manager = await database.as({ kind: "job" }, async (tx) => {
    const accountId = await addAccount(tx, { at: "syndic", name: "Sylvie", language: "nl" });
    await giveRole(tx, accountId, gatewayId);
    return accountId;
  });
  server = await startMailServer();
}, 60_000);
afterEach(async () => {
  await server.stop();
  await rig.close();
});

async function ask(name: PortalOperationName, more: Omit<PortalAsked, "headers" | "params"> = {}) {
  const headers = await rig.loggedIn(manager);
  return rig.ask(name, { headers, params: { gatewayId }, ...more });
}

const send = () =>
  sendDueMails({
    ...rig.context,
    smtp: {
      ...{ host: "127.0.0.1", port: server.port, tls: "none", login: null },
      from: "mega@example.org",
    },
    publicUrl,
  });
const waitPast = (ms: number) => rig.clock.advanceTo(rig.clock.nowMs() + ms);
const overview = async () => (await ask("gatewayMail")).json<PortalMail>();
const rows = (sql: string) => rig.context.database.as({ kind: "job" }, (tx) => tx.query(sql));

const all = { what: "report", formats: ["csv", "xlsx", "pdf", "json"] } as const;
const daily = {
  ...{ rhythm: "day", at: "08:00", weekday: "monday", dayOfMonth: 1 },
  ...{ to: "syndic@example.org", cc: ["expert@example.org"], language: "de" },
  ...{ formats: ["csv"], csvDialect: "rfc4180" },
} as const;
const schedule = (more: object = {}) =>
  ask("setReportSchedule", { body: { schedule: { ...daily, ...more } } });

test("a mail's files are the downloads byte for byte, and go to oneself without an address", async () => {
  const made = await ask("sendReport", { body: all });
  expect(made.statusCode, made.body).toBe(202);
  expect(made.json<OutboxMail>()).toMatchObject({ state: "queued", kind: "by-hand" });
  await send();
  const [mail] = server.taken;
  expect(mail?.to).toEqual(["syndic@example.org"]);
  expect(mail?.parsed.subject).toMatch(/^\[MEGA Rue des Canaris 1\] /);
  // His own language, and his own page.
  expect(mail?.parsed.text).toContain(`${publicUrl}/gateways/${gatewayId}/counters`);
  expect(mail?.parsed.text).toContain("op het portaal");
  const files = mail?.parsed.attachments ?? [];
  const wide = { language: "nl", dialect: "excel-be", shape: "wide" };
  const downloads = [
    await ask("gatewayCsv", { query: wide }),
    await ask("gatewayXlsx", { query: { language: "nl" } }),
    await ask("gatewayPdf", { query: { language: "nl" } }),
    await ask("gatewayJson"),
  ];
  expect(files).toHaveLength(downloads.length);
  for (const [index, { rawPayload, headers }] of downloads.entries()) {
    const file = files[index];
    // A download for programs is named in the gateway's language.
    const isNamed = headers["content-disposition"]?.includes(`"${file?.filename}"`);
    expect(isNamed, file?.filename).toBe(index < 3);
    expect(file?.content.equals(rawPayload), file?.filename).toBe(true);
  }
  const { outbox, today } = await overview();
  expect(outbox[0]).toMatchObject({
    state: "sent",
    replyCode: 250,
    files: files.map((f) => f.filename),
  });
  expect(today.sent).toBe(1);
});

test("one channel and one month are sent alone, as the preview says", async () => {
  const body = {
    ...{ what: "report", formats: ["csv"], channels: [2], months: ["2026-04"] },
    ...{ to: "a@example.org", cc: ["b@example.org"], language: "en", csvDialect: "rfc4180" },
  };
  const preview = (await ask("previewReport", { body })).json<{
    subject: string;
    files: string[];
  }>();
  await ask("sendReport", { body });
  await send();
  // A copy for each, which names the other.
  expect(server.taken.map(({ to }) => to)).toEqual([["a@example.org"], ["b@example.org"]]);
  for (const { parsed } of server.taken) {
    expect(parsed.subject).toBe(preview.subject);
    expect(parsed.headers.get("cc")).toMatchObject({ text: "b@example.org" });
    const [file] = parsed.attachments;
    expect(file?.filename).toBe(preview.files[0]);
    expect(file?.content.toString()).toContain("canary-two");
    expect(file?.content.toString()).not.toContain("canary-one");
  }
});

test("who is refused is told, the others have it, and nothing of the report is kept", async () => {
  server.verdict = ({ to }) =>
    to[0] === "gone@example.org" ? refusal(550, "5.1.1 no such mailbox") : null;
  await ask("sendReport", { body: { ...all, to: "gone@example.org", cc: ["here@example.org"] } });
  expect(await rows("SELECT FROM report_file")).toHaveLength(4);
  await send();
  expect(server.taken.map(({ to }) => to)).toEqual([["here@example.org"]]);
  const [mail] = (await overview()).outbox;
  expect(mail).toMatchObject({ state: "sent", attempts: 1 });
  expect(mail?.refused).toEqual([
    { address: "gone@example.org", reply: expect.stringContaining("5.1.1 no such mailbox") },
  ]);
  await reportMaker(rig.context)();
  expect(await rows("SELECT FROM report_file")).toEqual([]);
  expect(await rows("SELECT FROM report_mail WHERE body_text IS NOT NULL")).toEqual([]);
});

test("a server that takes none now is tried again", async () => {
  server.verdict = () => refusal(451, "4.7.1 greylisted");
  await ask("sendReport", { body: all });
  await send();
  const [mail] = (await overview()).outbox;
  expect(mail).toMatchObject({ state: "failed", replyCode: 451 });
  expect(mail?.nextTryAt).not.toBeNull();
  server.verdict = () => null;
  await reportMaker(rig.context)();
  await waitPast(HOUR_MS);
  await send();
  expect((await overview()).outbox[0]).toMatchObject({ state: "sent", attempts: 2 });
  expect(server.taken[0]?.parsed.attachments).toHaveLength(4);
});

test("addresses and what is asked for keep to the limits", async () => {
  const refused = async (more: object) =>
    (await ask("sendReport", { body: { ...all, ...more } })).json<{ code: string }>().code;
  expect(await refused({ to: "nobody" })).toBe("REQUEST_INVALID");
  expect(await refused({ to: "Bcc: x@example.org\r\n" })).toBe("REQUEST_INVALID");
  const six = Array.from({ length: 6 }, (_, no) => `c${no}@example.org`);
  expect(await refused({ cc: six })).toBe("REQUEST_INVALID");
  expect(await refused({ channels: [17] })).toBe("REQUEST_INVALID");
  expect(await refused({ months: ["2031-01"] })).toBe("REQUEST_INVALID");
  for (let no = 0; no < 100; no += 1) {
    await rows(
      `INSERT INTO report_mail (gateway_id, building_id, kind, made_at, subject, sender_name, recipients, file_names, size_bytes)
         VALUES (${gatewayId}, (SELECT building_id FROM gateway WHERE gateway_id = ${gatewayId}), 'by-hand', '${new Date(rig.clock.nowMs()).toISOString()}', 's', 'n', '{}', '{}', 0)`,
    );
  }
  expect(await refused({})).toBe("TOO_MANY_REQUESTS");
  await waitPast(DAY_MS + 1);
  expect((await ask("sendReport", { body: all })).statusCode).toBe(202);
  expect(server.taken).toEqual([]);
});

test("a rhythm sends its report when it is due, once, whoever looks for it", async () => {
  const set = (await schedule()).json<PortalMail>();
  expect(set.schedule).toEqual(daily);
  const dueMs = Date.parse(set.nextReportAt ?? "");
  // 08:00 in Brussels.
  expect(new Date(dueMs).toISOString()).toMatch(/T06:00:00\.000Z$/);
  const make = [reportMaker(rig.context), reportMaker(rig.context)];
  await make[0]?.();
  expect((await overview()).outbox).toEqual([]);
  await rig.clock.advanceTo(dueMs + 60_000);
  await Promise.all(make.map((one) => one()));
  await Promise.all(make.map((one) => one()));
  await send();
  expect(server.taken.map(({ to }) => to)).toEqual([
    ["syndic@example.org"],
    ["expert@example.org"],
  ]);
  expect(server.taken[0]?.parsed.text).toContain("Anhang: ");
  const { outbox, nextReportAt } = await overview();
  expect(outbox).toHaveLength(1);
  expect(outbox[0]).toMatchObject({ kind: "report", state: "sent" });
  expect(Date.parse(nextReportAt ?? "")).toBe(dueMs + DAY_MS);
});

test("a monthly report is about the month before, with the bytes of that download", async () => {
  const set = (await schedule({ rhythm: "month", csvDialect: "excel-be" })).json<PortalMail>();
  const dueMs = Date.parse(set.nextReportAt ?? "");
  expect(set.nextReportAt).toBe("2026-06-01T06:00:00.000Z");
  await rig.clock.advanceTo(dueMs);
  await reportMaker(rig.context)();
  await send();
  const [file] = server.taken[0]?.parsed.attachments ?? [];
  const months = Array.from({ length: 12 }, (_, age) =>
    new Date(Date.UTC(2026, 4 - age, 1)).toISOString().slice(0, 7),
  );
  const query = { language: "de", dialect: "excel-be", shape: "wide", months: months.join(",") };
  const download = await ask("gatewayCsv", { query });
  expect(file?.content.equals(download.rawPayload)).toBe(true);
});

test("what fell due while no server ran goes out once; what fell due before it was set does not", async () => {
  const set = (await schedule()).json<PortalMail>();
  await rig.clock.advanceTo(Date.parse(set.nextReportAt ?? "") + 5 * DAY_MS + HOUR_MS);
  await reportMaker(rig.context)();
  await reportMaker(rig.context)();
  expect((await overview()).outbox).toHaveLength(1);
  await waitPast(4 * HOUR_MS);
  await schedule({ at: "09:00" });
  await reportMaker(rig.context)();
  expect((await overview()).outbox).toHaveLength(1);
});

test("a process that died over a report is followed by another one", async () => {
  const set = (await schedule()).json<PortalMail>();
  await rig.clock.advanceTo(Date.parse(set.nextReportAt ?? ""));
  const { database } = rig.context;
  const died = {
    ...rig.context,
    database: {
      ...database,
      as: async (...args: Parameters<typeof database.as>) => {
        const [identity, work] = args;
        return database.as(identity, async (tx) => {
          const done = await work(tx);
          const [kept] = await tx.query("SELECT count(*)::int AS count FROM report_mail");
          if (kept?.["count"] === 1) throw new Error("the process ends here");
          return done;
        });
      },
    } as typeof database,
  };
  await expect(reportMaker(died)()).rejects.toThrow("ends here");
  expect((await overview()).outbox).toEqual([]);
  // Within ten minutes it may still be at work; then, or an hour after a failure, another one takes it.
  await waitPast(HOUR_MS);
  await reportMaker(rig.context)();
  expect((await overview()).outbox).toHaveLength(1);
});

test("without its manager a rhythm sends nothing and says why, until a manager saves it again", async () => {
  const set = (await schedule()).json<PortalMail>();
  await rows(`UPDATE building_right SET role = 'installer' WHERE account_id = ${manager}`);
  await rig.clock.advanceTo(Date.parse(set.nextReportAt ?? ""));
  await reportMaker(rig.context)();
  expect((await ask("gatewayMail")).statusCode).toBe(403);
  await rows(`UPDATE building_right SET role = 'manager' WHERE account_id = ${manager}`);
  const told = await overview();
  expect(told.trouble).toMatchObject({ why: "no-manager" });
  expect(told.outbox).toEqual([]);
  expect((await schedule()).json<PortalMail>().trouble).toBeNull();
});

test("a gateway that went to another building mails nothing to those of the one before", async () => {
  const set = (await schedule()).json<PortalMail>();
  await rows("INSERT INTO building (name, made_at) VALUES ('Elsewhere', now())");
  await rows(
    `UPDATE gateway SET building_id = (SELECT max(building_id) FROM building) WHERE gateway_id = ${gatewayId}`,
  );
  await rig.clock.advanceTo(Date.parse(set.nextReportAt ?? ""));
  await reportMaker(rig.context)();
  expect(await rows("SELECT FROM report_mail")).toEqual([]);
});

test("a gateway's new people see nothing of what was mailed before it was theirs", async () => {
  await schedule();
  await ask("sendReport", { body: all });
  expect((await overview()).outbox).toHaveLength(1);
  await rows("INSERT INTO building (name, made_at) VALUES ('Elsewhere', now())");
  const elsewhere = "(SELECT max(building_id) FROM building)";
  await rows(`UPDATE gateway SET building_id = ${elsewhere} WHERE gateway_id = ${gatewayId}`);
  await rows(`INSERT INTO building_right VALUES (${elsewhere}, ${manager}, 'manager')`);
  const told = await overview();
  expect([told.schedule, told.nextReportAt, told.trouble, told.outbox]).toEqual([
    ...[null, null, null, []],
  ]);
  // Nor does what they say about a rhythm tell what stood before.
  await ask("setReportSchedule", { body: { schedule: null } });
  await schedule({ at: "09:00" });
  const audit = await rows(`SELECT before FROM audit WHERE building_id = ${elsewhere}`);
  expect(audit).toEqual([{ before: null }]);
});

test("a rhythm that is ended sends nothing more, and both stand in the audit", async () => {
  await schedule();
  await ask("setReportSchedule", { body: { schedule: null } });
  await waitPast(2 * DAY_MS);
  await reportMaker(rig.context)();
  const told = await overview();
  expect([told.schedule, told.nextReportAt, told.outbox]).toEqual([null, null, []]);
  const audit = await rows("SELECT action, after FROM audit ORDER BY audit_id");
  expect(audit.map(({ action }) => action)).toEqual(["report-schedule-set", "report-schedule-set"]);
});
