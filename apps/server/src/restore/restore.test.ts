/** Who takes whose place, over a real database: every refusal, the change itself, and its undoing. */

import { createHash, randomBytes } from "node:crypto";
import { movedClock } from "@mega/domain";
import { fromHex, inlineLedgerHost } from "@mega/ledger";
import { type ConfigurationPut, configurationHash, type RestoreRequest } from "@mega/uplink";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { putConfiguration } from "../backup/configuration-versions.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { beginEnrolment } from "../enrolment/begin-enrolment.ts";
import { redeemCode } from "../enrolment/redeem-code.ts";
import { Counters } from "../metrics/counters.ts";
import { storeBatch } from "../mirror/store-batch.ts";
import { identifyGateway } from "../registry/gateway-guard.ts";
import { transferGateway } from "../registry/part-gateway.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { addTestGateway, type TestGateway } from "../testing/test-fleet.ts";
import { askRestore } from "./ask-restore.ts";
import { confirmRestore, refuseRestores } from "./confirm-restore.ts";
import { restoreState } from "./restore-state.ts";
import { RestoreTries } from "./restore-tries.ts";
import { undoRestore } from "./undo-restore.ts";

const HOUR_MS = 3_600_000;
const startMs = Date.UTC(2026, 4, 1);
const proof = "ab".repeat(32);
let postgres: TestPostgres;
let database: ServerDatabase;
let clock = movedClock({ startMs });
let tries = new RestoreTries(clock);
let gateway: TestGateway;
let other: TestGateway;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  database = await postgres.database();
  clock = movedClock({ startMs });
  tries = new RestoreTries(clock);
  gateway = await addTestGateway(database, 1, startMs);
  other = await addTestGateway(database, 2, startMs);
  await keep(gateway.gatewayId, 1, proof);
});
afterEach(() => database.close());

/** Keeps a configuration, whose secrets the token of this proof seals. */
async function keep(
  gatewayId: number,
  generation: number,
  of: string | null,
  saveNo = 1,
): Promise<string> {
  const document = JSON.stringify({ of, generation, saveNo });
  const sha256 = configurationHash(document, null);
  const as = { kind: "gateway", gatewayId } as const;
  return database.as(as, async (tx) => {
    const [head] = await tx.query(
      `SELECT encode(sha256, 'hex') AS sha256 FROM configuration_version
         WHERE gateway_id = $1 ORDER BY version DESC LIMIT 1`,
      [gatewayId],
    );
    const parent = (head?.["sha256"] as string | undefined) ?? null;
    const proofSha256 = of && createHash("sha256").update(Buffer.from(of, "hex")).digest("hex");
    const put: ConfigurationPut = { document, secrets: null, proofSha256, sha256, parent };
    const outcome = await putConfiguration(tx, { gatewayId, generation }, put, clock.nowMs());
    expect(outcome.kind).toBe("saved");
    return sha256;
  });
}

const newSecret = () => randomBytes(32).toString("base64url");

function wish(secret: string, changes: Partial<RestoreRequest> = {}): RestoreRequest {
  const secretSha256 = createHash("sha256").update(secret).digest("hex");
  const boxes = { oldMac: gateway.mac, newMac: "02:00:00:00:01:00", model: "MEGA32" } as const;
  return { ...boxes, proof, secretSha256, ...changes };
}

const ask = (request: RestoreRequest, address = "192.0.2.1") =>
  askRestore({ clock, database, tries }, request, address);
const stateOf = (restoreId: number, secret: string) =>
  restoreState({ clock, database }, { restoreId, secret });
const asManager = (of: TestGateway = gateway) => ({
  actor: { kind: "account", accountId: of.accountId, address: "198.51.100.7" } as const,
  nowMs: clock.nowMs(),
});
const asJob = <Result>(work: Parameters<typeof database.as<Result>>[1]) =>
  database.as({ kind: "job" }, work);
const bearer = (secret: string) => `Bearer mega1.${gateway.gatewayId}.${secret}`;
const heard = () => identifyGateway({ clock, database }, `Bearer ${gateway.credential}`);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { readonly code: string }) => error.code,
  );
