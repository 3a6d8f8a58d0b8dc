/**
 * Answers a batch that came through the pipe, after the COMMIT. What is sent once more by somebody else
 * adds nothing, and only what adds something says that the gateway lives.
 */

import { MegaError } from "@mega/domain";
import { problemAnswer } from "@mega/http";
import { encodeAck } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import { takeBatch } from "../mirror/take-batch.ts";
import { identifyByProof } from "../registry/gateway-guard.ts";
import type { PipeOutcome, PipeSender } from "./pipe-sender.ts";

/** What refusals name as the place, whatever way was taken. */
const INSTANCE = "/v1/batch";

/**
 * Takes the batch of a message; where nothing was proved nothing goes back.
 *
 * @throws MegaError DATABASE_UNAVAILABLE
 */
export async function answerBatch(
  context: ServerContext,
  sender: PipeSender,
): Promise<PipeOutcome> {
  const { database, counters } = context;
  const { gatewayId } = sender.envelope;
  try {
    const identity = await identifyByProof(database, gatewayId, sender.prove);
    const head = await takeBatch(context, identity, sender.content);
    return { kind: "taken", answer: answerOf(sender, 200, JSON.stringify(head)) };
  } catch (error) {
    if (!(error instanceof MegaError) || error.code === "DATABASE_UNAVAILABLE") throw error;
    if (!sender.isProved) return { kind: "forged" };
    const { status, code, json } = problemAnswer(error, INSTANCE);
    counters.count("refusals", code);
    return { kind: "refused", answer: answerOf(sender, status, json) };
  }
}

function answerOf(sender: PipeSender, status: number, json: string) {
  return sender.answer("ack", encodeAck({ status, body: new TextEncoder().encode(json) }));
}
