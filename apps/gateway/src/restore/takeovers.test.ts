/** A box that takes another's place, against a server in memory: every step, cut off and gone on with. */

import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@mega/domain";
import { inlineLedgerHost } from "@mega/ledger";
import { backupText, configurationHash } from "@mega/uplink";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AuditLog } from "../audit/audit-log.ts";
import { ConfigurationStore } from "../configuration/configuration-store.ts";
import { deviceKey } from "../configuration/device-key.ts";
import { storedConfiguration } from "../configuration/opening-configuration.ts";
import { openStore } from "../store/open-store.ts";
import { UplinkStore } from "../uplink/uplink-store.ts";
import { finishTakeover } from "./finish-takeover.ts";
import { RestoreStore } from "./restore-store.ts";
import { masterOfToken, restoreKeys } from "./restore-token.ts";
import { sealSecrets } from "./sealed-secrets.ts";
import { TakeoverFolder } from "./takeover-folder.ts";
import { Takeovers } from "./takeovers.ts";
import { KeptServer } from "./testing/kept-server.ts";

const HOUR_MS = 3_600_000;
const clock = systemClock();
const token = "7K3MQ0ZX1P7K3MQ0ZX1P7K3MQ0";
const url = "https://server.example.org";
const configuration = {
  version: 1,
  building: { name: "Les Tilleuls" },
  gateway: { model: "MEGA16", mac: "02:00:00:00:00:16" },
  server: { url: "https://old.example.org", enabled: false, jitterSeconds: 5 },
  mail: {
    server: "smtp.example.org",
    to: "anna@example.org",
    account: "mega",
    password: "(secret kept)",
  },
};
const secrets = new Map([["/mail/password", "canary-mail"]]);
const wish = {
  url,
  oldMac: "02:00:00:00:00:16",
  newMac: "02:00:00:00:01:00",
  configuredMac: null,
  model: "MEGA32",
  token,
  actor: "anna",
  fromIp: null,
} as const;

