import { createHash } from "node:crypto";
import {
  type Credential,
  decodeAck,
  decodeCall,
  encodeBatch,
  MirrorHead,
  makePipeNumber,
  openPipe,
  type PipeAck,
  type PipeKind,
  pipeKeysOf,
  pipeTopic,
  readCredential,
  readPipe,
  sealPipe,
} from "@mega/uplink";
import { Value } from "typebox/value";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { giveCommand } from "../commands/give-command.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { mirroredEntries } from "../testing/mirror-dump.ts";
import { batchOf, lifeLedger, type SentLedger } from "../testing/sent-ledger.ts";
import { type ServerParts, serverParts } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { addTestGateway } from "../testing/test-fleet.ts";
import { answerMessage } from "./answer-message.ts";
import { callGateways } from "./call-gateways.ts";
import type { PipeOutcome } from "./pipe-sender.ts";

let postgres: TestPostgres;
let life: SentLedger;
beforeAll(async () => {
  postgres = await startTestPostgres();
  life = await lifeLedger(3, 4);
});
afterAll(async () => {
  await life.host.close();
  await postgres.stop();
});

let database: ServerDatabase;
let parts: ServerParts;
let own: Credential;
let other: Credential;
let accounts: readonly number[];
beforeEach(async () => {
  database = await postgres.database();
  parts = serverParts(database);
  const made = [];
  for (const no of [1, 2]) made.push(await addTestGateway(database, no, parts.clock.nowMs()));
  const credentials = made.map(({ credential }) => readCredential(credential));
  accounts = made.map(({ accountId }) => accountId);
  const [first, second] = credentials;
  if (first === undefined || second === undefined) throw new Error("two gateways");
  [own, other] = [first, second];
  return () => database.close();
});

const hashOf = ({ secret }: Credential) => createHash("sha256").update(secret).digest();

interface Sending {
  readonly kind?: PipeKind;
  readonly as?: Credential;
  readonly gatewayId?: number;
  readonly from?: number;
  readonly generation?: number;
}

/** A message with ten entries. */
function message({ kind = "batch", as = own, from = 1, generation = 1, ...more }: Sending) {
  const { gatewayId = as.gatewayId } = more;
  const number = makePipeNumber();
  const batch = { ...batchOf(life, from, 10), generation };
  const head = { kind, gatewayId, generation, number };
  return { number, bytes: sealPipe(pipeKeysOf(hashOf(as), "up"), head, encodeBatch(batch)) };
}

/** What the gateway reads of a message to it. */
function opened(bytes: Uint8Array, as = own) {
  const envelope = readPipe(bytes);
  const content = envelope && openPipe(pipeKeysOf(hashOf(as), "down"), envelope);
  if (envelope === undefined || content === undefined) throw new Error("no word of the server's");
  return { envelope, content };
}

const take = (bytes: Uint8Array, topicId = own.gatewayId) =>
  answerMessage(parts, pipeTopic(topicId, "up"), bytes);

/** What the gateway reads of an answer. */
function ackOf(outcome: PipeOutcome, as = own): PipeAck & { readonly number: Uint8Array } {
  if (!("answer" in outcome)) throw new Error(outcome.kind);
  expect(outcome.answer.topic).toBe(pipeTopic(as.gatewayId, "down"));
  const { envelope, content } = opened(outcome.answer.bytes, as);
  const ack = decodeAck(content);
  if (ack === undefined) throw new Error("no answer of the server's");
  return { ...ack, number: envelope.number };
}

const bodyOf = ({ body }: PipeAck): unknown => JSON.parse(new TextDecoder().decode(body));
const seenAt = async () => {
  const [row] = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT seen_at FROM gateway WHERE gateway_id = $1", [own.gatewayId]),
  );
  return row?.["seen_at"];
};

test("a batch that is proved is stored, and answered to this very message", async () => {
  const { bytes, number } = message({});
  const ack = ackOf(await take(bytes));
  expect([ack.status, ack.number]).toEqual([200, number]);
  expect(Value.Check(MirrorHead, bodyOf(ack))).toBe(true);
  expect(bodyOf(ack)).toMatchObject({ headSeq: 10 });
  expect(await mirroredEntries(database, own.gatewayId)).toEqual(life.entries.slice(0, 10));
});

test("what is sent once more adds nothing, and does not say that the gateway lives", async () => {
  const { bytes } = message({});
  await take(bytes);
  const seen = await seenAt();
  expect(seen).not.toBe(null);
  await parts.clock.advanceBy(3_600_000);
  expect(bodyOf(ackOf(await take(bytes)))).toMatchObject({ headSeq: 10 });
  expect(await seenAt()).toEqual(seen);
  expect(await mirroredEntries(database, own.gatewayId)).toHaveLength(10);
});

test("nobody speaks in another's name", async () => {
  const inOthersName = message({ as: other, gatewayId: own.gatewayId });
  expect(await take(inOthersName.bytes)).toEqual({ kind: "forged" });
  const atOthersTopic = message({ as: other });
  expect(await take(atOthersTopic.bytes)).toEqual({ kind: "foreign" });
  const nobody = { gatewayId: 4_000_000_000, secret: "x".repeat(43) };
  expect(await take(message({ as: nobody }).bytes, nobody.gatewayId)).toEqual({ kind: "forged" });
  expect(await mirroredEntries(database, own.gatewayId)).toEqual([]);
});

