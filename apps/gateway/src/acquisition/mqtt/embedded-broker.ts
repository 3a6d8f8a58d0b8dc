/**
 * The gateway's own broker, for MQTT meters without one. Devices only write to it: each logs in with
 * its token, its messages go straight to the mailbox, and nothing is kept for anybody. It
 * listens on the loopback address unless another one is configured, speaks MQTT 3.1.1 and has no
 * TLS: beyond the machine it belongs on a network of the meters' own.
 */

import { createServer, type Server, type Socket } from "node:net";
import { Duplex, Transform } from "node:stream";
import { type Clock, MegaError } from "@mega/domain";
import { Aedes, type AuthenticateError, type Client } from "aedes";
import {
  accessOf,
  type DeviceAccess,
  deviceFor,
  type EmbeddedMeter,
  maySubscribe,
  ownerOf,
} from "./embedded-access.ts";
import { type EmbeddedLogin, loginFor } from "./embedded-logins.ts";
import { PacketGuard } from "./packet-guard.ts";

/** Payload of 4096 bytes, topic and packet header. */
const packetLengthMax = 5120;
const connectTimeoutMs = 10_000;
const inflightMax = 20;

/** What the broker needs. */
export interface EmbeddedBrokerOptions {
  readonly clock: Clock;
  /** Address to listen on; 127.0.0.1. */
  readonly host?: string;
  /** 1883; 0 for any free one. */
  readonly port?: number;
  readonly meters: readonly EmbeddedMeter[];
  /** Who comes for figures that are published, and the gateway that publishes them. */
  readonly logins?: readonly EmbeddedLogin[];
  /** Called with every message a device may write. */
  readonly onMessage: (message: EmbeddedMessage) => void;
}

/** A message of a device. */
interface EmbeddedMessage {
  readonly connectionId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** What was turned away since the start. */
export interface EmbeddedRefusals {
  readonly login: number;
  /** Written where another device belongs; ended the connection. */
  readonly foreignTopic: number;
  /** Written where nobody listens; makers' devices do so for discovery and state. */
  readonly unheardTopic: number;
  readonly subscription: number;
  readonly oversizedPacket: number;
  readonly tooManyConnections: number;
}

/** Serves devices until it is stopped. */
export class EmbeddedBroker {
  readonly #options: EmbeddedBrokerOptions;
  readonly #devices: readonly DeviceAccess[];
  readonly #byClient = new WeakMap<Client, DeviceAccess>();
  readonly #logins = new WeakMap<Client, EmbeddedLogin>();
  readonly #refusals = {
    login: 0,
    foreignTopic: 0,
    unheardTopic: 0,
    subscription: 0,
    oversizedPacket: 0,
    tooManyConnections: 0,
  };
  #broker: Aedes | undefined;
  #server: Server | undefined;

  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
    this.#devices = accessOf(options.meters);
  }

  get refusals(): EmbeddedRefusals {
    return { ...this.#refusals };
  }

  /** Devices that are connected. */
  get connected(): number {
    return this.#broker?.connectedClients ?? 0;
  }

  /** The port listened on; undefined when stopped. */
  get port(): number | undefined {
    const address = this.#server?.address();
    return typeof address === "object" && address !== null ? address.port : undefined;
  }

  /**
   * Begins to listen.
   *
   * @throws MegaError PORT_BUSY when the port cannot be listened on.
   */
  async start(): Promise<void> {
    const broker = await Aedes.createBroker({
      connectTimeout: connectTimeoutMs,
      maxClientsIdLength: 128,
      maxInflightInbound: inflightMax,
      queueLimit: inflightMax,
      authenticate: (client, userName, password, done) => {
        const login = loginFor(this.#options.logins ?? [], userName, password);
        if (login !== undefined) {
          this.#logins.set(client, login);
          done(null, true);
          return;
        }
        const device = deviceFor(this.#devices, userName, password);
        if (device === undefined) {
          this.#refusals.login += 1;
          done(badLogin(), false);
          return;
        }
        this.#byClient.set(client, device);
        done(null, true);
      },
      authorizePublish: (client, packet, done) => done(this.#admit(client, packet)),
      authorizeSubscribe: (client, subscription, done) => {
        const device = this.#byClient.get(client);
        if (this.#logins.get(client)?.mayHear(subscription.topic) === true) {
          return done(null, subscription);
        }
        if (device !== undefined && maySubscribe(device, subscription.topic)) {
          return done(null, subscription);
        }
        this.#refusals.subscription += 1;
        done(null, null);
      },
    });
    const server = createServer((socket) => this.#accept(broker, socket));
    const logins = this.#options.logins?.length ?? 0;
    server.maxConnections = 2 * this.#devices.length + 4 * logins + 8;
    server.on("drop", () => {
      this.#refusals.tooManyConnections += 1;
    });
    try {
      await listen(server, this.#options.port ?? 1883, this.#options.host ?? "127.0.0.1");
    } catch (error) {
      // Its timers would keep the process alive.
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      throw error;
    }
    this.#broker = broker;
    this.#server = server;
  }

  /** Closes every connection and the port. */
  async stop(): Promise<void> {
    const [broker, server] = [this.#broker, this.#server];
    this.#broker = undefined;
    this.#server = undefined;
    server?.close();
    if (broker !== undefined) await new Promise<void>((resolve) => broker.close(() => resolve()));
  }

  /** An error ends the connection: a device that writes on another's topic is not to be trusted. */
  #admit(
    client: Client | null,
    packet: { topic: string; payload: string | Buffer; retain: boolean },
  ): Error | null {
    const login = client === null ? undefined : this.#logins.get(client);
    if (login !== undefined) return this.#admitLogin(login, packet);
    const device = client === null ? undefined : this.#byClient.get(client);
    // What the broker itself says, about its own state, has no device.
    if (device === undefined) return client === null ? null : new Error("Not logged in.");
    // Nothing is kept for anybody: a round wants what is said now.
    packet.retain = false;
    const owner = ownerOf(this.#devices, device, packet.topic);
    if (owner === "nobody's") {
      this.#refusals.unheardTopic += 1;
      return null;
    }
    if (owner === "another's") {
      this.#refusals.foreignTopic += 1;
      return new Error("The topic belongs to another device.");
    }
    this.#options.onMessage({
      connectionId: device.connectionId,
      topic: packet.topic,
      payload: Buffer.from(packet.payload),
    });
    return null;
  }

  #admitLogin(login: EmbeddedLogin, packet: { topic: string; retain: boolean }): Error | null {
    if (!login.mayWrite(packet.topic)) {
      this.#refusals.foreignTopic += 1;
      return new Error("The topic is not for this login.");
    }
    if (!login.mayRetain) packet.retain = false;
    return null;
  }

  #accept(broker: Aedes, socket: Socket): void {
    const guard = new PacketGuard(packetLengthMax);
    const inward = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        if (guard.accepts(chunk)) return done(null, chunk);
        this.#refusals.oversizedPacket += 1;
        socket.destroy();
        done();
      },
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => inward.destroy());
    socket.pipe(inward);
    const guarded = Duplex.from({ readable: inward, writable: socket });
    guarded.on("error", () => socket.destroy());
    broker.handle(guarded);
  }
}

function badLogin(): AuthenticateError {
  // 4: bad user name or password (MQTT 3.1.1 §3.2.2.3).
  return Object.assign(new Error("The login is not known."), { returnCode: 4 });
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      reject(
        new MegaError("PORT_BUSY", `The MQTT port ${port} cannot be listened on.`, {
          hint: "Choose another port for mqtt.embedded, or stop the broker that uses this one.",
          context: { host, port },
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
}
