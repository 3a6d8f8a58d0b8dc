import { type MailOverview, mailOperations, type OutboxMail } from "@mega/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type MailingBuilding, mailingBuilding } from "../mail/testing/mailing-building.ts";
import { smallBuilding } from "./testing/small-building.ts";

let building: MailingBuilding;
beforeAll(async () => {
  building = await mailingBuilding("  report: { rhythm: week, weekday: sunday, formats: [pdf] }\n");
  building.rig.context.mail.start();
});
afterAll(() => building.close());

const ajv = new Ajv2020({ allErrors: true });
/** An answer that is as the contract says. */
async function answered<Answer>(
  name: keyof typeof mailOperations,
  path: string,
  body?: object,
): Promise<Answer> {
  const { rig } = building;
  const answer = body === undefined ? await rig.get(path) : await rig.post(path, body);
  expect(answer.statusCode, answer.body).toBe(mailOperations[name].status);
  const check = ajv.compile(mailOperations[name].answer);
  expect(check(answer.json()), JSON.stringify(check.errors)).toBe(true);
  return answer.json();
}
const wish = { what: "report", formats: ["csv", "xlsx", "pdf", "json"] };

test("the overview shows the settings without a secret, and what is due", async () => {
  const overview = await answered<MailOverview>("mail", "/mail");
  expect(overview.settings).toMatchObject({
    tls: "starttls",
    from: "mega@example.org",
    to: "anna@example.org",
    rhythm: "week",
  });
  // Sunday 3 May 2026, 08:00 in Brussels, and the daily look before it.
  expect(overview.nextReportAt).toBe("2026-05-03T06:00:00.000Z");
  expect(overview.nextErrorLookAt).toBe("2026-05-03T05:00:00.000Z");
  expect(JSON.stringify(overview)).not.toContain("canary");
});

test("a preview says what would be sent and sends nothing", async () => {
  const preview = await answered("previewMail", "/mail/preview", { ...wish, language: "en" });
  expect(preview).toMatchObject({
    subject: "[MEGA Résidence Tilleuls] Readings 02/05/2026 18:07 – 4/5 OK, 1 to check",
    to: "anna@example.org",
    cc: ["bert@example.org"],
    language: "en",
  });
  const { lines, files } = preview as { readonly lines: string[]; readonly files: string[] };
  expect(lines[1]).toBe("4 of 5 in order. To check: CH5 never read.");
  expect(lines[2]).toBe("Details: COUNTERS page, https://mega.example.org/");
  expect(files).toHaveLength(4);
  expect(building.server.taken).toEqual([]);
});

test("what is attached is the exports, byte for byte and by name", async () => {
  const { rig } = building;
  const queued = await answered<OutboxMail>("sendMail", "/mail/send", wish);
  expect(queued).toMatchObject({ kind: "by-hand", sizeBytes: expect.any(Number) });
  const [mail] = await building.arrived(1);
  const attached = mail?.parsed.attachments ?? [];
  const exports = [
    "/export.csv?dialect=excel-be&shape=wide",
    "/export.xlsx",
    "/export.pdf",
    "/export.json",
  ];
  expect(attached).toHaveLength(exports.length);
  for (const [index, path] of exports.entries()) {
    const answer = await rig.get(path);
    const part = attached[index];
    expect(part?.content.equals(answer.rawPayload), path).toBe(true);
    expect(answer.headers["content-disposition"]).toContain(`filename="${part?.filename}"`);
    expect(answer.headers["content-type"]).toContain(part?.contentType ?? "nothing");
  }
  expect(mail?.to).toEqual(["anna@example.org", "bert@example.org"]);
  expect(mail?.parsed.text).toContain("4 sur 5 en ordre. À vérifier : CH5 jamais lu.");
  await building.settled();
  const overview = await answered<MailOverview>("mail", "/mail?limit=1");
  expect(overview.outbox).toMatchObject([
    { mailNo: queued.mailNo, state: "sent", replyCode: 250, attempts: 1, reason: null },
  ]);
  expect(overview.today.sent).toBe(1);
});

test("a part of the table goes to other addresses, and its files are named after the part", async () => {
  const before = building.server.taken.length;
  const sent = await answered<OutboxMail>("sendMail", "/mail/send", {
    what: "report",
    formats: ["csv"],
    channels: [1, 3],
    months: ["2026-04"],
    csvDialect: "rfc4180",
    language: "nl",
    to: "carl@example.org",
  });
  expect(sent.recipients).toEqual(["carl@example.org"]);
  expect(sent.subject).toContain("Meterstanden april 2026");
  expect(sent.files[0]).toMatch(/^residence-tilleuls_meterstanden_ch1-ch3_2026-04_/);
  const mail = (await building.arrived(before + 1)).at(-1);
  const csv = await building.rig.get(
    "/export.csv?dialect=rfc4180&shape=wide&channels=1,3&months=2026-04&language=nl",
  );
  expect(mail?.parsed.attachments[0]?.content.toString()).toBe(csv.payload);
  expect(mail?.to).toEqual(["carl@example.org"]);
});

