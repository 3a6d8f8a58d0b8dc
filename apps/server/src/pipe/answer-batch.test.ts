import { createHash } from "node:crypto";
import {
  type Credential,
  decodeAck,
  encodeBatch,
  MirrorHead,
  makePipeNumber,
  openPipe,
  type PipeAck,
  pipeKeysOf,
  pipeTopic,
  readCredential,
  readPipe,
  sealPipe,
} from "@mega/uplink";
import { Value } from "typebox/value";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { mirroredEntries } from "../testing/mirror-dump.ts";
import { batchOf, lifeLedger, type SentLedger } from "../testing/sent-ledger.ts";
import { type ServerParts, serverParts } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { addTestGateway } from "../testing/test-fleet.ts";
import { answerBatch, type PipeOutcome } from "./answer-batch.ts";

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
beforeEach(async () => {
  database = await postgres.database();
  parts = serverParts(database);
  const credentials = [];
  for (const no of [1, 2]) {
    const { credential } = await addTestGateway(database, no, parts.clock.nowMs());
    credentials.push(readCredential(credential));
  }
  const [first, second] = credentials;
  if (first === undefined || second === undefined) throw new Error("two gateways");
  [own, other] = [first, second];
  return () => database.close();
});

const hashOf = ({ secret }: Credential) => createHash("sha256").update(secret).digest();

interface Sending {
  readonly as?: Credential;
  readonly gatewayId?: number;
  readonly from?: number;
  readonly generation?: number;
}

/** A message with ten entries. */
function message({ as = own, gatewayId = as.gatewayId, from = 1, generation = 1 }: Sending) {
  const number = makePipeNumber();
  const batch = { ...batchOf(life, from, 10), generation };
  const head = { kind: "batch", gatewayId, generation, number } as const;
  return { number, bytes: sealPipe(pipeKeysOf(hashOf(as), "up"), head, encodeBatch(batch)) };
}

const take = (bytes: Uint8Array, topicId = own.gatewayId) =>
  answerBatch(parts, pipeTopic(topicId, "batch"), bytes);

/** What the gateway reads of an answer. */
function ackOf(outcome: PipeOutcome, as = own): PipeAck & { readonly number: Uint8Array } {
  if (!("answer" in outcome)) throw new Error(outcome.kind);
  expect(outcome.answer.topic).toBe(pipeTopic(as.gatewayId, "ack"));
  const envelope = readPipe(outcome.answer.bytes);
  const content = envelope && openPipe(pipeKeysOf(hashOf(as), "down"), envelope);
  const ack = content && decodeAck(content);
  if (ack === undefined || envelope === undefined) throw new Error("no answer of the server's");
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
