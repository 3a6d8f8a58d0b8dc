/**
 * The gateway's end of the pipe: sends a batch or a question to the broker and waits for the server's answer
 * to this very message, and hears its calls. What else comes proves nothing and is left alone: an answer to
 * another message, one that was sent before, one that somebody else made.
 */

import { createHash } from "node:crypto";
import type { Clock } from "@mega/domain";
import { toHex } from "@mega/ledger";
import {
  type Credential,
  decodeAck,
  decodeCall,
  gatewayOfTopic,
  makePipeNumber,
  openPipe,
  PIPE_BYTES_MAX,
  type PipeAck,
  type PipeCall,
  type PipeEnvelope,
  type PipeKeys,
  type PipeKind,
  pipeKeysOf,
  pipeTopic,
  readPipe,
  sealPipe,
} from "@mega/uplink";
import type {
  BrokerConnection,
  BrokerConnectionOptions,
} from "../../acquisition/mqtt/broker-connection.ts";
import type { PipeSettings } from "../server-settings.ts";

/** A connection to the broker. */
export type PipeConnection = Pick<BrokerConnection, "start" | "stop" | "publish" | "state">;

/** What the line stands on. */
export interface PipeLineOptions {
  readonly clock: Clock;
  readonly settings: PipeSettings;
  readonly credential: Credential;
  /** Of this box. */
  readonly generation: () => number;
  readonly connect: (options: BrokerConnectionOptions) => PipeConnection;
  /** Hears that commands wait, or that the broker is gone and nobody can be heard any more. */
  readonly onCall: () => void;
}

/** Messages whose answers are awaited. */
const IN_FLIGHT_MAX = 4;
/** So long an answer is awaited. */
const ANSWER_MS_MAX = 4000;
/** What a message has beside its content. */
const HEAD_BYTES_MAX = 256;

/** An answer that is awaited. */
interface Awaited {
  readonly kind: PipeKind;
  readonly resolve: (content: Uint8Array) => void;
}

/** The line of one credential to one broker. */
export class PipeLine {
  readonly #options: PipeLineOptions;
  readonly #up: PipeKeys;
  readonly #down: PipeKeys;
  readonly #connection: PipeConnection;
  readonly #awaited = new Map<string, Awaited>();
  /** The newest time of the server's that was heard; what is not newer was sent once more. */
  #heardAtMs = 0;

  constructor(options: PipeLineOptions) {
    const { credential, settings, clock, connect, onCall } = options;
    const { gatewayId, secret } = credential;
    this.#options = options;
    const secretHash = createHash("sha256").update(secret).digest();
    this.#up = pipeKeysOf(secretHash, "up");
    this.#down = pipeKeysOf(secretHash, "down");
    const { url, user = String(gatewayId), password } = settings;
    this.#connection = connect({
      clock,
      login: { url, token: user, ...(password === undefined ? {} : { password }) },
      topics: [pipeTopic(gatewayId, "down")],
      qos: 0,
      onMessage: (topic, bytes, retained) => {
        if (!retained) this.#hear(topic, bytes);
      },
      onLost: onCall,
    });
  }

  start(): void {
    this.#connection.start();
  }

  async stop(): Promise<void> {
    await this.#connection.stop();
  }

  /** How the connection to the broker stands. */
  get connection(): PipeConnection["state"] {
    return this.#connection.state;
  }

  /** Whether a message of so many bytes may be sent now. */
  takes(bytes: number): boolean {
    if (bytes > PIPE_BYTES_MAX - HEAD_BYTES_MAX) return false;
    return this.#connection.state.connected && this.#awaited.size < IN_FLIGHT_MAX;
  }

  /** The server's answer to a batch; null when none came in time. */
  async send(batch: Uint8Array, signal: AbortSignal): Promise<PipeAck | null> {
    const content = await this.#exchange("batch", batch, signal);
    return (content && decodeAck(content)) ?? null;
  }

  /** The server's answer to whether commands wait; null when none came in time. */
  async ask(signal: AbortSignal): Promise<PipeCall | null> {
    const content = await this.#exchange("ask", new Uint8Array(), signal);
    const call = (content && decodeCall(content)) ?? null;
    if (call !== null) this.#heardAtMs = Math.max(this.#heardAtMs, call.atMs);
    return call;
  }

  /** The content of the answer. */
  async #exchange(
    kind: "batch" | "ask",
    content: Uint8Array,
    signal: AbortSignal,
  ): Promise<Uint8Array | null> {
    const head = { kind, number: makePipeNumber(), ...this.#place() };
    const name = toHex(head.number);
    const { promise, resolve } = Promise.withResolvers<Uint8Array | null>();
    const giveUp = () => resolve(null);
    this.#awaited.set(name, { kind: kind === "batch" ? "ack" : "call", resolve });
    const cancel = this.#options.clock.setTimer(ANSWER_MS_MAX, giveUp);
    signal.addEventListener("abort", giveUp, { once: true });
    const sealed = sealPipe(this.#up, head, content);
    if (signal.aborted || !this.#connection.publish(pipeTopic(head.gatewayId, "up"), sealed))
      giveUp();
    try {
      return await promise;
    } finally {
      cancel();
      signal.removeEventListener("abort", giveUp);
      this.#awaited.delete(name);
    }
  }

  #place() {
    const { credential, generation } = this.#options;
    return { gatewayId: credential.gatewayId, generation: generation() };
  }

  #hear(topic: string, bytes: Uint8Array): void {
    const envelope = readPipe(bytes);
    const { gatewayId, generation } = this.#place();
    if (envelope?.gatewayId !== gatewayId || envelope.generation !== generation) return;
    if (gatewayOfTopic(topic, "down") !== gatewayId) return;
    const awaited = this.#awaited.get(toHex(envelope.number));
    if (awaited === undefined) this.#hearCall(envelope);
    else if (awaited.kind === envelope.kind) {
      const content = openPipe(this.#down, envelope);
      if (content !== undefined) awaited.resolve(content);
    }
  }

  /** Who has the broker can send a call once more, and make none: it is heard once. */
  #hearCall(envelope: PipeEnvelope): void {
    if (envelope.kind !== "call") return;
    const content = openPipe(this.#down, envelope);
    const call = content && decodeCall(content);
    if (call === undefined || !call.waits || call.atMs <= this.#heardAtMs) return;
    this.#heardAtMs = call.atMs;
    this.#options.onCall();
  }
}
