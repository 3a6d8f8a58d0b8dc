/** What may be wrong with what gateways ask, address by address, and what would be taken. */

import {
  BACKUP_BYTES_MAX,
  BATCH_BYTES_MAX,
  type Batch,
  configurationHash,
  encodeBatch,
  encodeKeys,
  KEYS_MAX,
} from "@mega/uplink";
import { batchOf, forkedAt, lifeLedger, type SentLedger } from "../../testing/sent-ledger.ts";

export const CBOR = "application/cbor";
export const JSON_TYPE = "application/json";
export const STORED = 40;
export const commandId = "c0".repeat(16);
export const foreignCommandId = "c1".repeat(16);

/** What gateway A has, and what gateway B has. */
export const life = await lifeLedger(31, 30);
export const foreign = await lifeLedger(32, 10);

const document = JSON.stringify({ configuration: {}, profiles: [] });

export function configuration(changes: Readonly<Record<string, unknown>>): string {
  const whole = { document, secrets: null, proofSha256: null, parent: null };
  return JSON.stringify({ ...whole, sha256: configurationHash(document, null), ...changes });
}

/** A request. */
export interface Asked {
  /** "POST /v1/batch", as it was added. */
  readonly address: string;
  /** Instead of what the address has in place of ":version" and the like, and behind "?". */
  readonly path?: string;
  readonly body?: Uint8Array | string;
  readonly type?: string;
  readonly bearer?: string | undefined;
}

const batch = (change: Partial<Batch> = {}) => ({
  body: encodeBatch({ ...batchOf(life, STORED + 1, 5), ...change }),
  type: CBOR,
});
export const keys = (rows: SentLedger["keys"], ledgerId = life.ledgerId) => ({
  body: encodeKeys({ ledgerId, keys: rows }),
  type: CBOR,
});
export const json = (value: unknown) => ({ body: JSON.stringify(value), type: JSON_TYPE });
export const put = (changes: Readonly<Record<string, unknown>>) => ({
  body: configuration(changes),
  type: JSON_TYPE,
});

/** One bit of the entry at this place, and of none besides. */
function flipped(at: number): readonly Uint8Array[] {
  const { entries } = batchOf(life, STORED + 1, 5);
  return entries.map((bytes, no) => {
    if (no !== at) return bytes;
    const other = Uint8Array.from(bytes);
    other[other.length - 3] = (other[other.length - 3] ?? 0) ^ 1;
    return other;
  });
}

const oneKey = () => {
  const [first] = life.keys;
  if (first === undefined) throw new Error("a ledger has keys");
  return first;
};
const INVALID = [400, "REQUEST_INVALID"] as const;
export const UNKNOWN = [401, "UNAUTHENTICATED"] as const;
const FORKED = [409, "LEDGER_FORKED"] as const;
const request = { mac: "02:00:00:00:0c:01", model: "MEGA16" };
const restore = {
  ...{ oldMac: "02:00:00:00:0a:01", newMac: "02:00:00:00:0d:01", model: "MEGA32" },
  ...{ proof: "ab".repeat(32), secretSha256: "cd".repeat(32) },
};
export const done = { outcome: "done", at: "2026-05-02T08:00:00Z", entries: [1], revision: null };

type BadRow = readonly [
  string,
  () => Omit<Asked, "address" | "bearer">,
  readonly [number, string],
  /** Tables that may change all the same: evidence is kept. */
  (readonly string[])?,
];

