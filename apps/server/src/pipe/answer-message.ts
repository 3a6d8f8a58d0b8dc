/**
 * Answers what gateways send through the pipe. The broker is believed in nothing: who sent is told by the
 * proof of the message alone, and what proves nothing is dropped without a word.
 */

import { gatewayOfTopic, readPipe } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import { answerAsk } from "./answer-ask.ts";
import { answerBatch } from "./answer-batch.ts";
import { type PipeOutcome, PipeSender } from "./pipe-sender.ts";

/**
 * Answers a message.
 *
 * @throws MegaError DATABASE_UNAVAILABLE: then nothing goes back
 */
export async function answerMessage(
  context: ServerContext,
  topic: string,
  bytes: Uint8Array,
): Promise<PipeOutcome> {
  const envelope = readPipe(bytes);
  if (envelope === undefined) return { kind: "malformed" };
  const answerOf = { batch: answerBatch, ask: answerAsk, ack: null, call: null }[envelope.kind];
  if (answerOf === null) return { kind: "malformed" };
  if (gatewayOfTopic(topic, "up") !== envelope.gatewayId) return { kind: "foreign" };
  return answerOf(context, new PipeSender(envelope));
}
