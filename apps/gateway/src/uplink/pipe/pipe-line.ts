/**
 * The gateway's end of the pipe: sends a batch to the broker and waits for the server's answer to this
 * very message. What else comes proves nothing and is left alone: an answer to another message, one that
 * was sent before, one that somebody else made.
 */

import { createHash } from "node:crypto";
import type { Clock } from "@mega/domain";
import { toHex } from "@mega/ledger";
import {
  type Credential,
  decodeAck,
  gatewayOfTopic,
  makePipeNumber,
  openPipe,
  PIPE_BYTES_MAX,
  type PipeAck,
  type PipeKeys,
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
}

/** Messages whose answers are awaited. */
const IN_FLIGHT_MAX = 4;
/** So long an answer is awaited. */
const ACK_MS_MAX = 4000;
/** What a message has beside its content. */
const HEAD_BYTES_MAX = 256;

/** The line of one credential to one broker. */
export class PipeLine {
  readonly #options: PipeLineOptions;
  readonly #up: PipeKeys;
  readonly #down: PipeKeys;
  readonly #connection: PipeConnection;
  readonly #awaited = new Map<string, (ack: PipeAck) => void>();

  constructor(options: PipeLineOptions) {
    const { credential, settings, clock, connect } = options;
    const { gatewayId, secret } = credential;
    this.#options = options;
    const secretHash = createHash("sha256").update(secret).digest();
    this.#up = pipeKeysOf(secretHash, "up");
    this.#down = pipeKeysOf(secretHash, "down");
    const { url, user = String(gatewayId), password } = settings;
    this.#connection = connect({
      clock,
      login: { url, token: user, ...(password === undefined ? {} : { password }) },
      topics: [pipeTopic(gatewayId, "ack")],
      qos: 0,
      onMessage: (topic, bytes, retained) => {
        if (!retained) this.#hear(topic, bytes);
      },
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

  /** Whether a batch of so many bytes may be sent now. */
  takes(bytes: number): boolean {
    if (bytes > PIPE_BYTES_MAX - HEAD_BYTES_MAX) return false;
    return this.#connection.state.connected && this.#awaited.size < IN_FLIGHT_MAX;
  }

  /** The server's answer; null when none came in time. */
  async send(batch: Uint8Array, signal: AbortSignal): Promise<PipeAck | null> {
    const head = this.#head();
    const name = toHex(head.number);
    const { promise, resolve } = Promise.withResolvers<PipeAck | null>();
    const giveUp = () => resolve(null);
    this.#awaited.set(name, resolve);
    const cancel = this.#options.clock.setTimer(ACK_MS_MAX, giveUp);
    signal.addEventListener("abort", giveUp, { once: true });
    const topic = pipeTopic(head.gatewayId, "batch");
    if (signal.aborted || !this.#connection.publish(topic, sealPipe(this.#up, head, batch)))
      giveUp();
    try {
      return await promise;
    } finally {
      cancel();
      signal.removeEventListener("abort", giveUp);
      this.#awaited.delete(name);
    }
  }

  #head() {
    const { credential, generation } = this.#options;
    const { gatewayId } = credential;
    const number = makePipeNumber();
    return { kind: "batch", gatewayId, generation: generation(), number } as const;
  }

  #hear(topic: string, bytes: Uint8Array): void {
    const envelope = readPipe(bytes);
    const { credential, generation } = this.#options;
    if (envelope?.kind !== "ack" || envelope.gatewayId !== credential.gatewayId) return;
    if (gatewayOfTopic(topic, "ack") !== credential.gatewayId) return;
    if (envelope.generation !== generation()) return;
    const answered = this.#awaited.get(toHex(envelope.number));
    const content = answered && openPipe(this.#down, envelope);
    const ack = content && decodeAck(content);
    if (ack !== undefined) answered?.(ack);
  }
}
