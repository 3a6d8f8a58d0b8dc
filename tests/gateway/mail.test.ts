// Mails of a gateway that is killed in the middle: none is lost, and none is with the server twice
// unless its answer was lost on the way, and then under the same Message-ID.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { MailOverview, OutboxMail } from "@mega/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  refusal,
  startMailServer,
  type TestMailServer,
} from "../../apps/gateway/src/mail/testing/mail-server.ts";
import { type GatewayProcess, startGatewayProcess } from "./mega-process.ts";

const password = "canary-of-the-mail-account";
const wish = { what: "report", formats: ["csv", "xlsx"] };

let folder: string;
let configFile: string;
let server: TestMailServer;
let endings: (() => Promise<unknown> | unknown)[];
/** What the server does once it has a recipient; a test replaces it. */
let atRecipient: () => Promise<void>;

beforeEach(async () => {
  atRecipient = async () => undefined;
  server = await startMailServer({
    allowInsecureAuth: true,
    authOptional: false,
    onAuth: (auth, _session, done) =>
      auth.password === password ? done(null, { user: "mega" }) : done(refusal(535, "no")),
    onRcptTo: (_address, _session, done) => void atRecipient().then(() => done()),
  });
  folder = mkdtempSync(join(tmpdir(), "mega-mail-"));
  configFile = join(folder, "gateway.yaml");
  writeFileSync(
    configFile,
    [
      "version: 1",
      "building: { name: Test bench }",
      "gateway: { model: MEGA16, language: en }",
      `mail: { server: 127.0.0.1, port: ${server.port}, tls: none, account: mega,`,
      `  password: ${password}, from: mega@example.org, to: anna@example.org,`,
      "  report: { rhythm: 'off' } }",
      "",
    ].join("\n"),
  );
  endings = [() => server.stop(), () => rmSync(folder, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const end of endings.reverse()) await end();
});

async function start(): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(join(folder, "data"), configFile);
  endings.push(() => gateway.end("SIGKILL"));
  return gateway;
}

const messageIds = () => server.taken.map(({ parsed }) => parsed.messageId);
const overview = (gateway: GatewayProcess) => gateway.get<MailOverview>("/mail?limit=50");

/** Resolves when every mail of the outbox is sent. */
async function allSent(gateway: GatewayProcess): Promise<readonly OutboxMail[]> {
  return vi.waitFor(
    async () => {
      const { outbox } = await overview(gateway);
      const waiting = outbox.filter(({ state }) => state !== "sent");
      if (waiting.length > 0) throw new Error(JSON.stringify(waiting));
      return outbox;
    },
    { timeout: 20_000, interval: 100 },
  );
}

test("a kill before the server has the message loses nothing and sends it once", async () => {
  let reached: () => void = () => undefined;
  const atServer = new Promise<void>((resolve) => {
    reached = resolve;
  });
  // The server never gets further than the recipient with the first process.
  atRecipient = () => {
    reached();
    return new Promise(() => undefined);
  };
  const first = await start();
  await first.post("/mail/send", wish);
  await atServer;
  await first.end("SIGKILL");
  atRecipient = async () => undefined;
  const second = await start();
  const [mail] = await allSent(second);
  expect(mail).toMatchObject({ state: "sent", doubted: false, attempts: 2, replyCode: 250 });
  expect(messageIds()).toHaveLength(1);
});

test("a kill after the message and before the answer sends the same Message-ID once more", async () => {
  let reached: () => void = () => undefined;
  const atServer = new Promise<void>((resolve) => {
    reached = resolve;
  });
  // It takes the message over, and its answer comes when nobody listens any more.
  let answer: () => void = () => undefined;
  server.verdict = async () => {
    reached();
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return null;
  };
  const first = await start();
  await first.post("/mail/send", wish);
  await atServer;
  await first.end("SIGKILL");
  answer();
  server.verdict = () => null;
  const second = await start();
  const [mail] = await allSent(second);
  expect(mail).toMatchObject({ state: "sent", doubted: true });
  expect(messageIds()).toHaveLength(2);
  expect(new Set(messageIds()).size).toBe(1);
  // A further start sends nothing again.
  await second.end("SIGKILL");
  await allSent(await start());
  expect(messageIds()).toHaveLength(2);
});

test("over many kills at any moment every acknowledged mail arrives, twice only when in doubt", async () => {
  server.verdict = async () => {
    await pause(30);
    return null;
  };
  for (const [life, delayMs] of [5, 45, 90, 140, 200].entries()) {
    const gateway = await start();
    if (life > 0) await allSent(gateway);
    await gateway.post("/mail/send", wish);
    await pause(delayMs);
    await gateway.end("SIGKILL");
  }
  const mails = await allSent(await start());
  expect(mails).toHaveLength(5);
  expect(new Set(messageIds()).size).toBe(5);
  const doubted = mails.filter((mail) => mail.doubted).length;
  expect(messageIds().length).toBeLessThanOrEqual(5 + doubted);
}, 240_000);

test("the password of the account stands in no answer, log or file in the clear", async () => {
  const gateway = await start();
  await gateway.post("/mail/send", wish);
  await allSent(gateway);
  await gateway.post("/mail/test", {
    mail: { server: "127.0.0.1", port: server.port, tls: "none", to: "a@example.org" },
  });
  for (const path of ["/mail", "/configuration", "/audit"]) {
    expect(JSON.stringify(await gateway.get(path))).not.toContain(password);
  }
  expect(gateway.log()).not.toContain(password);
  expect(await gateway.end()).toBe(0);
  for (const file of ["gateway.db", "ledger.db"]) {
    expect(readFileSync(join(folder, "data", file)).includes(password), file).toBe(false);
  }
});
