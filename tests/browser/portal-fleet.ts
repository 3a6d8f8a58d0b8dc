// A server with buildings of two managers, put there as gateways would have left them, and Chromium
// before its portal for whoever is logged in. What goes wrong on the pages is gathered.

import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashPassword, sessionCookieName } from "@mega/access";
import { type RunningServer, startServer } from "@mega/server";
import { backupText, configurationHash } from "@mega/uplink";
import type { Page } from "playwright-core";
import { beginLogin } from "../../apps/server/src/access/portal-sessions.ts";
import { putConfiguration } from "../../apps/server/src/backup/configuration-versions.ts";
import { beginEnrolment } from "../../apps/server/src/enrolment/begin-enrolment.ts";
import { storeSetup } from "../../apps/server/src/glance/gateway-setup.ts";
import { ownersView } from "../../apps/server/src/portal/testing/two-buildings.ts";
import { READINGS_VERSION } from "../../apps/server/src/readings/store-projection.ts";
import { askRestore } from "../../apps/server/src/restore/ask-restore.ts";
import { RestoreTries } from "../../apps/server/src/restore/restore-tries.ts";
import { startTestPostgres } from "../../apps/server/src/testing/test-database.ts";
import { type LoginCookie, launchBrowser, type Visit } from "./watched-browser.ts";

const HOUR_MS = 3_600_000;
/** How Chromium tells of an answer that refuses. */
const PROVOKED = /the server responded with a status of 4\d\d/;
const PROOF = "ab".repeat(32);

/** The password of everybody. */
export const PASSWORD = "un mot de passe long";
/** People by the number of their accounts. */
const persons = { olga: 1, anna: 2, bert: 3, ivo: 4, ada: 5 } as const;
type PersonOfFleet = keyof typeof persons;
/** The gateway of Residence Alpha. */
export const alphaMac = "02:00:00:00:0a:01";

/** Which page, on which screen, for whom; for Anna when left out. */
interface FleetVisit extends Visit {
  readonly who?: PersonOfFleet;
}

