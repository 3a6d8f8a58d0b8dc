import {
  BATCH_BYTES_MAX,
  credentialText,
  decodeBatch,
  decodeKeys,
  encodeBatch,
  encodeKeys,
  LedgerForked,
  MirrorAnswer,
  MirrorGap,
  MirrorHead,
} from "@mega/uplink";
import type { FastifyInstance } from "fastify";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { createHttpServer } from "../http/server.ts";
import { keepCredential } from "../registry/credentials.ts";
import {
  batchOf,
  enrolledGateway,
  forkedAt,
  lifeLedger,
  type SentLedger,
} from "../testing/sent-ledger.ts";
import { serverParts } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { mirrorRoutes } from "./mirror-routes.ts";

let postgres: TestPostgres;
let database: ServerDatabase;
let app: FastifyInstance;
let counted: () => string;
let life: SentLedger;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
  const parts = serverParts(database);
  const { log, counters } = parts;
  const routes = [mirrorRoutes(parts)];
  app = await createHttpServer({ routes, log, counters, trustedProxies: [], tls: null });
  counted = () => JSON.stringify(counters.families());
  life = await lifeLedger(12, 30);
}, 60_000);
afterAll(async () => {
  await app?.close();
  await database?.close();
  await postgres?.stop();
});

interface Box {
  readonly gatewayId: number;
  readonly bearer: string;
}

async function box(): Promise<Box> {
  const gatewayId = await enrolledGateway(database);
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
  await database.as({ kind: "job" }, (tx) =>
    keepCredential(tx, { gatewayId, secret, generation: 1, atMs: 0 }),
  );
  return { gatewayId, bearer: `Bearer ${credentialText({ gatewayId, secret })}` };
}

function ask(
  { bearer }: Pick<Box, "bearer">,
  method: "GET" | "POST" | "PUT",
  url: string,
  body?: Uint8Array,
  type = "application/cbor",
) {
  const headers = { authorization: bearer, ...(body ? { "content-type": type } : {}) };
  const payload = body === undefined ? {} : { payload: Buffer.from(body) };
  return app.inject({ method, url, headers, ...payload });
}

function batch(from: number, count: number, entries = life.entries): Uint8Array {
  return encodeBatch(batchOf({ ...life, entries }, from, count));
}

function expectForm(schema: TSchema, answer: { json(): unknown }): void {
  expect([...Value.Errors(schema, answer.json())]).toEqual([]);
}

test("a gateway asks where the mirror is, hands keys and entries over, and gets them back", async () => {
  const gateway = await box();
  const before = await ask(gateway, "GET", "/v1/ledger");
  expect(before.json()).toEqual({ ledger: null });
  expect((await ask(gateway, "PUT", "/v1/keys", encodeKeys(life))).statusCode).toBe(204);
  const stored = await ask(gateway, "POST", "/v1/batch", batch(1, 500));
  expect(stored.statusCode).toBe(200);
  expectForm(MirrorHead, stored);
  const after = await ask(gateway, "GET", "/v1/ledger");
  expectForm(MirrorAnswer, after);
  expect(after.json()).toEqual({ ledger: stored.json() });

  const back = await ask(gateway, "GET", "/v1/entries?from=4");
  expect(back.headers["content-type"]).toBe("application/cbor");
  expect(decodeBatch(new Uint8Array(back.rawPayload))).toEqual(batchOf(life, 4, 500));
  const past = await ask(gateway, "GET", `/v1/entries?from=${life.entries.length + 1}`);
  expect([past.statusCode, past.body]).toEqual([204, ""]);

  const keys = await ask(gateway, "GET", "/v1/keys?month=2000-01&source=1");
  const handedBack = decodeKeys(new Uint8Array(keys.rawPayload));
  expect(handedBack.ledgerId).toEqual(life.ledgerId);
  expect(handedBack.keys).toHaveLength(life.keys.length);
  expect(new Set(handedBack.keys)).toEqual(new Set(life.keys));
  const { month, sourceNo } = handedBack.keys.at(-1) ?? { month: "", sourceNo: 0 };
  const end = await ask(gateway, "GET", `/v1/keys?month=${month}&source=${sourceNo + 1}`);
  expect(end.statusCode).toBe(204);
});

test("a gap and a fork are told with what the mirror has", async () => {
  const gateway = await box();
  await ask(gateway, "POST", "/v1/batch", batch(1, 5));
  const gap = await ask(gateway, "POST", "/v1/batch", batch(9, 3));
  expect(gap.statusCode).toBe(409);
  expect(gap.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expectForm(MirrorGap, gap);
  expect(gap.json()).toMatchObject({ status: 409, mirror: { headSeq: 5 } });
  for (let turn = 0; turn < 2; turn++) {
    const forked = await ask(gateway, "POST", "/v1/batch", batch(3, 9, forkedAt(life.entries, 4)));
    expect(forked.statusCode).toBe(409);
    expectForm(LedgerForked, forked);
    expect(forked.json()).toMatchObject({ mirror: { headSeq: 5 }, fork: { seq: 4 } });
  }
  const audited = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT action, actor_kind FROM audit WHERE gateway_id = $1", [gateway.gatewayId]),
  );
  expect(audited).toEqual([{ action: "ledger-forked", actor_kind: "gateway" }]);
  expect(counted()).toContain("LEDGER_FORKED");
});