/** Its manager gives the gateway away, and that of the other one takes it by its code. */
async function moveAway(): Promise<void> {
  const parts = { clock, database, counters: new Counters() };
  const { gatewayId } = gateway;
  const { buildingId } = other;
  await transferGateway(parts, { gatewayId, buildingId, actor: asManager().actor });
  const request = { mac: gateway.mac, model: "MEGA32" } as const;
  const { code } = await beginEnrolment(parts, request, "192.0.2.1");
  await redeemCode(parts, { code, buildingId, actor: asManager(other).actor });
}
const auditOf = async () =>
  (await asJob((tx) => tx.query("SELECT action, gateway_id FROM audit ORDER BY audit_id"))).map(
    (row) => `${String(row["action"])} ${String(row["gateway_id"])}`,
  );
const mails = async () =>
  (await asJob((tx) => tx.query("SELECT kind, to_email FROM mail ORDER BY mail_id"))).map(
    (row) => `${String(row["kind"])} ${String(row["to_email"])}`,
  );

test("the manager's code gives the place to the new box at once, and the old one has none", async () => {
  await heard();
  const secret = newSecret();
  const { restoreId, code } = await ask(wish(secret));
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "waiting" });
  expect(await codeOf(identifyGateway({ clock, database }, bearer(secret)))).toBe(
    "UNAUTHENTICATED",
  );
  const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
  await asJob((tx) => confirmRestore(tx, typed, asManager()));
  const granted = await stateOf(restoreId, secret);
  expect(granted).toEqual({
    state: "granted",
    gatewayId: gateway.gatewayId,
    generation: 2,
    building: "House 1",
  });
  // However often it is asked: the answer may have been lost.
  expect(await stateOf(restoreId, secret)).toEqual(granted);
  const identity = await identifyGateway({ clock, database }, bearer(secret));
  expect(identity).toEqual({ gatewayId: gateway.gatewayId, generation: 2 });
  expect(await codeOf(heard())).toBe("GATEWAY_REPLACED");
  expect(await auditOf()).toEqual([
    `restore-asked ${gateway.gatewayId}`,
    `restore-granted ${gateway.gatewayId}`,
  ]);
  expect(await mails()).toEqual([
    "restore-asked manager1@example.org",
    "restore-granted manager1@example.org",
  ]);
});

test("an old box that was silent for an hour is given up without a person, and not before", async () => {
  await heard();
  const secret = newSecret();
  const { restoreId } = await ask(wish(secret));
  await clock.advanceBy(HOUR_MS - 1);
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "waiting" });
  // It lives: the hour begins anew.
  await heard();
  await clock.advanceBy(HOUR_MS - 1);
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "waiting" });
  await clock.advanceBy(1);
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "granted", generation: 2 });
});

test("an unknown MAC, a wrong token, a gateway without a token and a revoked one are one refusal", async () => {
  await asJob((tx) =>
    tx.query("UPDATE gateway SET revoked_at = now() WHERE gateway_id = $1", [other.gatewayId]),
  );
  const untold = await addTestGateway(database, 3, startMs);
  await keep(untold.gatewayId, 1, null);
  const refusals: unknown[] = [];
  for (const changes of [
    { oldMac: "02:00:00:00:09:09" },
    { proof: "ac".repeat(32) },
    { oldMac: untold.mac },
    { oldMac: other.mac },
    { oldMac: gateway.mac, proof: "00".repeat(32) },
  ]) {
    const from = `192.0.2.${refusals.length + 10}`;
    const error = await ask(wish(newSecret(), changes), from).catch((cause: unknown) => cause);
    const { code, message, hint } = error as { code: string; message: string; hint: string };
    refusals.push({ code, message, hint });
  }
  expect(new Set(refusals.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(refusals[0]).toMatchObject({ code: "PROOF_REFUSED" });
  expect(await asJob((tx) => tx.query("SELECT 1 FROM restore"))).toEqual([]);
});

test("who has the token is told what else stands against the box", async () => {
  expect(await codeOf(ask(wish(newSecret(), { model: "MEGA16" })))).toBe("CONFLICT");
  expect(await codeOf(ask(wish(newSecret(), { newMac: other.mac })))).toBe("CONFLICT");
  // The same board with a new card, and a larger box, are good.
  expect(await codeOf(ask(wish(newSecret(), { newMac: gateway.mac })))).toBe("done");
  expect(await codeOf(ask(wish(newSecret(), { model: "MEGA128" })))).toBe("done");
});

test("a token stands for the newest configuration: the one before opens nothing", async () => {
  await keep(gateway.gatewayId, 1, "cd".repeat(32));
  expect(await codeOf(ask(wish(newSecret())))).toBe("PROOF_REFUSED");
  expect(await codeOf(ask(wish(newSecret(), { proof: "cd".repeat(32) })))).toBe("done");
});

test("a box that waits with a token that was replaced gets the place by no silence", async () => {
  await heard();
  const secret = newSecret();
  const { restoreId, code } = await ask(wish(secret));
  await keep(gateway.gatewayId, 1, "cd".repeat(32));
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "waiting", automaticAt: null });
  await clock.advanceBy(2 * HOUR_MS);
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "waiting" });
  await asJob((tx) => confirmRestore(tx, code, asManager()));
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "granted" });
});

