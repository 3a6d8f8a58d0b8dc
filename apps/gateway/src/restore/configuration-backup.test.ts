import { createHash } from "node:crypto";
import { type MovedClock, movedClock } from "@mega/domain";
import { beforeEach, expect, test } from "vitest";
import { openGatewayDatabase } from "../store/gateway-database.ts";
import { type BackedUp, ConfigurationBackup } from "./configuration-backup.ts";
import { RestoreStore } from "./restore-store.ts";
import { restoreKeys } from "./restore-token.ts";
import { openSecrets } from "./sealed-secrets.ts";
import { KeptServer } from "./testing/kept-server.ts";

const url = "https://server.example.org";
const master = new Uint8Array(32).fill(7);
let server: KeptServer;
let store: RestoreStore;
let clock: MovedClock;
let current: BackedUp;
let enrolled: boolean;
let failures: unknown[];

beforeEach(() => {
  server = new KeptServer();
  store = new RestoreStore(openGatewayDatabase(":memory:"), new Uint8Array(32).fill(1));
  clock = movedClock({ startMs: Date.UTC(2026, 4, 1) });
  current = { document: '{"no":1}', secrets: new Map([["/mail/password", "canary"]]) };
  enrolled = true;
  failures = [];
});

/** The backup of a configuration, as it is made anew with every save. */
function begun(): ConfigurationBackup {
  const backup = new ConfigurationBackup({
    clock,
    store,
    url,
    isEnrolled: () => enrolled,
    ask: (request) => server.ask(request),
    current: () => current,
    draw: () => 0.5,
    onFailure: (error) => failures.push(error),
  });
  backup.start();
  return backup;
}

async function settled(backup: ConfigurationBackup) {
  await clock.advanceBy(1);
  return backup.standing;
}

test("every save is a version behind the one before, and a start without one sends nothing", async () => {
  expect(await settled(begun())).toEqual({ kind: "kept" });
  current = { ...current, document: '{"no":2}' };
  expect(await settled(begun())).toEqual({ kind: "kept" });
  const puts = () => server.asked.filter((one) => one.startsWith("PUT")).length;
  expect([server.versions.map(({ document }) => document), puts()]).toEqual([
    ['{"no":1}', '{"no":2}'],
    2,
  ]);
  expect(server.versions[1]?.parent).toBe(server.versions[0]?.sha256);
  expect(await settled(begun())).toEqual({ kind: "kept" });
  expect(puts()).toBe(2);
  expect(store.position(url)).toMatchObject({ version: 2 });
});

test("without a token no secret goes up; with one they go sealed, and the server opens nothing", async () => {
  const backup = begun();
  await settled(backup);
  expect(server.versions[0]).toMatchObject({ secrets: null, proofSha256: null });
  store.keepToken(master, clock.nowMs());
  backup.look();
  await settled(backup);
  const kept = server.versions[1];
  const keys = restoreKeys(master);
  const proofSha256 = createHash("sha256").update(Buffer.from(keys.proof, "hex")).digest("hex");
  expect(kept?.proofSha256).toBe(proofSha256);
  const sealed = Buffer.from(kept?.secrets ?? "", "base64");
  expect(JSON.stringify(server.versions)).not.toContain("canary");
  expect(sealed.includes("canary")).toBe(false);
  expect(openSecrets(keys, kept?.document ?? "", sealed)).toEqual(current.secrets);
  // Another token seals anew: the one before opens what is newest no more.
  store.keepToken(new Uint8Array(32).fill(8), clock.nowMs());
  backup.look();
  await settled(backup);
  expect(server.versions).toHaveLength(3);
});

test("an answer that was lost costs nothing: what is there already is known again", async () => {
  const first = begun();
  await settled(first);
  current = { ...current, document: '{"no":2}' };
  const { ask } = server;
  // The server takes it, and the line breaks before the answer.
  server.ask = async function (this: KeptServer, request) {
    const outcome = await ask.call(this, request);
    if (request.method !== "PUT") return outcome;
    server.ask = ask;
    return { kind: "failed", code: "timeout", detail: "cut", retryAfterMs: null };
  };
  const second = begun();
  expect(await settled(second)).toMatchObject({ kind: "failed" });
  await clock.advanceBy(60_000);
  expect(second.standing).toEqual({ kind: "kept" });
  expect(server.versions).toHaveLength(2);
  await second.stop();
});

test("a server that is away is tried again, each time later, until it takes it", async () => {
  const detail = "ECONNREFUSED";
  const away = { kind: "failed", code: "unreachable", detail, retryAfterMs: null } as const;
  server.trouble = away;
  const backup = begun();
  await settled(backup);
  for (let no = 0; no < 3; no++) {
    server.trouble = away;
    backup.look();
    await settled(backup);
  }
  expect(backup.standing).toMatchObject({ kind: "failed", failure: { code: "unreachable" } });
  await clock.advanceBy(15 * 60_000);
  expect(backup.standing).toEqual({ kind: "kept" });
  expect(failures).toEqual([]);
});

test("what another box left there stays a version, and this one's comes behind it", async () => {
  const backup = begun();
  await settled(backup);
  const head = server.versions[0]?.head;
  if (head === undefined) throw new Error("a version is kept");
  const sha256 = "ab".repeat(32);
  const other = { document: "{}", secrets: null, proofSha256: null, sha256, parent: head.sha256 };
  server.versions.push({ ...other, head: { ...head, version: 2, sha256, parent: head.sha256 } });
  current = { ...current, document: '{"no":3}' };
  backup.look();
  expect(await settled(backup)).toEqual({ kind: "kept" });
  expect(server.versions.map(({ head: { version } }) => version)).toEqual([1, 2, 3]);
});

test("nothing is sent before the gateway is enrolled, and at once within a minute after", async () => {
  enrolled = false;
  const backup = begun();
  await clock.advanceBy(5 * 60_000);
  expect([backup.standing, server.asked]).toEqual([{ kind: "waiting" }, []]);
  enrolled = true;
  await clock.advanceBy(60_000);
  expect(backup.standing).toEqual({ kind: "kept" });
});

test("a server that lost what it had gets it again after a start", async () => {
  await settled(begun());
  server.versions.length = 0;
  expect(await settled(begun())).toEqual({ kind: "kept" });
  expect(server.versions).toHaveLength(1);
});
