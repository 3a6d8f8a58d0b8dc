// A server with the ledger of a building whose tenants come and go, people who are invited to it, and
// Chromium before its portal. What goes wrong on the pages is gathered.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Language } from "@mega/locale";
import type { BrowserContext, Page } from "playwright-core";
import {
  type Planted,
  type TenantName,
  tenants,
  tenantsBuilding,
} from "../../apps/gateway/src/access/limits/testing/tenants-building.ts";
import { makeWord } from "../../apps/server/src/access/account-words.ts";
import { numberIn } from "../../apps/server/src/database/row-values.ts";
import { type RunningServer, startServer } from "../../apps/server/src/server.ts";
import { startTestPostgres } from "../../apps/server/src/testing/test-database.ts";
import { handOverBuilding } from "../server/hand-over.ts";
import { addAccount, giveRole, giveStay } from "../server/people-rows.ts";
import { type CutLine, layLine } from "./cut-line.ts";
import { launchBrowser, type WatchedBrowser } from "./watched-browser.ts";

/** How Chromium tells of an answer that refuses, or of none. */
const PROVOKED = /the server responded with a status of 4\d\d|net::ERR_/;

/** People at the server. */
export type PortalPerson = TenantName | "manager";

/** The stage. */
export interface PortalStage {
  readonly url: string;
  readonly line: CutLine;
  readonly server: RunningServer;
  readonly gatewayId: number;
  /** Every reading, with the channel that it is of. */
  readonly planted: readonly Planted[];
  /** The word of a mail's link. */
  invite(who: PortalPerson): Promise<string>;
  /** The browser of somebody who was never here. */
  context(look?: PortalLook): Promise<BrowserContext>;
  /** A page that is watched. */
  page(context: BrowserContext): Promise<Page>;
  /** What went wrong on the pages since it was last asked, but for refusals and cut lines. */
  complaints(): readonly string[];
  stop(): Promise<void>;
}

/** How a browser looks at the pages. */
interface PortalLook {
  readonly width?: number;
  readonly theme?: "light" | "dark";
  readonly language?: Language;
}

/** Starts everything. */
export async function openPortalStage(): Promise<PortalStage> {
  const building = await tenantsBuilding();
  const postgres = await startTestPostgres();
  const dataFolder = mkdtempSync(join(tmpdir(), "mega-portal-page-"));
  const database = await postgres.database();
  const databaseUrl = database.url;
  await database.close();
  const { clock } = building.rig;
  const at = { host: "127.0.0.1", port: 0, logLevel: "silent" };
  const server = await startServer({ dataFolder, databaseUrl, ...at, clock });
  const gatewayId = await seed(server, building);
  const line = await layLine(server.url);
  const browser = await launchBrowser(line.url);
  return {
    url: line.url,
    line,
    server,
    gatewayId,
    planted: building.planted,
    invite: (who) => invite(server, who),
    context: (look) => contextOf(browser, look),
    page: (context) => browser.page(context),
    complaints: () => browser.complaints(PROVOKED),
    async stop() {
      await browser.close();
      await line.cut();
      await server.stop();
      await postgres.stop();
      await building.rig.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function contextOf(browser: WatchedBrowser, look: PortalLook = {}): Promise<BrowserContext> {
  const { width = 390, theme = "light", language = "fr" } = look;
  return browser.context({
    viewport: { width, height: 844 },
    colorScheme: theme,
    locale: language,
    timezoneId: "Europe/Brussels",
  });
}

type Building = Awaited<ReturnType<typeof tenantsBuilding>>;

/** The building's ledger and configuration, its tenants and its manager. */
async function seed({ context }: RunningServer, building: Building): Promise<number> {
  const { database } = context;
  const gatewayId = await handOverBuilding(database, building.rig);
  await database.as({ kind: "job" }, async (tx) => {
    await tx.query(
      `UPDATE building SET name = 'Rue des Canaris 1'
         WHERE building_id = (SELECT building_id FROM gateway WHERE gateway_id = $1)`,
      [gatewayId],
    );
    for (const name of [...Object.keys(tenants), "manager"] as PortalPerson[]) {
      const first = name[0]?.toUpperCase() ?? "";
      const accountId = await addAccount(tx, { at: name, name: `${first}${name.slice(1)}` });
      if (name === "manager") await giveRole(tx, accountId, gatewayId);
      else for (const stay of tenants[name]) await giveStay(tx, accountId, { gatewayId, ...stay });
    }
  });
  return gatewayId;
}

function invite({ context }: RunningServer, who: PortalPerson): Promise<string> {
  const { database, clock } = context;
  return database.as({ kind: "job" }, async (tx) => {
    const [row] = await tx.query("SELECT account_id FROM account WHERE email = $1", [
      `${who}@example.org`,
    ]);
    const accountId = numberIn(row ?? {}, "account_id");
    const purpose = "invitation";
    return (await makeWord(tx, { accountId, purpose, nowMs: clock.nowMs() })).word;
  });
}