test("whoever gave a gateway away has no way back by its token, but by the new manager's word", async () => {
  await heard();
  const before = newSecret();
  const asked = await ask(wish(before));
  await moveAway();
  // What waited when it moved is over.
  expect(await stateOf(asked.restoreId, before)).toEqual({ state: "ended", why: "refused" });
  // A save keeps the token that is printed: it still opens, and never without a person.
  await keep(gateway.gatewayId, 1, proof, 2);
  const secret = newSecret();
  const { restoreId, code } = await ask(wish(secret));
  await clock.advanceBy(2 * HOUR_MS);
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "waiting", automaticAt: null });
  await expect(asJob((tx) => confirmRestore(tx, code, asManager()))).rejects.toMatchObject({
    code: "PROOF_REFUSED",
  });
  await asJob((tx) => confirmRestore(tx, code, asManager(other)));
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "granted" });
});

test("a token that the new people of a gateway made gives its place after an hour of silence", async () => {
  await heard();
  await moveAway();
  await keep(gateway.gatewayId, 1, "cd".repeat(32));
  const secret = newSecret();
  const { restoreId } = await ask(wish(secret, { proof: "cd".repeat(32) }));
  await clock.advanceBy(HOUR_MS);
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "granted" });
});

test("wrong tries make their own address wait, each time longer, and nobody else", async () => {
  const wrong = wish(newSecret(), { proof: "00".repeat(32) });
  for (let no = 0; no < 5; no++) expect(await codeOf(ask(wrong))).toBe("PROOF_REFUSED");
  expect(await codeOf(ask(wrong))).toBe("TOO_MANY_ATTEMPTS");
  expect(await codeOf(ask(wish(newSecret())))).toBe("TOO_MANY_ATTEMPTS");
  expect(await codeOf(ask(wish(newSecret()), "192.0.2.2"))).toBe("done");
  await clock.advanceBy(1000);
  expect(await codeOf(ask(wrong))).toBe("PROOF_REFUSED");
  expect(await codeOf(ask(wish(newSecret())))).toBe("TOO_MANY_ATTEMPTS");
  await clock.advanceBy(2000);
  expect(await codeOf(ask(wish(newSecret())))).toBe("done");
});

test("a flood from everywhere keeps out no owner, and fills no table", async () => {
  const wrong = wish(newSecret(), { proof: "00".repeat(32) });
  const flood = Array.from({ length: 300 }, (_, no) =>
    codeOf(ask(wrong, `10.0.${no >> 8}.${no & 255}`)),
  );
  const refused = await Promise.all(flood);
  expect(new Set(refused)).toEqual(new Set(["PROOF_REFUSED", "TOO_MANY_ATTEMPTS"]));
  expect(await codeOf(ask(wish(newSecret()), "203.0.113.9"))).toBe("done");
  expect((await auditOf()).filter((line) => line.startsWith("restore-refused"))).toHaveLength(60);
});

test("a code opens for the manager of its building alone, once, and for a day", async () => {
  await heard();
  const secret = newSecret();
  const { restoreId, code } = await ask(wish(secret));
  const confirm = (typed: string, by = gateway) =>
    codeOf(asJob((tx) => confirmRestore(tx, typed, asManager(by))));
  expect(await confirm(code, other)).toBe("PROOF_REFUSED");
  expect(await confirm("00000000")).toBe("PROOF_REFUSED");
  expect(await confirm("no code")).toBe("PROOF_REFUSED");
  await clock.advanceBy(24 * HOUR_MS);
  await heard();
  expect(await confirm(code)).toBe("PROOF_REFUSED");
  expect(await stateOf(restoreId, secret)).toEqual({ state: "ended", why: "expired" });
  const again = await ask(wish(secret));
  expect(await confirm(again.code)).toBe("done");
  expect(await confirm(again.code)).toBe("PROOF_REFUSED");
});

test("a ticket is its box's own", async () => {
  const secret = newSecret();
  const { restoreId } = await ask(wish(secret));
  expect(await codeOf(stateOf(restoreId, newSecret()))).toBe("UNAUTHENTICATED");
  expect(await codeOf(stateOf(restoreId + 1, secret))).toBe("UNAUTHENTICATED");
  expect(await codeOf(restoreState({ clock, database }, undefined))).toBe("UNAUTHENTICATED");
});