// The body; the status, the code and the pointer of the faulty field.
test.each([
  [{ ...wish, channels: [17] }, "400 REQUEST_INVALID /channels"],
  [{ ...wish, months: ["2026-06"] }, "400 REQUEST_INVALID /months"],
  [{ ...wish, to: "a@example.org\r\nBcc: x@example.org" }, "400 REQUEST_INVALID /to"],
  [{ ...wish, to: "a@example.org, b@example.org" }, "400 REQUEST_INVALID /to"],
  [{ ...wish, formats: ["csv", "csv"] }, "400 REQUEST_INVALID /formats"],
  [
    { ...wish, cc: Array.from({ length: 6 }, (_, no) => `a${no}@example.org`) },
    "400 REQUEST_INVALID /cc",
  ],
  [{ formats: ["csv"] }, "400 REQUEST_INVALID "],
])("a wish that cannot be sent is refused: %j", async (body, wanted) => {
  const answer = await building.rig.post("/mail/send", body);
  const problem = answer.json();
  expect(`${answer.statusCode} ${problem.code} ${problem.errors[0]?.pointer}`).toBe(wanted);
});

const draft = () => ({
  server: "127.0.0.1",
  port: building.server.port,
  account: "mega@example.org",
  password: "canary-password",
  to: "anna@example.org",
});

test("TEST SMTP sends a real message to address 1 and tells every step", async () => {
  const before = building.server.taken.length;
  const report = await answered("testMail", "/mail/test", { mail: draft() });
  expect(report).toMatchObject({ passed: true, advice: null });
  const { steps } = report as { readonly steps: readonly { name: string; state: string }[] };
  expect(steps.map(({ name }) => name).join(" ")).toBe(
    "resolve connect greeting tls login mail-from rcpt data",
  );
  const mail = (await building.arrived(before + 1)).at(-1);
  expect(mail?.to).toEqual(["anna@example.org"]);
  expect(mail?.parsed.subject).toBe("[MEGA Résidence Tilleuls] Test d’envoi");
  expect(JSON.stringify(report)).not.toContain("canary");
});

test("a failed test says where and in the server's words", async () => {
  const report = await answered("testMail", "/mail/test", {
    mail: { ...draft(), password: "another" },
  });
  expect(report).toMatchObject({ passed: false, advice: "check-login" });
  expect(JSON.stringify(report)).toContain("5.7.8 not you");
});

test("the stored password is used for its server and account, and sent to no other", async () => {
  const kept = { ...draft(), password: "(secret kept)" };
  expect(await answered("testMail", "/mail/test", { mail: kept })).toMatchObject({ passed: true });
  for (const change of [
    { server: "localhost" },
    { port: 25 },
    { account: "eve" },
    { tls: "none" },
  ]) {
    const answer = await building.rig.post("/mail/test", { mail: { ...kept, ...change } });
    expect(answer.statusCode, JSON.stringify(change)).toBe(400);
    expect(answer.json().errors[0].pointer).toBe("/mail/password");
    expect(answer.body).not.toContain("canary");
  }
});

test("a mail that the server refuses waits, can be given up and tried again by hand", async () => {
  const { rig, server } = building;
  server.verdict = () => Object.assign(new Error("4.7.1 greylisted"), { responseCode: 451 });
  const { mailNo } = await answered<OutboxMail>("sendMail", "/mail/send", wish);
  await vi.waitFor(() => expect(rig.context.mail.outbox.get(mailNo)?.state).toBe("failed"));
  const cancelled = await answered("cancelMail", `/mail/outbox/${mailNo}/cancel`, {});
  expect(cancelled).toMatchObject({ state: "cancelled", reply: expect.stringContaining("4.7.1") });
  expect((await rig.post(`/mail/outbox/${mailNo}/cancel`)).statusCode).toBe(409);
  server.verdict = () => null;
  await answered("retryMail", `/mail/outbox/${mailNo}/retry`, {});
  await vi.waitFor(() => expect(rig.context.mail.outbox.get(mailNo)?.state).toBe("sent"));
  expect((await rig.post(`/mail/outbox/${mailNo}/retry`)).statusCode).toBe(409);
  expect((await rig.post("/mail/outbox/9999/retry")).statusCode).toBe(404);
});

test("what persons did to mails stands in the audit log, without a secret", () => {
  const entries = building.rig.context.audit.list(Number.MAX_SAFE_INTEGER, 100);
  const actions = new Set(entries.map(({ action }) => action));
  for (const action of ["mail-sent-by-hand", "mail-tested", "mail-retried", "mail-cancelled"]) {
    expect(actions).toContain(action);
  }
  expect(JSON.stringify(entries)).not.toContain("canary");
});

test("without settings nothing is sent and the reason is told", async () => {
  const rig = await smallBuilding();
  const overview: MailOverview = (await rig.get("/mail")).json();
  expect(overview).toMatchObject({ settings: null, nextReportAt: null, outbox: [] });
  const answer = await rig.post("/mail/send", wish);
  expect([answer.statusCode, answer.json().code]).toEqual([409, "CONFLICT"]);
  await rig.close();
});
