// The demo building behind a real server: its gateway enrolled by its code, its whole ledger uploaded, a
// manager logged in, a mail server beside it; and Chromium on the portal.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { csrfOf, sessionCookieName } from "@mega/access";
import { PORTAL_PREFIX, type ServerState } from "@mega/contract";
import { enrolAtMachine, type RunningServer, startServer } from "@mega/server";
import type { Page } from "playwright-core";
import {
  startMailServer,
  type TestMailServer,
} from "../../apps/gateway/src/mail/testing/mail-server.ts";
import { beginLogin, confirmLogin } from "../../apps/server/src/access/portal-sessions.ts";
import { numberIn } from "../../apps/server/src/database/row-values.ts";
import {
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { freePort } from "../free-port.ts";
import { type Demo, startDemo } from "./start-demo.ts";
import { launchBrowser, type Visit } from "./watched-browser.ts";

/** Which page, on which screen, for whom. */
interface PortalVisit extends Visit {
  /** Address of who looks; the building's manager when left out. */
  readonly who?: string;
}

/** The building. */
export interface PortalBuilding {
  readonly url: string;
  readonly gatewayId: number;
  readonly demo: Demo;
  readonly mails: TestMailServer;
  readonly server: RunningServer;
  /** Opens a page as somebody who is logged in. */
  readonly open: (visit: PortalVisit) => Promise<Page>;
  /** Asks below the portal's interface as the manager; the bytes of the answer. */
  readonly ask: (path: string) => Promise<Buffer>;
  /** What went wrong on the pages since it was last asked. */
  readonly complaints: () => readonly string[];
  readonly clear: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const HOST = "127.0.0.1";
const MANAGER = "syndic@example.org";

/** Starts everything. @param historyMs how long the building has been read */
export async function startPortalBuilding(historyMs: number): Promise<PortalBuilding> {
  const postgres = await startTestPostgres();
  const folder = mkdtempSync(join(tmpdir(), "mega-portal-"));
  const mails = await startMailServer();
  const { server, url, port, databaseUrl } = await startPortal(postgres, folder, mails.port);
  const further = `server: { url: "${url}", jitterSeconds: 0 }\n`;
  const demo = await startDemo(historyMs, further);
  await enrol(demo, { dataFolder: folder, databaseUrl });
  const name = sessionCookieName({ secure: false, port });
  const wordOf = loginsAt(server);
  const word = await wordOf(MANAGER);
  const ask = askingAs(url, `${name}=${word}`, word);
  const gatewayId = await onlyGateway(server);
  // The configuration is handed over beside the ledger.
  await untilIt(async () => (await ask(`/gateways/${gatewayId}/counters`)).status === 200);
  const browser = await launchBrowser(url);
  return {
    ...{ url, gatewayId, demo, mails, server },
    async open({ who = MANAGER, ...visit }) {
      const login = { name, value: await wordOf(who) };
      return browser.open(visit, login, { serviceWorkers: "block" });
    },
    complaints: () => browser.complaints(),
    clear: () => browser.clear(),
    async ask(path) {
      const answer = await ask(path);
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return Buffer.from(await answer.arrayBuffer());
    },
    async stop() {
      await browser.close();
      await demo.stop();
      await server.stop();
      await mails.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function askingAs(url: string, cookie: string, word: string) {
  const headers = { cookie, "mega-csrf": csrfOf(word) };
  return (path: string) => fetch(`${url}${PORTAL_PREFIX}${path}`, { headers });
}

/** Slowly: what is drawn for one account in a minute has a limit. */
async function untilIt(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return;
    await pause(300);
  }
  throw new Error("it did not come about within a minute");
}

async function startPortal(postgres: TestPostgres, dataFolder: string, smtpPort: number) {
  const database = await postgres.database();
  const databaseUrl = database.url;
  await database.close();
  const port = await freePort();
  const url = `http://${HOST}:${port}`;
  const smtp = { host: HOST, port: smtpPort, tls: "none", login: null } as const;
  const server = await startServer({
    ...{ dataFolder, databaseUrl, host: HOST, port, logLevel: "silent" },
    mails: { smtp: { ...smtp, from: "mega@example.org" }, publicUrl: url },
  });
  return { server, url, port, databaseUrl };
}

/** Redeems the gateway's code and waits until its whole ledger is at the server. */
async function enrol(
  { owner }: Demo,
  at: { readonly dataFolder: string; readonly databaseUrl: string },
): Promise<void> {
  const told = () => owner.ask<ServerState>("GET", "/server");
  await untilIt(async () => (await told()).state === "waiting-for-code");
  const { code } = await told();
  await enrolAtMachine({
    ...at,
    code: code?.code ?? "",
    building: "Hollestraat 1",
    managerEmail: MANAGER,
    language: "fr",
  });
  await untilIt(async () => {
    const { state, entriesWaiting } = await told();
    return state === "connected" && entriesWaiting === 0;
  });
}

/** Logs people in, each once; whoever asks has just typed his password, which stands for five minutes. */
function loginsAt({ context }: RunningServer): (email: string) => Promise<string> {
  const known = new Map<string, Awaited<ReturnType<typeof beginLogin>>>();
  return (email) =>
    context.database.as({ kind: "job" }, async (tx) => {
      const [account] = await tx.query("SELECT account_id FROM account WHERE email = $1", [email]);
      const accountId = numberIn(account ?? {}, "account_id");
      const nowMs = context.clock.nowMs();
      const made = known.get(email) ?? (await beginLogin(tx, { accountId, nowMs, factor: true }));
      known.set(email, made);
      await confirmLogin(tx, made.login, nowMs);
      return made.word;
    });
}

function onlyGateway({ context }: RunningServer): Promise<number> {
  return context.database.as({ kind: "job" }, async (tx) => {
    const [gateway] = await tx.query("SELECT gateway_id FROM gateway");
    return numberIn(gateway ?? {}, "gateway_id");
  });
}