test("a manager who did not ask for it turns it down, and nobody else can", async () => {
  await heard();
  const secret = newSecret();
  const { restoreId } = await ask(wish(secret));
  const refuse = (by: TestGateway) =>
    codeOf(asJob((tx) => refuseRestores(tx, gateway.gatewayId, asManager(by))));
  expect(await refuse(other)).toBe("NOT_FOUND");
  expect(await stateOf(restoreId, secret)).toMatchObject({ state: "waiting" });
  expect(await refuse(gateway)).toBe("done");
  expect(await stateOf(restoreId, secret)).toEqual({ state: "ended", why: "refused" });
  await clock.advanceBy(2 * HOUR_MS);
  expect(await stateOf(restoreId, secret)).toEqual({ state: "ended", why: "refused" });
});

test("of many boxes that ask the newest wait, and the first that is granted is the only one", async () => {
  await heard();
  const asked: { secret: string; restoreId: number; code: string }[] = [];
  for (let no = 1; no <= 5; no++) {
    const secret = newSecret();
    const mac = `02:00:00:00:01:0${no}`;
    const { restoreId, code } = await ask(wish(secret, { newMac: mac }));
    asked.push({ secret, restoreId, code });
  }
  const states = () =>
    Promise.all(asked.map(async ({ restoreId, secret }) => stateOf(restoreId, secret)));
  const named = async () =>
    (await states()).map((one) => (one.state === "ended" ? one.why : one.state));
  expect(await named()).toEqual(["expired", "expired", "waiting", "waiting", "waiting"]);
  await asJob((tx) => confirmRestore(tx, asked[3]?.code ?? "", asManager()));
  expect(await named()).toEqual(["expired", "expired", "refused", "granted", "refused"]);
});

async function granted(): Promise<string> {
  await heard();
  const secret = newSecret();
  const { code } = await ask(wish(secret));
  await asJob((tx) => confirmRestore(tx, code, asManager()));
  return secret;
}
const undo = (by = gateway) =>
  codeOf(asJob((tx) => undoRestore(tx, gateway.gatewayId, asManager(by))));

test("within a day the old box gets its right back, where the new one has written nothing", async () => {
  const secret = await granted();
  expect(await undo(other)).toBe("NOT_FOUND");
  await clock.advanceBy(23 * HOUR_MS);
  expect(await undo()).toBe("done");
  expect(await heard()).toEqual({ gatewayId: gateway.gatewayId, generation: 1 });
  expect(await codeOf(identifyGateway({ clock, database }, bearer(secret)))).toBe(
    "UNAUTHENTICATED",
  );
  expect(await undo()).toBe("NOT_FOUND");
  expect(await auditOf()).toContain(`restore-undone ${gateway.gatewayId}`);
  // The next one does not get the generation that was given away and taken back.
  const next = newSecret();
  const { restoreId, code } = await ask(wish(next));
  await asJob((tx) => confirmRestore(tx, code, asManager()));
  expect(await stateOf(restoreId, next)).toMatchObject({ generation: 3 });
});

test("what the new box wrote stands: there is no way back then, nor after a day", async () => {
  await granted();
  await keep(gateway.gatewayId, 2, proof);
  expect(await undo()).toBe("CONFLICT");
});

test("a day later there is no way back", async () => {
  await granted();
  await clock.advanceBy(24 * HOUR_MS + 1);
  expect(await undo()).toBe("CONFLICT");
});

test("entries of the new box stand as well", async () => {
  await granted();
  const identity = { ledgerId: "ab".repeat(16), generation: 2 };
  const ledger = await inlineLedgerHost({ path: ":memory:", clock, identity });
  await ledger.append([{ kind: "restarted", lastSeenMs: null, why: "test" }]);
  const entries = (await ledger.entries(1, 1)).map(({ bytes }) => bytes);
  await ledger.close();
  const batch = { ledgerId: fromHex(identity.ledgerId), generation: 2, fromSeq: 1, entries };
  const sent = { gatewayId: gateway.gatewayId, batch, nowMs: clock.nowMs() };
  expect(await storeBatch(database, { ...sent, generation: 1 })).toMatchObject({
    kind: "replaced",
  });
  expect(await storeBatch(database, { ...sent, generation: 2 })).toMatchObject({
    kind: "committed",
  });
  expect(await undo()).toBe("CONFLICT");
});
