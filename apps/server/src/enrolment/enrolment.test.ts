import { type ErrorCode, MegaError, toUtcString } from "@mega/domain";
import type { Enrolment } from "@mega/uplink";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../audit/append-audit.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { identifyGateway } from "../registry/gateway-guard.ts";
import { revokeGateway, transferGateway } from "../registry/part-gateway.ts";
import {
  makeTwoBuildings,
  type ServerParts,
  serverParts,
  type TwoBuildings,
} from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { beginEnrolment } from "./begin-enrolment.ts";
import { enrolmentProgress } from "./collect-credential.ts";
import { PER_ADDRESS_MAX, WRONG_CODES_MAX } from "./enrolment-limits.ts";
import { redeemCode } from "./redeem-code.ts";

const MAC = "02:00:00:00:00:01";
const HOME = "192.0.2.7";
const MINUTE_MS = 60_000;

let postgres: TestPostgres;
let database: ServerDatabase;
let parts: ServerParts;
let two: TwoBuildings;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  database = await postgres.database();
  parts = serverParts(database);
  two = await makeTwoBuildings(parts);
});
afterEach(() => database.close());

const ask = (mac = MAC, ip = HOME, waitingMax?: number) =>
  beginEnrolment(parts, { mac, model: "MEGA32" }, ip, waitingMax);
const as = (accountId: number): Actor => ({ kind: "account", accountId, address: HOME });
const redeem = (code: string, accountId = two.anna, buildingId = two.annasBuilding) =>
  redeemCode(parts, { code, buildingId, actor: as(accountId) });
const progress = ({ secret }: Pick<Enrolment, "secret">) =>
  enrolmentProgress(parts, `Bearer ${secret}`);
const knock = (credential: string) => identifyGateway(parts, `Bearer ${credential}`);

/** The credential of an enrolment that was redeemed. */
async function collect(enrolment: Enrolment): Promise<string> {
  const found = await progress(enrolment);
  return found.state === "redeemed" ? found.credential : found.state;
}

async function enrolled(): Promise<{ readonly gatewayId: number; readonly credential: string }> {
  const enrolment = await ask();
  const { gatewayId } = await redeem(enrolment.code);
  const credential = await collect(enrolment);
  await knock(credential);
  return { gatewayId, credential };
}

function refusedWith(code: ErrorCode) {
  return expect.objectContaining({ code });
}

const audited = () =>
  database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT action, building_id, before, after FROM audit ORDER BY audit_id"),
  );

