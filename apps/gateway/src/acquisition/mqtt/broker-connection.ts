/**
 * One connection to an external broker under one token. On brokers such as flespi the token is the
 * login and opens a namespace of its own, so that a device's messages are seen only by a connection
 * with its token. Lost connections are made anew with waits that double from 1 s to 60 s; messages
 * that came meanwhile are not asked for: a round needs the newest only.
 */

import { randomBytes } from "node:crypto";
import type { CancelTimer, Clock } from "@mega/domain";
import { connect, type IClientOptions, type MqttClient } from "mqtt";

const waitMsMin = 1000;
const waitMsMax = 60_000;
const connectTimeoutMs = 10_000;
const keepAliveS = 30;

/** Where to connect to, and as whom. */
interface BrokerLogin {
  /** mqtt://host:1883 or mqtts://host:8883. */
  readonly url: string;
  /** The user name. */
  readonly token: string;
  readonly password?: string;
}

/** What a connection needs. */
export interface BrokerConnectionOptions {
  readonly clock: Clock;
  readonly login: BrokerLogin;
  /** Exact topics. */
  readonly topics: readonly string[];
  /** How surely they are heard; 1 when left out. */
  readonly qos?: 0 | 1;
  readonly onMessage: (topic: string, payload: Uint8Array, retained: boolean) => void;
  /** Hears that a connection that stood was lost. */
  readonly onLost?: () => void;
}

/** The state of a connection; never holds the token. */
export interface ConnectionState {
  readonly connected: boolean;
  /** Connections made since the start. */
  readonly connects: number;
  /** Why it is not connected, or which topics the broker refuses. */
  readonly fault: string | undefined;
}

/** A connection that is kept up. */
export class BrokerConnection {
  readonly #options: BrokerConnectionOptions;
  #client: MqttClient | undefined;
  #connected = false;
  #connects = 0;
  #fault: string | undefined;
  #waitMs = waitMsMin;
  #cancelTimer: CancelTimer = () => undefined;
  #stopped = true;

  constructor(options: BrokerConnectionOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return { connected: this.#connected, connects: this.#connects, fault: this.#fault };
  }

  /** Begins to connect; does not wait for it. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#open();
  }

  /** Sends, at most once; false where the broker is away. */
  publish(topic: string, payload: Uint8Array): boolean {
    if (this.#client === undefined || !this.#connected) return false;
    this.#client.publish(topic, Buffer.from(payload), { qos: 0 });
    return true;
  }

  /** Ends the connection; resolves when it is closed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    const client = this.#client;
    this.#client = undefined;
    this.#connected = false;
    await client?.endAsync(true);
  }

  #open(): void {
    const { login, onMessage } = this.#options;
    const client = connect(login.url, clientOptions(login));
    this.#client = client;
    client.on("connect", () => this.#opened(client));
    client.on("message", (topic, payload, packet) => {
      if (this.#client === client) onMessage(topic, payload, packet.retain);
    });
    client.on("error", (error) => {
      this.#fault = faultOf(error);
    });
    client.on("close", () => this.#closed(client));
  }

  #opened(client: MqttClient): void {
    if (this.#client !== client) return;
    this.#connected = true;
    this.#connects += 1;
    this.#fault = undefined;
    const { topics, qos = 1 } = this.#options;
    client.subscribe([...topics], { qos }, (error, grants) => {
      const refused = (grants ?? [])
        .filter((grant) => grant.qos >= 128)
        .map((grant) => grant.topic);
      if (error === null && refused.length === 0) this.#waitMs = waitMsMin;
      else if (refused.length > 0) this.#fault = `The broker refuses ${refused.join(", ")}.`;
      else if (error !== null) this.#fault = faultOf(error);
    });
  }

  #closed(client: MqttClient): void {
    if (this.#client !== client || this.#stopped) return;
    const stood = this.#connected;
    this.#client = undefined;
    this.#connected = false;
    this.#fault ??= "The connection was lost.";
    client.end(true);
    this.#cancelTimer = this.#options.clock.setTimer(this.#waitMs, () => this.#open());
    this.#waitMs = Math.min(2 * this.#waitMs, waitMsMax);
    if (stood) this.#options.onLost?.();
  }
}

function clientOptions(login: BrokerLogin): IClientOptions {
  return {
    username: login.token,
    ...(login.password === undefined ? {} : { password: login.password }),
    clientId: `mega-${randomBytes(8).toString("hex")}`,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: connectTimeoutMs,
    keepalive: keepAliveS,
    protocolVersion: 4,
    queueQoSZero: false,
    resubscribe: false,
  };
}

/** A sentence without addresses that may hold secrets. */
function faultOf(error: Error): string {
  const code = (error as { code?: unknown }).code;
  if (code === 4 || code === 5) return "The broker does not accept the token.";
  return typeof code === "string" ? `The broker cannot be reached: ${code}.` : error.message;
}