test("what was changed on the way, or is none, is dropped without a word", async () => {
  const { bytes } = message({});
  const changed = Uint8Array.from(bytes);
  changed[bytes.length - 40] = (changed[bytes.length - 40] ?? 0) ^ 1;
  expect(await take(changed)).toEqual({ kind: "forged" });
  expect(await take(bytes.slice(0, -1))).toEqual({ kind: "malformed" });
  const answer = await take(bytes);
  const ack = "answer" in answer ? answer.answer.bytes : new Uint8Array();
  expect(await take(ack)).toEqual({ kind: "malformed" });
});

test("a refusal is told in the words of HTTPS", async () => {
  const ack = ackOf(await take(message({ from: 11 }).bytes));
  expect([ack.status, bodyOf(ack)]).toEqual([409, expect.objectContaining({ code: "MIRROR_GAP" })]);
});

test("a box that was replaced, or whose credential died, is told so and changes nothing", async () => {
  await database.as({ kind: "job" }, (tx) =>
    tx.query("UPDATE gateway SET generation = 2 WHERE gateway_id = $1", [own.gatewayId]),
  );
  const replaced = ackOf(await take(message({}).bytes));
  expect(bodyOf(replaced)).toMatchObject({ code: "GATEWAY_REPLACED" });
  await database.as({ kind: "job" }, (tx) =>
    tx.query("UPDATE credential SET revoked_at = now() WHERE gateway_id = $1", [other.gatewayId]),
  );
  const sent = message({ as: other });
  const revoked = ackOf(await take(sent.bytes, other.gatewayId), other);
  expect([revoked.status, bodyOf(revoked)]).toEqual([
    401,
    expect.objectContaining({ code: "UNAUTHENTICATED" }),
  ]);
  for (const { gatewayId } of [own, other]) {
    expect(await mirroredEntries(database, gatewayId)).toEqual([]);
  }
});

/** The manager of the first house asks its gateway for something. */
async function give() {
  const [accountId = 0] = accounts;
  const identity = { kind: "account", accountId } as const;
  const nowMs = parts.clock.nowMs();
  const actor = { ...identity, address: "192.0.2.1" };
  const giver = { identity, actor, email: "anna@example.org", nowMs };
  const given = { kind: "read-now", body: { channelNo: null }, validMs: 900_000 } as const;
  const { gatewayId } = own;
  await database.as(identity, (tx) => giveCommand(tx, giver, { gatewayId, ...given }));
}
const stateOfCommand = async () => {
  const [row] = await database.as({ kind: "job" }, (tx) => tx.query("SELECT state FROM command"));
  return row?.["state"];
};

test("a question is answered, hands nothing over, and does not say that the gateway lives", async () => {
  const asked = async (as = own) => {
    const { number, bytes } = message({ kind: "ask", as });
    const outcome = await take(bytes, as.gatewayId);
    if (!("answer" in outcome)) throw new Error(outcome.kind);
    const { envelope, content } = opened(outcome.answer.bytes, as);
    expect([outcome.kind, envelope.kind, envelope.number]).toEqual(["asked", "call", number]);
    return decodeCall(content);
  };
  const atMs = parts.clock.nowMs();
  expect(await asked()).toEqual({ atMs, waits: false });
  await give();
  expect([await asked(), await asked(), await asked(other)]).toEqual([
    { atMs, waits: true },
    { atMs, waits: true },
    { atMs, waits: false },
  ]);
  expect([await stateOfCommand(), await seenAt()]).toEqual(["queued", null]);
});

test("a question of nobody, or of a box that was replaced, is not answered", async () => {
  const inOthersName = message({ kind: "ask", as: other, gatewayId: own.gatewayId });
  expect(await take(inOthersName.bytes)).toEqual({ kind: "forged" });
  expect(await take(message({ kind: "ask", as: other }).bytes)).toEqual({ kind: "foreign" });
  expect(await take(message({ kind: "call" }).bytes)).toEqual({ kind: "malformed" });
  await database.as({ kind: "job" }, (tx) =>
    tx.query("UPDATE gateway SET generation = 2 WHERE gateway_id = $1", [own.gatewayId]),
  );
  expect(await take(message({ kind: "ask" }).bytes)).toEqual({ kind: "refused" });
});

test("a gateway is called while its command is fresh and was not fetched, and no other", async () => {
  const calls: { readonly topic: string; readonly bytes: Uint8Array }[] = [];
  const publish = (topic: string, bytes: Uint8Array) => calls.push({ topic, bytes });
  const called = async () => {
    calls.length = 0;
    await callGateways({ database, clock: parts.clock }, { publish });
    return calls.length;
  };
  expect(await called()).toBe(0);
  await give();
  await give();
  expect(await called()).toBe(1);
  const [first] = calls;
  if (first === undefined) throw new Error("nobody was called");
  expect(first.topic).toBe(pipeTopic(own.gatewayId, "down"));
  const { envelope, content } = opened(first.bytes);
  expect(envelope).toMatchObject({ kind: "call", gatewayId: own.gatewayId, generation: 1 });
  expect(decodeCall(content)).toEqual({ atMs: parts.clock.nowMs(), waits: true });
  await parts.clock.advanceBy(15_000);
  expect(await called()).toBe(0);
  await give();
  expect(await called()).toBe(1);
  const change = async (sql: string) => {
    await database.as({ kind: "job" }, (tx) => tx.query(sql));
    return called();
  };
  expect(await change("UPDATE command SET state = 'delivered', delivered_at = now()")).toBe(0);
  await give();
  expect(await called()).toBe(1);
  expect(await change("UPDATE credential SET revoked_at = now()")).toBe(0);
});