test("a code that is redeemed gives the gateway its credential, and the credential opens", async () => {
  const enrolment = await ask();
  expect(enrolment.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  const expiresAt = toUtcString(parts.clock.nowMs() + 30 * MINUTE_MS);
  expect(await progress(enrolment)).toEqual({ state: "waiting", expiresAt });
  const typed = `${enrolment.code.slice(0, 4)}-${enrolment.code.slice(4)}`.toLowerCase();
  const { kind, gatewayId } = await redeem(typed);
  expect(kind).toBe("enrolled");
  const found = await progress(enrolment);
  expect(found).toMatchObject({ state: "redeemed", building: "Rue Haute 1" });
  expect(await knock(await collect(enrolment))).toEqual({ gatewayId, generation: 1 });
  expect(await audited()).toEqual([
    {
      ...{ action: "gateway-enrolled", building_id: two.annasBuilding, before: null },
      after: { mac: MAC, model: "MEGA32", askedFrom: HOME },
    },
  ]);
});

test("the credential is given again until it was first used, and never after that", async () => {
  const enrolment = await ask();
  await redeem(enrolment.code);
  const credential = await collect(enrolment);
  expect(await collect(enrolment)).toBe(credential);
  await knock(credential);
  await expect(progress(enrolment)).rejects.toEqual(refusedWith("UNAUTHENTICATED"));
  await knock(credential);
});

test("neither the secret of an enrolment nor a credential stands in the database", async () => {
  const enrolment = await ask();
  await redeem(enrolment.code);
  const secrets = [enrolment.secret, (await collect(enrolment)).split(".")[2] ?? ""];
  const kept = await database.as({ kind: "job" }, async (tx) => [
    ...(await tx.query("SELECT e::text AS line FROM enrolment e")),
    ...(await tx.query("SELECT c::text AS line FROM credential c")),
    ...(await tx.query("SELECT a::text AS line FROM audit a")),
  ]);
  const lines = JSON.stringify(kept);
  for (const secret of secrets) {
    expect(secret).toHaveLength(43);
    expect(lines).not.toContain(secret);
    expect(lines).not.toContain(Buffer.from(secret, "base64url").toString("hex"));
  }
});

/** What a person may get wrong, and what he hears; nothing changes. */
const refusedCodes: readonly (readonly [
  string,
  ErrorCode,
  (enrolment: Enrolment) => Promise<unknown>,
])[] = [
  ["a code that nobody shows", "CODE_REFUSED", () => redeem("00000000")],
  ["a text that is no code", "CODE_REFUSED", () => redeem("hello")],
  [
    "a code whose time is over",
    "CODE_REFUSED",
    async ({ code }) => {
      await parts.clock.advanceBy(30 * MINUTE_MS);
      return redeem(code);
    },
  ],
  [
    "a code that the gateway asked anew instead of",
    "CODE_REFUSED",
    async ({ code }) => {
      await ask();
      return redeem(code);
    },
  ],
  [
    "a building that is another's",
    "NOT_FOUND",
    ({ code }) => redeem(code, two.anna, two.brunosBuilding),
  ],
  ["a building that there is not", "NOT_FOUND", ({ code }) => redeem(code, two.anna, 999)],
  ["an account that there is not", "NOT_FOUND", ({ code }) => redeem(code, 999)],
];
test.each(refusedCodes)("refused: %s", async (_, code, work) => {
  const enrolment = await ask();
  await expect(work(enrolment)).rejects.toEqual(refusedWith(code));
  const gateways = await database.as({ kind: "job" }, (tx) => tx.query("SELECT FROM gateway"));
  expect(gateways).toEqual([]);
  expect(await audited()).toEqual([]);
});

test("a code is redeemed once", async () => {
  const enrolment = await ask();
  await redeem(enrolment.code);
  const again = redeem(enrolment.code, two.bruno, two.brunosBuilding);
  await expect(again).rejects.toEqual(refusedWith("CODE_REFUSED"));
});

test("a manager whose account is disabled redeems nothing", async () => {
  const { code } = await ask();
  await database.as({ kind: "job" }, (tx) => tx.query("UPDATE account SET disabled_at = now()"));
  await expect(redeem(code)).rejects.toEqual(refusedWith("NOT_FOUND"));
});

/** Secrets that fetch nothing; all hear the same. */
const refusedSecrets: readonly (readonly [
  string,
  (enrolment: Enrolment) => Promise<string | undefined>,
])[] = [
  ["none", async () => undefined],
  ["one that is no secret", async () => "Bearer x"],
  ["another", async () => `Bearer ${"A".repeat(43)}`],
  [
    "one whose code nobody redeemed in time",
    async ({ secret }) => {
      await parts.clock.advanceBy(30 * MINUTE_MS);
      return `Bearer ${secret}`;
    },
  ],
  [
    "one that came a day late",
    async ({ code, secret }) => {
      await redeem(code);
      await parts.clock.advanceBy(24 * 60 * MINUTE_MS);
      return `Bearer ${secret}`;
    },
  ],
  [
    "one whose gateway was revoked meanwhile",
    async ({ code, secret }) => {
      const { gatewayId } = await redeem(code);
      await revokeGateway(parts, { gatewayId, actor: as(two.anna) });
      return `Bearer ${secret}`;
    },
  ],
  [
    "one whose gateway another box has replaced meanwhile",
    async ({ code, secret }) => {
      await redeem(code);
      await database.as({ kind: "job" }, (tx) =>
        tx.query("UPDATE gateway SET generation = generation + 1"),
      );
      return `Bearer ${secret}`;
    },
  ],
  [
    "one whose gateway was enrolled anew meanwhile",
    async ({ code, secret }) => {
      await redeem(code);
      await redeem((await ask()).code);
      return `Bearer ${secret}`;
    },
  ],
];
test.each(refusedSecrets)("a secret that fetches nothing: %s", async (_, secretOf) => {
  const authorization = await secretOf(await ask());
  const failure = await enrolmentProgress(parts, authorization).catch((error) => error);
  expect(failure).toBeInstanceOf(MegaError);
  expect(failure).toMatchObject({
    code: "UNAUTHENTICATED",
    message: "No enrolment waits with this secret",
  });
});

test("credentials that open nothing all hear the same", async () => {
  const { gatewayId, credential } = await enrolled();
  const secret = credential.split(".")[2] ?? "";
  const heard = new Set<string>();
  const failing = async (authorization: string | undefined) => {
    const error = await identifyGateway(parts, authorization).catch((cause) => cause);
    heard.add(`${error.code} ${error.message} ${error.hint}`);
  };
  await failing(undefined);
  await failing("Basic YTpi");
  await failing(`Bearer ${credential}x`);
  await failing(`Bearer mega1.${gatewayId}.${"A".repeat(43)}`);
  await failing(`Bearer mega1.999.${secret}`);
  await failing(`Bearer mega1.9999999999.${secret}`);
  await revokeGateway(parts, { gatewayId, actor: as(two.anna) });
  await failing(`Bearer ${credential}`);
  expect([...heard]).toHaveLength(1);
  expect([...heard][0]).toMatch(/^UNAUTHENTICATED /);
});

test("a box whose place another one took hears just that", async () => {
  const { credential } = await enrolled();
  await database.as({ kind: "job" }, (tx) =>
    tx.query("UPDATE gateway SET generation = generation + 1"),
  );
  await expect(knock(credential)).rejects.toEqual(refusedWith("GATEWAY_REPLACED"));
});

test("a gateway that is enrolled again keeps its number, and its old credential dies", async () => {
  const { gatewayId, credential } = await enrolled();
  const enrolment = await ask();
  expect(await redeem(enrolment.code)).toMatchObject({ kind: "enrolled-again", gatewayId });
  await expect(knock(credential)).rejects.toEqual(refusedWith("UNAUTHENTICATED"));
  expect(await knock(await collect(enrolment))).toMatchObject({ gatewayId });
});

test("a gateway of another building is not to be had by its code", async () => {
  const { credential } = await enrolled();
  const { code } = await ask();
  const taken = redeem(code, two.bruno, two.brunosBuilding);
  await expect(taken).rejects.toEqual(refusedWith("CONFLICT"));
  await knock(credential);
});

test("after a revocation the same box is another gateway, of whoever redeems its code", async () => {
  const { gatewayId } = await enrolled();
  await revokeGateway(parts, { gatewayId, actor: as(two.anna) });
  const again = await redeem((await ask()).code, two.bruno, two.brunosBuilding);
  expect(again.kind).toBe("enrolled");
  expect(again.gatewayId).not.toBe(gatewayId);
});

test("a gateway that is given away stays until the other manager redeems its code", async () => {
  const { gatewayId, credential } = await enrolled();
  const transfer = { gatewayId, buildingId: two.brunosBuilding, actor: as(two.anna) };
  expect(await transferGateway(parts, transfer)).toEqual({ kind: "offered" });
  await expect(knock(credential)).rejects.toEqual(refusedWith("UNAUTHENTICATED"));
  const enrolment = await ask();
  const taken = await redeem(enrolment.code, two.bruno, two.brunosBuilding);
  expect(taken).toMatchObject({ kind: "moved", gatewayId });
  expect(await knock(await collect(enrolment))).toMatchObject({ gatewayId });
  const moved = { building_id: two.brunosBuilding, action: "gateway-moved" };
  const lines = await audited();
  expect(lines.map(({ action }) => action)).toEqual([
    ...["gateway-enrolled", "gateway-offered", "gateway-moved", "gateway-moved"],
  ]);
  expect(lines[2]).toMatchObject({
    ...moved,
    before: { buildingId: two.annasBuilding },
    after: { buildingId: two.brunosBuilding },
  });
  // From where the box asks is its new people's alone.
  expect(JSON.stringify(lines[2])).toContain(HOME);
  expect(JSON.stringify(lines[3])).not.toContain(HOME);
  // And not back without being given.
  const back = redeem((await ask()).code);
  await expect(back).rejects.toEqual(refusedWith("CONFLICT"));
});

test("stays behind a gateway end when it comes to other people, and go on between one's own buildings", async () => {
  const { gatewayId } = await enrolled();
  const nowMs = parts.clock.nowMs();
  const [past, soon] = [toUtcString(nowMs - MINUTE_MS), toUtcString(nowMs + MINUTE_MS)];
  const rows = (sql: string, values: readonly unknown[] = []) =>
    database.as({ kind: "job" }, (tx) => tx.query(sql, values));
  const values = [gatewayId, two.anna, past, soon];
  await rows(
    `INSERT INTO stay (gateway_id, account_id, channel_no, from_at, to_at) VALUES ($1, $2, 1, $3, NULL),
       ($1, $2, 2, $3, $4), ($1, $2, 3, $4, NULL)`,
    values,
  );
  const stays = () => rows("SELECT channel_no, to_at FROM stay ORDER BY channel_no");
  const transfer = { gatewayId, buildingId: two.brunosBuilding, actor: as(two.anna) };
  await transferGateway(parts, transfer);
  expect(await stays()).toHaveLength(3);
  await redeem((await ask()).code, two.bruno, two.brunosBuilding);
  const to_at = new Date(nowMs);
  expect(await stays()).toEqual([
    { channel_no: 1, to_at },
    { channel_no: 2, to_at },
  ]);
  await rows("UPDATE stay SET to_at = NULL WHERE channel_no = 1");
  await rows("INSERT INTO building_right VALUES ($1, $2, 'manager')", [
    ...[two.annasBuilding, two.bruno],
  ]);
  const back = { gatewayId, buildingId: two.annasBuilding, actor: as(two.bruno) };
  expect(await transferGateway(parts, back)).toEqual({ kind: "moved" });
  expect((await stays())[0]).toEqual({ channel_no: 1, to_at: null });
});

test("whoever gave a gateway away takes it back by its code", async () => {
  const { gatewayId } = await enrolled();
  await transferGateway(parts, { gatewayId, buildingId: two.brunosBuilding, actor: as(two.anna) });
  expect(await redeem((await ask()).code)).toMatchObject({ kind: "enrolled-again", gatewayId });
  const late = redeem((await ask()).code, two.bruno, two.brunosBuilding);
  await expect(late).rejects.toEqual(refusedWith("CONFLICT"));
});

test("between two buildings of one manager a gateway moves at once and goes on", async () => {
  const { gatewayId, credential } = await enrolled();
  await database.as({ kind: "job" }, (tx) =>
    tx.query("INSERT INTO building_right VALUES ($1, $2, 'manager')", [
      ...[two.brunosBuilding, two.anna],
    ]),
  );
  const transfer = { gatewayId, buildingId: two.brunosBuilding, actor: as(two.anna) };
  expect(await transferGateway(parts, transfer)).toEqual({ kind: "moved" });
  await knock(credential);
});

test("a gateway of another's is not revoked and not given away, and is answered as none", async () => {
  const { gatewayId, credential } = await enrolled();
  const missing = revokeGateway(parts, { gatewayId: 999, actor: as(two.bruno) });
  await expect(missing).rejects.toThrow("There is no gateway 999 of yours");
  const strangers: readonly Actor[] = [
    as(two.bruno),
    as(999),
    { kind: "gateway", gatewayId },
    { kind: "job" },
    { kind: "stranger", address: HOME },
  ];
  for (const actor of strangers) {
    const revoked = revokeGateway(parts, { gatewayId, actor });
    await expect(revoked).rejects.toThrow(`There is no gateway ${gatewayId} of yours`);
    const given = transferGateway(parts, { gatewayId, buildingId: two.brunosBuilding, actor });
    await expect(given).rejects.toEqual(refusedWith("NOT_FOUND"));
  }
  const nowhere = transferGateway(parts, { gatewayId, buildingId: 999, actor: as(two.anna) });
  await expect(nowhere).rejects.toEqual(refusedWith("NOT_FOUND"));
  await knock(credential);
  await revokeGateway(parts, { gatewayId, actor: as(two.operator) });
  const twice = revokeGateway(parts, { gatewayId, actor: as(two.anna) });
  await expect(twice).rejects.toEqual(refusedWith("NOT_FOUND"));
});

test("who types too many wrong codes waits, and nobody else does", async () => {
  const { code } = await ask();
  for (let tried = 0; tried < WRONG_CODES_MAX; tried += 1) {
    const wrong = redeem("00000000", two.bruno, two.brunosBuilding);
    await expect(wrong).rejects.toEqual(refusedWith("CODE_REFUSED"));
  }
  const waits = redeem(code, two.bruno, two.brunosBuilding).catch((error) => error);
  expect(await waits).toMatchObject({ code: "TOO_MANY_ATTEMPTS", context: { retryAfterS: 3600 } });
  await redeem(code);
  await parts.clock.advanceBy(60 * MINUTE_MS);
  const later = redeem("00000000", two.bruno, two.brunosBuilding);
  await expect(later).rejects.toEqual(refusedWith("CODE_REFUSED"));
});

test("an address that asks too often waits, and no other one does", async () => {
  const attacker = "2001:db8:0:1::1";
  for (let asked = 0; asked < PER_ADDRESS_MAX; asked += 1) {
    await ask(`02:00:00:00:01:${asked.toString(16).padStart(2, "0")}`, attacker);
  }
  // A whole network of IPv6 is one address.
  const waits = ask(MAC, "2001:db8:0:1:ffff::2").catch((error) => error);
  expect(await waits).toMatchObject({ code: "TOO_MANY_ATTEMPTS", context: { retryAfterS: 3600 } });
  await redeem((await ask(MAC, "2001:db8:0:2::1")).code);
  await parts.clock.advanceBy(60 * MINUTE_MS);
  await ask(MAC, attacker);
});

test("when too many wait, those of whoever has most of them make place", async () => {
  const owner = await ask();
  const flood: Enrolment[] = [];
  for (let asked = 0; asked < 8; asked += 1) {
    flood.push(await ask(`02:00:00:00:01:0${asked}`, "198.51.100.1", 5));
  }
  await redeem(owner.code);
  await expect(redeem(flood[0]?.code ?? "")).rejects.toEqual(refusedWith("CODE_REFUSED"));
  await redeem(flood[7]?.code ?? "");
});

test("a stranger who says the same MAC elsewhere closes nobody's code", async () => {
  const owner = await ask();
  await ask(MAC, "198.51.100.1");
  expect(await redeem(owner.code)).toMatchObject({ kind: "enrolled", mac: MAC });
});

test("what nobody redeemed is forgotten after an hour, so that no flood fills the table", async () => {
  await ask(MAC, "198.51.100.1");
  await parts.clock.advanceBy(91 * MINUTE_MS);
  await ask();
  const kept = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT address FROM enrolment"),
  );
  expect(kept).toEqual([{ address: HOME }]);
});

test("when a gateway was last heard of is noted once a minute", async () => {
  const { credential } = await enrolled();
  const seenAt = async () => {
    const [row] = await database.as({ kind: "job" }, (tx) =>
      tx.query("SELECT seen_at FROM gateway"),
    );
    return row?.["seen_at"];
  };
  const first = await seenAt();
  await parts.clock.advanceBy(59_000);
  await knock(credential);
  expect(await seenAt()).toEqual(first);
  await parts.clock.advanceBy(1000);
  await knock(credential);
  expect(await seenAt()).toEqual(new Date(parts.clock.nowMs()));
});