/** The stage. */
export interface FleetStage {
  readonly url: string;
  readonly server: RunningServer;
  open(visit: FleetVisit): Promise<Page>;
  /** A new box asks for a code, by which it comes to a building. */
  enrolmentCode(mac: string): Promise<string>;
  /** A box asks for the place of Alpha's gateway; the code that it shows. */
  restoreCode(newMac: string): Promise<string>;
  complaints(): readonly string[];
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** Accounts, buildings, rights, gateways, ledgers and what is kept of them at a glance. */
function seedOf(nowMs: number, hash: string): string {
  const dueMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS + 120_000 - HOUR_MS;
  const alpha = `'{1,1,0,2,2,0,3,3,0}', ${dueMs}, ${dueMs + 4000},
    decode(repeat('03', 18) || '0103030302' || '02', 'hex'), '{3,${dueMs - 5 * HOUR_MS}}', '{2,${dueMs},1}'`;
  const old = nowMs - 9 * HOUR_MS;
  return `
INSERT INTO account (account_id, email, name, language, is_operator, made_at, password_hash)
  OVERRIDING SYSTEM VALUE VALUES
  (1, 'olga@example.org', 'Olga', 'fr', true, '2026-01-01Z', '${hash}'),
  (2, 'anna@example.org', 'Anna Maes', 'fr', false, '2026-01-01Z', '${hash}'),
  (3, 'bert@example.org', 'Bert', 'nl', false, '2026-01-01Z', '${hash}'),
  (4, 'ivo@example.org', 'Ivo', 'nl', false, '2026-01-01Z', NULL),
  (5, 'ada@example.org', 'Ada', 'fr', false, '2026-01-01Z', '${hash}');
INSERT INTO building (building_id, name, made_at) OVERRIDING SYSTEM VALUE VALUES
  (1, 'Residence Alpha', '2026-01-01Z'), (2, 'Residence Beta', '2026-01-01Z'),
  (3, 'Clos du Parc', '2026-01-01Z'), (4, 'Villa Neuve', '2026-01-01Z'),
  (5, 'Tour Brialmont', '2026-01-01Z');
INSERT INTO building_right VALUES (1, 2, 'manager'), (2, 3, 'manager'), (3, 2, 'manager'),
  (4, 2, 'manager'), (5, 2, 'manager'), (1, 4, 'installer');
INSERT INTO gateway (gateway_id, building_id, mac, model, enrolled_at, seen_at)
  OVERRIDING SYSTEM VALUE VALUES
  (1, 1, '${alphaMac}', 'MEGA32', '2026-01-02Z', now()),
  (2, 2, '02:00:00:00:0b:01', 'MEGA16', '2026-01-02Z', now()),
  (3, 3, '02:00:00:00:0c:01', 'MEGA64', '2026-01-02Z', now() - interval '9 hours'),
  (4, 5, '02:00:00:00:0d:01', 'MEGA128', '2026-01-02Z', now());
INSERT INTO ledger (gateway_id, ledger_no, ledger_id, generation, sender_generation, head_seq,
    head_hash, begun_at_ms, received_at_ms, readings_version, kinds_version)
  SELECT id, 1, decode(repeat('0' || id, 16), 'hex'), 1, 1, 4711, decode(repeat('0' || id, 32), 'hex'),
    ${old}, CASE id WHEN 3 THEN ${old} ELSE ${nowMs - 60_000} END, ${READINGS_VERSION}, 1
  FROM generate_series(1, 4) AS id;
INSERT INTO glance (gateway_id, ledger_no, bound, due_at_ms, read_at_ms, hours, unanswered, waiting)
  VALUES (1, 1, ${alpha}),
  (2, 1, '{1,1,0}', ${dueMs}, ${dueMs + 3000}, decode(repeat('03', 24), 'hex'), '{}', '{}'),
  (3, 1, '{1,1,0}', ${old}, ${old}, decode(repeat('03', 24), 'hex'), '{}', '{}'),
  (4, 1, '{1,1,0,2,2,0}', ${dueMs}, ${dueMs + 3000}, decode(repeat('03', 24), 'hex'), '{}', '{}');
INSERT INTO stay (gateway_id, account_id, channel_no, from_at, to_at) VALUES
  (1, 5, 1, '2025-05-31T22:00:00Z', NULL);
INSERT INTO audit (at, actor_kind, actor_id, action, building_id, gateway_id, after) VALUES
  ('2026-01-02Z', 'keeper', NULL, 'gateway-enrolled', 1, 1, '{"mac": "${alphaMac}"}');
`;
}

/** Starts everything. */
export async function openFleetStage(): Promise<FleetStage> {
  const postgres = await startTestPostgres();
  const dataFolder = mkdtempSync(join(tmpdir(), "mega-portal-fleet-"));
  const database = await postgres.database();
  const databaseUrl = database.url;
  await database.close();
  const seed = seedOf(Date.now(), await hashPassword(PASSWORD));
  const owner = await ownersView(databaseUrl);
  // Rows that refer to what stands behind them are put there in any order.
  await owner.run(`SET session_replication_role = replica; ${seed}`);
  await owner.close();
  const at = { host: "127.0.0.1", port: 0, logLevel: "silent" };
  const server = await startServer({ dataFolder, databaseUrl, ...at });
  await configure(server);
  const browser = await launchBrowser(server.url);
  const { clock, database: own, counters } = server.context;
  const tries = new RestoreTries(clock);
  return {
    url: server.url,
    server,
    open: async ({ who = "anna", ...visit }) =>
      browser.open(visit, await loginOf(server, who), { serviceWorkers: "block" }),
    complaints: () => browser.complaints(PROVOKED),
    clear: () => browser.clear(),
    async enrolmentCode(mac) {
      const request = { mac, model: "MEGA16" } as const;
      const { code } = await beginEnrolment(
        { clock, database: own, counters },
        request,
        "192.0.2.9",
      );
      return code;
    },
    async restoreCode(newMac) {
      const secretSha256 = createHash("sha256").update(randomBytes(16)).digest("hex");
      const request = {
        oldMac: alphaMac,
        newMac,
        model: "MEGA32",
        proof: PROOF,
        secretSha256,
      } as const;
      return (await askRestore({ clock, database: own, tries }, request, "192.0.2.8")).code;
    },
    async stop() {
      await browser.close();
      await server.stop();
      await postgres.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The configurations that gateways would have handed over; Alpha's owner has a restore token. */
async function configure({ context }: RunningServer): Promise<void> {
  const named = {
    1: ["Appartement 1", "Appartement 2", "Chaudière"],
    2: ["Bakkerij"],
    3: ["Commun"],
    4: ["Étage 1", "Étage 2"],
  };
  for (const [id, names] of Object.entries(named)) {
    const gatewayId = Number(id);
    const document = documentOf(names);
    const proof = createHash("sha256").update(Buffer.from(PROOF, "hex")).digest("hex");
    const put = {
      ...{ document, secrets: null, parent: null, sha256: configurationHash(document, null) },
      proofSha256: gatewayId === 1 ? proof : null,
    };
    await context.database.as({ kind: "gateway", gatewayId }, async (tx) => {
      await putConfiguration(tx, { gatewayId, generation: 1 }, put, Date.now());
      await storeSetup(tx, gatewayId, document);
    });
  }
}

function documentOf(names: readonly string[]): string {
  return backupText({
    configuration: {
      building: { name: "Cave" },
      gateway: { model: "MEGA32" },
      mail: { server: "smtp.example.org", to: "gestion@example.org" },
      meters: names.map((_, at) => ({ id: `m${at + 1}`, profile: "eastron-sdm630" })),
      channels: names.map((name, at) => ({ no: at + 1, name, meter: `m${at + 1}` })),
    },
    profiles: [],
  });
}

/** Everybody has given his second factor, and his password some time ago. */
async function loginOf({ context, url }: RunningServer, who: PersonOfFleet): Promise<LoginCookie> {
  const name = sessionCookieName({ secure: false, port: Number(new URL(url).port) });
  const value = await context.database.as({ kind: "job" }, async (tx) => {
    const login = { accountId: persons[who], nowMs: context.clock.nowMs(), factor: true };
    return (await beginLogin(tx, login)).word;
  });
  return { name, value };
}