/** What is wrong at each address; asked by gateway A, who has the right to ask. */
export const bad: Readonly<Record<string, readonly BadRow[]>> = {
  "POST /v1/batch": [
    ["no body", () => ({}), INVALID],
    [
      "too large",
      () => ({ body: new Uint8Array(BATCH_BYTES_MAX + 1), type: CBOR }),
      [413, "REQUEST_INVALID"],
    ],
    ["no CBOR", () => ({ body: Uint8Array.of(0xff, 0x00), type: CBOR }), INVALID],
    ["cut in the middle", () => ({ body: batch().body.slice(0, -7), type: CBOR }), INVALID],
    [
      "more behind its end",
      () => ({ body: Buffer.concat([batch().body, Buffer.of(0)]), type: CBOR }),
      INVALID,
    ],
    [
      "not in its shortest form",
      () => ({ body: Uint8Array.of(0x98, 0x05, 1, 2, 3, 4, 5), type: CBOR }),
      INVALID,
    ],
    ["JSON", () => json({ entries: [] }), INVALID],
    ["said to be a text", () => ({ ...batch(), type: "text/plain" }), INVALID],
    ["no entry", () => batch({ entries: [] }), INVALID],
    [
      "501 entries",
      () => batch({ entries: Array.from({ length: 501 }, () => Uint8Array.of(1)) }),
      INVALID,
    ],
    ["an empty entry", () => batch({ entries: [new Uint8Array(0)] }), INVALID],
    ["from entry 0", () => batch({ fromSeq: 0 }), INVALID],
    ["from beyond all numbers", () => batch({ fromSeq: 2 ** 53 - 1 }), [409, "MIRROR_GAP"]],
    ["a gap", () => batch({ ...batchOf(life, STORED + 3, 5) }), [409, "MIRROR_GAP"]],
    ["entries out of order", () => batch({ entries: batch5().toReversed() }), INVALID],
    [
      "an entry twice",
      () => batch({ entries: [batch5()[0], batch5()[0]] as Uint8Array[] }),
      INVALID,
    ],
    ["a bit turned in the middle", () => batch({ entries: flipped(2) }), INVALID],
    ["a bit turned in the last one but one", () => batch({ entries: flipped(3) }), INVALID],
    ["another generation than the credential's", () => batch({ generation: 7 }), INVALID],
    [
      "the other gateway's ledger",
      () => ({ body: encodeBatch(batchOf(foreign, 1, 9)), type: CBOR }),
      FORKED,
      ["fork", "audit"],
    ],
    [
      "the other gateway's ledger from the middle on",
      () => ({ body: encodeBatch(batchOf(foreign, 5, 4)), type: CBOR }),
      FORKED,
      ["fork", "audit"],
    ],
    [
      "another entry in a place that is taken",
      () => ({
        body: encodeBatch(batchOf({ ...life, entries: forkedAt(life.entries, 20) }, 18, 30)),
        type: CBOR,
      }),
      FORKED,
      ["fork", "audit"],
    ],
    [
      "its own entries under the other ledger's name",
      () => batch({ ledgerId: foreign.ledgerId }),
      FORKED,
      ["fork", "audit"],
    ],
  ],
  "PUT /v1/keys": [
    ["no body", () => ({}), INVALID],
    [
      "too large",
      () => ({ body: new Uint8Array(128 * 1024 + 1), type: CBOR }),
      [413, "REQUEST_INVALID"],
    ],
    ["no CBOR", () => ({ body: Uint8Array.of(0x83, 0x01), type: CBOR }), INVALID],
    ["a batch", () => batch(), INVALID],
    ["none", () => keys([]), INVALID],
    ["more than 512", () => keys(Array.from({ length: KEYS_MAX + 1 }, () => oneKey())), INVALID],
    ["source 0", () => keys([{ ...oneKey(), sourceNo: 0 }]), INVALID],
    ["no month", () => keys([{ ...oneKey(), month: "2026-13" }]), INVALID],
    ["a short key", () => keys([{ ...oneKey(), key: new Uint8Array(31) }]), INVALID],
    [
      "another key than the committed one",
      () => keys([{ ...oneKey(), key: new Uint8Array(32) }]),
      INVALID,
    ],
    ["keys of the other gateway's ledger", () => keys(foreign.keys, foreign.ledgerId), FORKED],
    ["JSON", () => json({ keys: [] }), INVALID],
  ],
  "GET /v1/keys": [
    ["no month", () => ({ path: "/v1/keys?source=1" }), INVALID],
    ["month 13", () => ({ path: "/v1/keys?month=2026-13&source=1" }), INVALID],
    ["source 0", () => ({ path: "/v1/keys?month=2026-05&source=0" }), INVALID],
    [
      "a statement for a source",
      () => ({ path: "/v1/keys?month=2026-05&source=1%20OR%201" }),
      INVALID,
    ],
  ],
  "GET /v1/entries": [
    ["nothing said", () => ({}), INVALID],
    ["from 0", () => ({ path: "/v1/entries?from=0" }), INVALID],
    ["from a word", () => ({ path: "/v1/entries?from=all" }), INVALID],
    ["from between two", () => ({ path: "/v1/entries?from=1.5" }), INVALID],
    ["from a number in another form", () => ({ path: "/v1/entries?from=0x10" }), INVALID],
    ["from before the first", () => ({ path: "/v1/entries?from=-1" }), INVALID],
    ["from beyond all numbers", () => ({ path: "/v1/entries?from=1e300" }), INVALID],
    ["said twice", () => ({ path: "/v1/entries?from=1&from=2" }), INVALID],
  ],
  "GET /v1/ledger": [],
  "DELETE /v1/enrolment": [],
  "PUT /v1/configuration": [
    ["no body", () => ({}), INVALID],
    ["no JSON", () => ({ body: "{", type: JSON_TYPE }), INVALID],
    [
      "too large",
      () => ({ body: " ".repeat(BACKUP_BYTES_MAX + 1), type: JSON_TYPE }),
      [413, "REQUEST_INVALID"],
    ],
    ["another hash than its own", () => put({ sha256: "00".repeat(32) }), INVALID],
    [
      "made from one that is not the newest",
      () =>
        put({ document: "{ }", sha256: configurationHash("{ }", null), parent: "11".repeat(32) }),
      [409, "CONFLICT"],
    ],
    ["secrets that are no base64", () => put({ secrets: "***" }), INVALID],
    ["a field more", () => put({ gatewayId: 2 }), INVALID],
    ["a field less", () => put({ document: undefined }), INVALID],
    [
      "a prototype",
      () => ({ body: `{"__proto__":{"a":1},${configuration({}).slice(1)}`, type: JSON_TYPE }),
      INVALID,
    ],
    ["CBOR", () => ({ ...batch() }), [415, "REQUEST_INVALID"]],
  ],
  "GET /v1/configuration": [],
  "GET /v1/configuration/versions": [],
  "GET /v1/configuration/versions/:version": [
    ["version 0", () => ({ path: "/v1/configuration/versions/0" }), INVALID],
    ["a word", () => ({ path: "/v1/configuration/versions/newest" }), INVALID],
    ["beyond the numbers", () => ({ path: "/v1/configuration/versions/99999999999" }), INVALID],
    ["one that there is not", () => ({ path: "/v1/configuration/versions/7" }), [404, "NOT_FOUND"]],
  ],
  "GET /v1/commands": [
    ["a wait of hours", () => ({ path: "/v1/commands?wait=7200" }), INVALID],
    ["a wait that is a word", () => ({ path: "/v1/commands?wait=long" }), INVALID],
    ["a wait of half a second", () => ({ path: "/v1/commands?wait=0.5" }), INVALID],
  ],
  "POST /v1/commands/:commandId/answer": [
    ["no number", () => ({ path: "/v1/commands/7/answer", ...json(done) }), INVALID],
    [
      "one that there is not",
      () => ({ path: `/v1/commands/${"dd".repeat(16)}/answer`, ...json(done) }),
      [404, "NOT_FOUND"],
    ],
    [
      "the other gateway's",
      () => ({ path: `/v1/commands/${foreignCommandId}/answer`, ...json(done) }),
      [404, "NOT_FOUND"],
    ],
    ["no outcome", () => ({ path: `/v1/commands/${commandId}/answer`, ...json({}) }), INVALID],
    [
      "65 entries",
      () => ({
        path: `/v1/commands/${commandId}/answer`,
        ...json({ ...done, entries: Array(65).fill(1) }),
      }),
      INVALID,
    ],
    [
      "too large",
      () => ({
        path: `/v1/commands/${commandId}/answer`,
        body: " ".repeat(70_000),
        type: JSON_TYPE,
      }),
      [413, "REQUEST_INVALID"],
    ],
  ],
  "POST /v1/enrolments": [
    ["no body", () => ({}), INVALID],
    ["no JSON", () => ({ body: "mac", type: JSON_TYPE }), INVALID],
    ["a MAC in capitals", () => json({ ...request, mac: "02:00:00:00:0C:01" }), INVALID],
    [
      "a MAC that is a statement",
      () => json({ ...request, mac: "'; DROP TABLE gateway" }),
      INVALID,
    ],
    ["a model that there is not", () => json({ ...request, model: "MEGA7" }), INVALID],
    ["a building of its own choice", () => json({ ...request, buildingId: 1 }), INVALID],
    ["too large", () => ({ body: " ".repeat(70_000), type: JSON_TYPE }), [413, "REQUEST_INVALID"]],
  ],
  "GET /v1/enrolments/current": [["a credential", () => ({}), UNKNOWN]],
  "POST /v1/restores": [
    ["no body", () => ({}), INVALID],
    ["a wrong proof", () => json(restore), [403, "PROOF_REFUSED"], ["audit"]],
    [
      "an unknown MAC",
      () => json({ ...restore, oldMac: "02:00:00:00:99:99" }),
      [403, "PROOF_REFUSED"],
      ["audit"],
    ],
    ["a proof that is none", () => json({ ...restore, proof: "" }), INVALID],
    ["a generation of its own choice", () => json({ ...restore, generation: 9 }), INVALID],
  ],
  "GET /v1/restores/current": [["a credential", () => ({}), UNKNOWN]],
};

function batch5(): readonly Uint8Array[] {
  return batchOf(life, STORED + 1, 5).entries;
}

/** A body that would be taken, were it not for who sends it. */
export const good: Readonly<Record<string, () => Omit<Asked, "address">>> = {
  "POST /v1/batch": () => batch(),
  "PUT /v1/keys": () => keys(life.keys),
  "PUT /v1/configuration": () => put({}),
  "GET /v1/keys": () => ({ path: "/v1/keys?month=2026-05&source=1" }),
  "GET /v1/entries": () => ({ path: "/v1/entries?from=1" }),
  "GET /v1/configuration/versions/:version": () => ({ path: "/v1/configuration/versions/1" }),
  "POST /v1/commands/:commandId/answer": () => ({
    path: `/v1/commands/${commandId}/answer`,
    ...json(done),
  }),
};
