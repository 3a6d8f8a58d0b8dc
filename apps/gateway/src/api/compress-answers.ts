/**
 * Sends the large tables as gzip to who takes it. Only answers that hold no secret are compressed:
 * where a secret and somebody else's text stand in one answer, its length would tell of the secret.
 */

import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { OperationName } from "@mega/contract";
import type { FastifyInstance, FastifyReply } from "fastify";

const compressed: ReadonlySet<OperationName | undefined> = new Set([
  "counters",
  "series",
  "latestRound",
  "readAll",
  "openapi",
]);

/** What fits into one packet gains nothing. */
const BYTES_MIN = 1400;
/** Beyond it the bytes grow hardly less, but the time goes on growing. */
const LEVEL = 4;

const inBackground = promisify(gzip);

/** Compresses what the operations of the list answer. */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    const isOurs = compressed.has(request.routeOptions.config.operation);
    if (!isOurs || typeof payload !== "string") return payload;
    varyByEncoding(reply);
    if (payload.length < BYTES_MIN || !takesGzip(request.headers["accept-encoding"]))
      return payload;
    reply.header("content-encoding", "gzip");
    return inBackground(payload, { level: LEVEL });
  });
}

function varyByEncoding(reply: FastifyReply): void {
  const before = reply.getHeader("vary");
  reply.header("vary", before === undefined ? "accept-encoding" : `${before}, accept-encoding`);
}

/** Whether the header names gzip and does not refuse it: "gzip, br;q=0.5". */
export function takesGzip(accepted: string | readonly string[] | undefined): boolean {
  return String(accepted ?? "")
    .split(",")
    .some((one) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)[\d.]+\s*)?$/i.test(one));
}