test("what is not agreed is refused, and nothing is stored", async () => {
  const gateway = await box();
  const other = await box();
  const foreign = await lifeLedger(13, 3);
  await ask(other, "POST", "/v1/batch", encodeBatch(batchOf(foreign, 1, 9)));
  const tooLong = new Uint8Array(BATCH_BYTES_MAX + 1);
  const table: readonly (readonly [string, Parameters<typeof ask>, number, string])[] = [
    ["no credential", [{ bearer: "" }, "POST", "/v1/batch", batch(1, 2)], 401, "UNAUTHENTICATED"],
    ["forged", [{ bearer: `${gateway.bearer}x` }, "GET", "/v1/ledger"], 401, "UNAUTHENTICATED"],
    ["too long", [gateway, "POST", "/v1/batch", tooLong], 413, "REQUEST_INVALID"],
    ["no CBOR", [gateway, "POST", "/v1/batch", Uint8Array.of(255, 1)], 400, "REQUEST_INVALID"],
    ["keys as a batch", [gateway, "POST", "/v1/batch", encodeKeys(life)], 400, "REQUEST_INVALID"],
    ["a batch as keys", [gateway, "PUT", "/v1/keys", batch(1, 2)], 400, "REQUEST_INVALID"],
    [
      "JSON",
      [gateway, "POST", "/v1/batch", batch(1, 2), "application/json"],
      400,
      "REQUEST_INVALID",
    ],
    ["text", [gateway, "POST", "/v1/batch", batch(1, 2), "text/plain"], 400, "REQUEST_INVALID"],
    ["from 0", [gateway, "GET", "/v1/entries?from=0"], 400, "REQUEST_INVALID"],
    ["no from", [gateway, "GET", "/v1/entries"], 400, "REQUEST_INVALID"],
    ["no month", [gateway, "GET", "/v1/keys?month=2026-13&source=1"], 400, "REQUEST_INVALID"],
    ["foreign ledger", [other, "POST", "/v1/batch", batch(1, 2)], 409, "LEDGER_FORKED"],
    ["foreign keys", [other, "PUT", "/v1/keys", encodeKeys(life)], 409, "LEDGER_FORKED"],
  ];
  for (const [name, asked, status, code] of table) {
    const answer = await ask(...asked);
    expect([name, answer.statusCode, answer.json().code]).toEqual([name, status, code]);
  }
  expect((await ask(gateway, "GET", "/v1/ledger")).json()).toEqual({ ledger: null });
});

test("a key that is not the committed one is refused without being told", async () => {
  const gateway = await box();
  await ask(gateway, "POST", "/v1/batch", batch(1, 500));
  const key = new Uint8Array(32).fill(0x5a);
  const keys = life.keys.map((one, at) => (at === 1 ? { ...one, key } : one));
  const refused = await ask(gateway, "PUT", "/v1/keys", encodeKeys({ ...life, keys }));
  expect(refused.json()).toMatchObject({
    code: "REQUEST_INVALID",
    detail: expect.stringMatching(
      /^keys\/1\/key is another key; allowed: the key that entry \d+ commits$/,
    ),
  });
  expect(refused.body).not.toContain("5a5a");
});

test("keys that wait for their entries are limited", async () => {
  const gateway = await box();
  const key = new Uint8Array(32);
  const page = (no: number) =>
    encodeKeys({
      ledgerId: life.ledgerId,
      keys: Array.from({ length: 512 }, (_none, at) => ({
        sourceNo: at + 1,
        month: `2026-${String(no + 1).padStart(2, "0")}`,
        key,
      })),
    });
  for (let no = 0; no < 8; no++) {
    expect((await ask(gateway, "PUT", "/v1/keys", page(no))).statusCode).toBe(204);
  }
  const refused = await ask(gateway, "PUT", "/v1/keys", page(8));
  expect(refused.json().detail).toBe("4608 keys would wait for their entries; allowed: 4096");
});

test("a box that was replaced is refused, with what it hands over late", async () => {
  const gateway = await box();
  await ask(gateway, "POST", "/v1/batch", batch(1, 5));
  await database.as({ kind: "job" }, (tx) =>
    tx.query("UPDATE gateway SET generation = 2 WHERE gateway_id = $1", [gateway.gatewayId]),
  );
  const late = await ask(gateway, "POST", "/v1/batch", batch(6, 5));
  expect([late.statusCode, late.json().code]).toEqual([409, "GATEWAY_REPLACED"]);
});
