/**
 * The connection to a broker that figures are published to. It is kept up with waits that double from
 * 1 s to 60 s, speaks MQTT 5 and falls back to 3.1.1 where the broker knows no other, and leaves a
 * last will so that everybody hears when the gateway is gone.
 */

import type { CancelTimer, Clock } from "@mega/domain";
import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from "mqtt";
import type { PublisherPlan } from "./publish-plan.ts";

const waitMsMin = 1000;
const waitMsMax = 60_000;
const connectTimeoutMs = 10_000;
const keepAliveS = 30;
/** How long a broker may take to confirm a message. */
const confirmTimeoutMs = 10_000;
/** Bytes of a command; longer ones are dropped. */
const payloadLengthMax = 1024;

/** A message as it comes. */
export interface Incoming {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
  /** MQTT 5 only. */
  readonly responseTopic: string | undefined;
  readonly correlation: Uint8Array | undefined;
}

/** A message to be sent. */
export interface Outgoing {
  readonly topic: string;
  readonly payload: string;
  readonly retained: boolean;
  readonly qos?: 0 | 1;
  readonly correlation?: Uint8Array;
}

/** The state of a connection; never holds the password. */
export interface PublishConnectionState {
  readonly connected: boolean;
  /** Connections made since the start. */
  readonly connects: number;
  /** Why it is not connected, or which topics the broker refuses to hear; null when all is well. */
  readonly fault: string | null;
}

/** What a connection needs. */
export interface PublishConnectionOptions {
  readonly clock: Clock;
  readonly plan: PublisherPlan;
  readonly clientId: string;
  /** Filters listened to. */
  readonly filters: readonly string[];
  /** Published by the broker when the connection is lost. */
  readonly will: Outgoing;
  readonly onUp: () => void;
  readonly onMessage: (message: Incoming) => void;
}

/** A connection that is kept up. */
export class PublishConnection {
  readonly #options: PublishConnectionOptions;
  #client: MqttClient | undefined;
  #version: 4 | 5;
  #connected = false;
  #connects = 0;
  #fault: string | null = null;
  #waitMs = waitMsMin;
  #cancelTimer: CancelTimer = () => undefined;
  #stopped = true;

  constructor(options: PublishConnectionOptions) {
    this.#options = options;
    // The gateway's own broker speaks 3.1.1.
    this.#version = options.plan.brokerId === null ? 4 : 5;
  }

  get state(): PublishConnectionState {
    return { connected: this.#connected, connects: this.#connects, fault: this.#fault };
  }

  /** Begins to connect; does not wait for it. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#open();
  }

  /** Says the last words and ends the connection; never throws. */
  async stop(lastWords: readonly Outgoing[]): Promise<void> {
    if (this.#connected) {
      await Promise.allSettled(lastWords.map((message) => this.publish(message)));
    }
    this.#stopped = true;
    this.#cancelTimer();
    const [client, wasConnected] = [this.#client, this.#connected];
    this.#client = undefined;
    this.#connected = false;
    await client?.endAsync(!wasConnected).catch(() => undefined);
  }

  /** Resolves when the broker has confirmed; rejects when it refuses, or is not there in time. */
  publish({ topic, payload, retained, qos = 1, correlation }: Outgoing): Promise<void> {
    const client = this.#client;
    if (client === undefined || !this.#connected) {
      return Promise.reject(new Error(this.#fault ?? "The broker is not connected."));
    }
    return new Promise((resolve, reject) => {
      const cancel = this.#options.clock.setTimer(confirmTimeoutMs, () =>
        reject(new Error("The broker does not confirm.")),
      );
      const properties =
        correlation === undefined || this.#version === 4
          ? {}
          : { properties: { correlationData: Buffer.from(correlation) } };
      client.publish(topic, payload, { qos, retain: retained, ...properties }, (error) => {
        cancel();
        if (error) reject(error);
        else resolve();
      });
    });
  }

  #open(): void {
    const { plan } = this.#options;
    const client = connect(plan.url, this.#clientOptions());
    this.#client = client;
    let answered = false;
    client.on("connect", () => {
      answered = true;
      this.#opened(client);
    });
    client.on("message", (topic, payload, packet) => {
      if (this.#client === client) this.#heard(topic, payload, packet);
    });
    client.on("error", (error) => {
      // What the other side said is known; only a line that ends without a word leaves it open.
      answered ||= typeof codeOf(error) === "string" || isLoginRefusal(error);
      this.#fault = faultOf(error);
    });
    client.on("close", () => this.#closed(client, answered));
  }

  #heard(topic: string, payload: Buffer, { retain, properties }: IPublishPacket): void {
    if (payload.length > payloadLengthMax) return;
    this.#options.onMessage({
      topic,
      payload,
      retained: retain,
      responseTopic: properties?.responseTopic,
      correlation: properties?.correlationData,
    });
  }

  #opened(client: MqttClient): void {
    if (this.#client !== client) return;
    this.#connected = true;
    this.#connects += 1;
    this.#fault = null;
    this.#waitMs = waitMsMin;
    const { filters, onUp } = this.#options;
    onUp();
    if (filters.length === 0) return;
    client.subscribe([...filters], { qos: 1 }, (error, grants) => {
      const refused = (grants ?? []).filter(({ qos }) => qos >= 128).map((grant) => grant.topic);
      if (refused.length > 0) this.#fault = `The broker refuses ${refused.join(", ")}.`;
      else if (error !== null) this.#fault = faultOf(error);
    });
  }

  #closed(client: MqttClient, answered: boolean): void {
    if (this.#client !== client || this.#stopped) return;
    this.#client = undefined;
    this.#connected = false;
    this.#fault ??= "The connection was lost.";
    client.end(true);
    // A broker that knows no MQTT 5 refuses it, or just hangs up.
    if (!answered && this.#options.plan.brokerId !== null) {
      this.#version = this.#version === 5 ? 4 : 5;
    }
    this.#cancelTimer = this.#options.clock.setTimer(this.#waitMs, () => this.#open());
    this.#waitMs = Math.min(2 * this.#waitMs, waitMsMax);
  }

  #clientOptions(): IClientOptions {
    const { plan, clientId, will } = this.#options;
    return {
      ...(plan.user === undefined ? {} : { username: plan.user }),
      ...(plan.password === undefined ? {} : { password: plan.password }),
      clientId,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: connectTimeoutMs,
      keepalive: keepAliveS,
      protocolVersion: this.#version,
      queueQoSZero: false,
      resubscribe: false,
      will: {
        topic: will.topic,
        payload: Buffer.from(will.payload),
        qos: 1,
        retain: will.retained,
      },
    };
  }
}

function codeOf(error: Error): unknown {
  return (error as { code?: unknown }).code;
}

/** 4 and 5 of MQTT 3.1.1, 134 and 135 of MQTT 5. */
function isLoginRefusal(error: Error): boolean {
  return [4, 5, 134, 135].includes(Number(codeOf(error)));
}

/** A sentence without addresses that may hold secrets. */
function faultOf(error: Error): string {
  const code = codeOf(error);
  if (isLoginRefusal(error)) return "The broker does not accept the login.";
  return typeof code === "string" ? `The broker cannot be reached: ${code}.` : error.message;
}