let folder: string;
let server: KeptServer;
let open: { close(): Promise<void> }[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-takeover-"));
  server = new KeptServer();
  open = [];
  const keys = restoreKeys(await masterOfToken(token));
  const document = backupText({ configuration, profiles: [{ file: "own.json", text: "{}" }] });
  const sealed = sealSecrets(keys, document, secrets);
  const sha256 = configurationHash(document, sealed);
  const proofSha256 = createHash("sha256").update(Buffer.from(keys.proof, "hex")).digest("hex");
  server.proofSha256 = proofSha256;
  await server.ask({
    method: "PUT",
    path: "/v1/configuration",
    body: {
      type: "application/json",
      bytes: Buffer.from(
        JSON.stringify({
          ...{ document, sha256, proofSha256, parent: null },
          secrets: sealed.toString("base64"),
        }),
      ),
    },
  });
});
afterEach(async () => {
  for (const box of open) await box.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A box with its own ledger on the folder. */
async function openBox(data = join(folder, "new")) {
  mkdirSync(data, { recursive: true });
  finishTakeover({ dataFolder: data, clock });
  const ledger = await inlineLedgerHost({ path: join(data, "ledger.db"), clock });
  if (ledger.snapshot().head.seq === 0) {
    await ledger.append([{ kind: "restarted", lastSeenMs: null, why: "test" }]);
  }
  const database = openStore(data);
  const key = deviceKey(data);
  const store = new RestoreStore(database, key);
  const failures: unknown[] = [];
  let ready = 0;
  const takeovers = new Takeovers({
    clock,
    dataFolder: data,
    store,
    audit: new AuditLog(database, clock),
    machineMac: wish.newMac,
    view: () => ledger.snapshot(),
    connect: () => server,
    draw: () => 0,
    onFailure: (error) => failures.push(error),
    onReady: () => {
      ready += 1;
    },
  });
  takeovers.start();
  const box = {
    data,
    ledger,
    database,
    takeovers,
    store,
    failures,
    configurations: new ConfigurationStore(database, key, clock),
    uplink: new UplinkStore(database, key),
    ready: () => ready,
    until: (step: string | undefined) =>
      vi.waitFor(() => expect(takeovers.stored?.step).toBe(step), { timeout: 8000, interval: 20 }),
    async close() {
      await takeovers.stop();
      await ledger.close();
      database.close();
      open = open.filter((one) => one.close !== box.close);
    },
  };
  open.push(box);
  return box;
}

/** The ledger of the box that is replaced, with hours of two meters. */
async function mirrored(hours: number) {
  const path = join(folder, "old.db");
  const host = await inlineLedgerHost({ path, clock });
  const startMs = Date.UTC(2026, 3, 30, 22, 2);
  const source = {
    sourceNo: 1,
    meterId: "m1",
    counterId: "import",
    serialNumber: null,
    profileId: "emm220",
    profileHash: "00".repeat(32),
    medium: "electricity",
    unit: "kWh",
    decimals: 3,
    factor: { numerator: 1, denominator: 1 },
    start: { amount: 0, decimals: 0 },
    rolloverCount: null,
    ratedMaximumPerHour: { amount: 100, decimals: 0 },
  } as const;
  await host.append([
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    { kind: "source-declared", source },
  ]);
  for (let hour = 0; hour < hours; hour++) {
    const atMs = startMs + hour * HOUR_MS;
    const item = {
      sourceNo: 1,
      takenAtMs: atMs + 5,
      judgement: { status: "accepted", count: 1000 + hour },
      raw: Uint8Array.of(1, 2),
    } as const;
    await host.append([{ kind: "round-taken", cause: "scheduled", dueAtMs: atMs, items: [item] }]);
  }
  await server.mirror(host);
  const { head } = host.snapshot();
  await host.close();
  return head;
}

const granted = {
  state: "granted",
  gatewayId: 4711,
  generation: 2,
  building: "Les Tilleuls",
} as const;

test("a granted restore brings ledger, configuration, credential and token, and goes on in its generation", async () => {
  const head = await mirrored(40);
  const box = await openBox();
  await box.takeovers.begin(wish);
  expect(box.takeovers.stored).toMatchObject({ step: "waiting", takeover: { code: "7K3MQ0ZX" } });
  server.restore = granted;
  await box.close();
  // The box was off meanwhile: it goes on by itself.
  const again = await openBox();
  await again.until("ready");
  expect([again.ready(), again.failures]).toEqual([1, []]);
  expect(again.ledger.snapshot().sources.size).toBe(0);
  await again.close();

  const restored = await openBox();
  expect(restored.takeovers.stored).toBe(undefined);
  const view = restored.ledger.snapshot();
  expect(view).toMatchObject({ generation: 2, ledgerId: server.ledger?.ledgerId });
  expect(view.head.seq).toBe(head.seq + 1);
  expect(view.standings.get(1)?.latest?.count).toBe(1039);
  expect(await restored.ledger.verify(1)).toMatchObject({ ok: true, keysErased: 0 });
  const { config, lostSecrets } = storedConfiguration(restored.configurations) ?? {};
  expect(lostSecrets).toEqual([]);
  expect(config).toMatchObject({
    building: { name: "Les Tilleuls" },
    gateway: { model: "MEGA32" },
    server: { url, jitterSeconds: 5 },
    mail: { password: "canary-mail" },
  });
  expect(config?.gateway).not.toHaveProperty("mac");
  expect(config?.server).not.toHaveProperty("enabled");
  expect(restored.configurations.newest()?.info).toMatchObject({
    savedBy: "anna",
    cause: "restore",
  });
  expect(restored.uplink.credential(url)?.text).toMatch(/^mega1\.4711\./);
  expect(Buffer.from(restored.store.token()?.master ?? [])).toEqual(await masterOfToken(token));
  expect(readFileSync(join(restored.data, "profiles", "own.json"), "utf8")).toBe("{}");
  expect(existsSync(join(restored.data, "restore"))).toBe(false);
  expect(existsSync(join(restored.data, "before-restore-ledger.db"))).toBe(true);
  const actions = new AuditLog(restored.database, clock).list(99, 9).map(({ action }) => action);
  expect(actions).toEqual(["restored-from-server", "restore-begun"]);
});

test("nothing secret lies in clear on the disk while it is under way", async () => {
  await mirrored(3);
  const box = await openBox();
  await box.takeovers.begin(wish);
  server.restore = granted;
  await box.close();
  const again = await openBox();
  await again.until("ready");
  const secret = again.takeovers.stored?.takeover.secret ?? "none";
  await again.close();
  for (const name of readdirSync(again.data, { recursive: true, encoding: "utf8" })) {
    const path = join(again.data, name);
    if (statSync(path).isDirectory()) continue;
    const bytes = readFileSync(path);
    for (const canary of [token, secret, "canary-mail"]) {
      expect(bytes.includes(canary), `${canary} in ${name}`).toBe(false);
    }
  }
});

test("wrong tokens and MACs change nothing", async () => {
  const box = await openBox();
  const other = { ...wish, token: `${token.slice(0, 25)}1` };
  await expect(box.takeovers.begin(other)).rejects.toMatchObject({ code: "PROOF_REFUSED" });
  expect([box.takeovers.stored, existsSync(join(box.data, "restore"))]).toEqual([undefined, false]);
  expect(box.takeovers.mayBegin).toBe(true);
});

test("a box with readings of its own is refused before anything is asked", async () => {
  const box = await openBox();
  await mirrored(1);
  await box.close();
  copyFileSync(join(folder, "old.db"), join(box.data, "ledger.db"));
  const own = await openBox();
  server.asked.length = 0;
  await expect(own.takeovers.begin(wish)).rejects.toMatchObject({ code: "CONFLICT" });
  expect([own.takeovers.mayBegin, server.asked]).toEqual([false, []]);
});

test("a ledger that comes damaged is not used; tried again it comes whole", async () => {
  await mirrored(40);
  const box = await openBox();
  await box.takeovers.begin(wish);
  server.restore = granted;
  server.spoil = (entries) => entries.map((entry) => entry.with(40, (entry[40] ?? 0) ^ 1));
  await box.close();
  const again = await openBox();
  await again.until("failed");
  expect(again.takeovers.stored).toMatchObject({ why: { code: "ledger" } });
  expect(again.ready()).toBe(0);
  server.spoil = (entries) => entries;
  again.takeovers.retry();
  await again.until("ready");
});

test("a line that breaks in the middle goes on where it stands", async () => {
  await mirrored(40);
  const box = await openBox();
  await box.takeovers.begin(wish);
  server.restore = granted;
  await box.close();
  let pages = 0;
  const { ask } = server;
  server.ask = async function (this: KeptServer, request) {
    if (request.path.startsWith("/v1/entries") && ++pages === 4) {
      return { kind: "failed", code: "timeout", detail: "cut", retryAfterMs: null };
    }
    return ask.call(this, request);
  };
  const again = await openBox();
  await again.until("ready");
  const froms = server.asked
    .filter((one) => one.includes("entries"))
    .map((one) => one.split("=")[1]);
  expect(new Set(froms).size).toBe(froms.length);
});

test("what ends at the server is shown, and given up it leaves nothing behind", async () => {
  const box = await openBox();
  await box.takeovers.begin(wish);
  server.restore = { state: "ended", why: "refused" };
  await box.close();
  const again = await openBox();
  await again.until("failed");
  expect(again.takeovers.stored).toMatchObject({ why: { code: "refused" } });
  await again.takeovers.giveUp("anna", null);
  expect([again.takeovers.stored, again.takeovers.mayBegin]).toEqual([undefined, true]);
});

test("a server that has no ledger yet: the box begins one in its generation", async () => {
  const box = await openBox();
  await box.takeovers.begin(wish);
  server.restore = granted;
  await box.close();
  const again = await openBox();
  await again.until("ready");
  await again.close();
  const restored = await openBox();
  expect(restored.ledger.snapshot().generation).toBe(2);
  expect(await restored.ledger.verify(1)).toMatchObject({ ok: true });
});

test("a power cut at any place of the last step leaves it to the next start", async () => {
  const head = await mirrored(5);
  const box = await openBox();
  await box.takeovers.begin(wish);
  server.restore = granted;
  await box.close();
  const again = await openBox();
  await again.until("ready");
  await again.close();
  // The ledger was moved, and then the power went: the second time finds it in its place.
  new TakeoverFolder(again.data).moveLedger();
  const restored = await openBox();
  expect(restored.ledger.snapshot().head.seq).toBe(head.seq + 1);
  expect(restored.uplink.credential(url)).not.toBe(undefined);
  await restored.close();
  // All was done but the folder's removal.
  new TakeoverFolder(again.data).make();
  const last = await openBox();
  expect(existsSync(join(last.data, "restore"))).toBe(false);
  expect(last.ledger.snapshot().head.seq).toBe(head.seq + 1);
  expect(last.configurations.newest()?.info.revision).toBe(1);
});

test("a configuration that the token does not seal is not put into force, whoever sends it", async () => {
  await mirrored(3);
  const kept = server.versions[0];
  if (kept === undefined) throw new Error("a version is kept");
  const changed = { ...configuration, building: { name: "Of the server's own" } };
  const document = backupText({ configuration: changed, profiles: [] });
  for (const secrets of [null, kept.secrets]) {
    server.versions[0] = { ...kept, document, secrets };
    const box = await openBox(join(folder, secrets === null ? "unsealed" : "sealed"));
    server.restore = { state: "waiting", expiresAt: "2026-05-02T00:00:00Z", automaticAt: null };
    await box.takeovers.begin(wish);
    server.restore = granted;
    await box.close();
    const again = await openBox(box.data);
    await again.until("failed");
    expect(again.takeovers.stored).toMatchObject({ why: { code: "configuration" } });
    await again.close();
  }
});

test("a configuration that cannot be put into force here stops it before anything is in use", async () => {
  await mirrored(3);
  const kept = server.versions[0];
  if (kept === undefined) throw new Error("a version is kept");
  const document = backupText({ configuration: { ...configuration, version: 9 }, profiles: [] });
  const sealed = sealSecrets(restoreKeys(await masterOfToken(token)), document, secrets);
  server.versions[0] = { ...kept, document, secrets: sealed.toString("base64") };
  const box = await openBox();
  await box.takeovers.begin(wish);
  server.restore = granted;
  await box.close();
  const again = await openBox();
  await again.until("failed");
  expect(again.takeovers.stored).toMatchObject({ why: { code: "configuration" } });
  await again.close();
  const same = await openBox();
  expect(same.ledger.snapshot().sources.size).toBe(0);
});
