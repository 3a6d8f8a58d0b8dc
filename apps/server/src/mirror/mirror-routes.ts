/**
 * What gateways ask of the mirror, below /v1:
 *
 *   GET  /ledger                      where it stands
 *   PUT  /keys                        keys of sealed values, before the entries
 *   POST /batch                       entries; answered after their COMMIT
 *   GET  /entries?from=N              entries back, as a batch; 204 behind the head
 *   GET  /keys?month=…&source=N       keys back, from a place on, by month and source; 204 at the end
 */

import { MegaError } from "@mega/domain";
import {
  BATCH_BYTES_MAX,
  decodeKeys,
  encodeBatch,
  encodeKeys,
  type MirrorAnswer,
} from "@mega/uplink";
import type { FastifyInstance, FastifyReply } from "fastify";
import { Type } from "typebox";
import type { ServerContext } from "../context.ts";
import type { Routes } from "../http/server.ts";
import { gatewayOf, guardGateways, type LateRequest } from "../registry/gateway-guard.ts";
import { keepLateBatch } from "../restore/late-batch.ts";
import { refusedKeys } from "./mirror-refusals.ts";
import { entriesBack, keysBack } from "./read-back.ts";
import { storeKeys } from "./store-keys.ts";
import { headOf, readStanding } from "./stored-ledger.ts";
import { takeBatch } from "./take-batch.ts";

const CBOR = "application/cbor";
/** Keys handed over at once are a fifth of it. */
const KEYS_BYTES_MAX = 128 * 1024;

const From = Type.Object({ from: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });
const KeysFrom = Type.Object({
  month: Type.String({ pattern: "^\\d{4}-(0[1-9]|1[0-2])$" }),
  source: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
});

/** The mirror's addresses. */
export function mirrorRoutes(context: ServerContext): Routes {
  return (part) => {
    guardGateways(part, context);
    part.addContentTypeParser(
      CBOR,
      { parseAs: "buffer", bodyLimit: BATCH_BYTES_MAX },
      (_request, body, done) => done(null, body),
    );
    addWriting(part, context);
    addReading(part, context);
  };
}

function addWriting(part: FastifyInstance, context: ServerContext): void {
  const { database, clock } = context;
  const onLate = ({ gatewayId, body }: LateRequest) =>
    keepLateBatch(database, { gatewayId, bytes: bytesOf(body), nowMs: clock.nowMs() });
  const batches = { bodyLimit: BATCH_BYTES_MAX, config: { onLate, notesSeen: true } };
  part.post("/v1/batch", batches, async (request) => {
    return takeBatch(context, gatewayOf(request), bytesOf(request.body));
  });
  part.put("/v1/keys", { bodyLimit: KEYS_BYTES_MAX }, async (request, reply) => {
    const { gatewayId, generation } = gatewayOf(request);
    const keys = decodeKeys(bytesOf(request.body));
    const outcome = await storeKeys(database, { gatewayId, generation, keys });
    if (outcome.kind !== "stored") throw refusedKeys(outcome);
    return reply.code(204).send();
  });
}

function addReading(part: FastifyInstance, { database }: ServerContext): void {
  part.get("/v1/ledger", async (request): Promise<MirrorAnswer> => {
    const { gatewayId } = gatewayOf(request);
    const standing = await database.as({ kind: "gateway", gatewayId }, (tx) =>
      readStanding(tx, gatewayId),
    );
    const ledger = standing?.ledger ?? null;
    return { ledger: ledger && headOf(ledger) };
  });
  part.get("/v1/entries", { schema: { querystring: From } }, async (request, reply) => {
    const { from } = request.query as { readonly from: number };
    const batch = await entriesBack(database, gatewayOf(request).gatewayId, from);
    return sendCbor(reply, batch && encodeBatch(batch));
  });
  part.get("/v1/keys", { schema: { querystring: KeysFrom } }, async (request, reply) => {
    const { month, source } = request.query as { readonly month: string; readonly source: number };
    const place = { month, sourceNo: source };
    const keys = await keysBack(database, gatewayOf(request).gatewayId, place);
    return sendCbor(reply, keys && encodeKeys(keys));
  });
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  throw new MegaError("REQUEST_INVALID", `The body is no CBOR; allowed: ${CBOR}`, {
    context: { field: "body", allowed: CBOR },
  });
}

/** What there is, or 204. */
function sendCbor(reply: FastifyReply, bytes: Uint8Array | undefined): FastifyReply {
  if (bytes === undefined) return reply.code(204).send();
  return reply.type(CBOR).send(Buffer.from(bytes));
}
