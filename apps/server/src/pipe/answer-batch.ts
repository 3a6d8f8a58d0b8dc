/**
 * Answers a batch that came through the pipe. The broker is believed in nothing: who sent is told by the
 * proof of the message alone, and what proves nothing is dropped without a word. The answer is given
 * after the COMMIT, and proved to the gateway in its turn. What is sent once more by somebody else adds
 * nothing, and only what adds something says that the gateway lives.
 */

import { MegaError } from "@mega/domain";
import { problemAnswer } from "@mega/http";
import {
  encodeAck,
  gatewayOfTopic,
  openPipe,
  type PipeAck,
  type PipeEnvelope,
  pipeKeysOf,
  pipeTopic,
  provesPipe,
  readPipe,
  sealPipe,
} from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import { takeBatch } from "../mirror/take-batch.ts";
import { identifyByProof } from "../registry/gateway-guard.ts";

/** What goes back. */
interface PipeAnswer {
  readonly topic: string;
  readonly bytes: Uint8Array;
}

/** What became of a message, as it is counted. */
export type PipeOutcome =
  | { readonly kind: "taken" | "refused"; readonly answer: PipeAnswer }
  /** No message; one of another gateway than its topic; one that proves nothing. */
  | { readonly kind: "malformed" | "foreign" | "forged" };

/** What refusals name as the place, whatever way was taken. */
const INSTANCE = "/v1/batch";

/**
 * Takes the batch of a message.
 *
 * @throws MegaError DATABASE_UNAVAILABLE: then nothing goes back
 */
export async function answerBatch(
  context: ServerContext,
  topic: string,
  bytes: Uint8Array,
): Promise<PipeOutcome> {
  const envelope = readPipe(bytes);
  if (envelope === undefined || envelope.kind !== "batch") return { kind: "malformed" };
  if (gatewayOfTopic(topic, "batch") !== envelope.gatewayId) return { kind: "foreign" };
  const sender = new Sender(envelope);
  const ack = await answered(context, sender);
  if (ack === undefined) return { kind: "forged" };
  const { gatewayId, generation, number } = envelope;
  const head = { kind: "ack", gatewayId, generation, number } as const;
  const answer = {
    topic: pipeTopic(gatewayId, "ack"),
    bytes: sealPipe(pipeKeysOf(sender.secretHash, "down"), head, encodeAck(ack)),
  };
  return { kind: ack.status === 200 ? "taken" : "refused", answer };
}

/** Who sent a message, as far as it proves it. */
class Sender {
  readonly envelope: PipeEnvelope;
  #secretHash: Uint8Array | undefined;

  constructor(envelope: PipeEnvelope) {
    this.envelope = envelope;
  }

  /** The hash that the message was proved with, of those that are kept. */
  readonly prove = (kept: readonly Uint8Array[]): Uint8Array | undefined => {
    this.#secretHash = kept.find((hash) => provesPipe(pipeKeysOf(hash, "up"), this.envelope));
    return this.#secretHash;
  };

  get isProved(): boolean {
    return this.#secretHash !== undefined;
  }

  get secretHash(): Uint8Array {
    if (this.#secretHash === undefined) throw new Error("Broken assumption: nothing was proved");
    return this.#secretHash;
  }

  get content(): Uint8Array {
    const content = openPipe(pipeKeysOf(this.secretHash, "up"), this.envelope);
    if (content === undefined) throw new Error("Broken assumption: what is proved can be opened");
    return content;
  }
}

/** What the sender is told; undefined where nothing was proved. */
async function answered(context: ServerContext, sender: Sender): Promise<PipeAck | undefined> {
  const { database, counters } = context;
  const { gatewayId } = sender.envelope;
  try {
    const identity = await identifyByProof(database, gatewayId, sender.prove);
    const head = await takeBatch(context, identity, sender.content);
    return ackOf(200, JSON.stringify(head));
  } catch (error) {
    if (!(error instanceof MegaError) || error.code === "DATABASE_UNAVAILABLE") throw error;
    if (!sender.isProved) return undefined;
    const { status, code, json } = problemAnswer(error, INSTANCE);
    counters.count("refusals", code);
    return ackOf(status, json);
  }
}

function ackOf(status: number, json: string): PipeAck {
  return { status, body: new TextEncoder().encode(json) };
}
