/**
 * All MQTT meters of the gateway: one connection for each broker and token, the gateway's own broker
 * where it is configured, and the mailbox that rounds read from.
 */

import type { Clock } from "@mega/domain";
import type { MqttMeter } from "@mega/profiles";
import type { MeterReading } from "../meter-reading.ts";
import { BrokerConnection, type ConnectionState } from "./broker-connection.ts";
import type { DeliveryCounts } from "./delivery.ts";
import { embeddedConnectionId } from "./embedded-access.ts";
import { EmbeddedBroker, type EmbeddedRefusals } from "./embedded-broker.ts";
import type { EmbeddedLogin } from "./embedded-logins.ts";
import { Mailbox } from "./mailbox.ts";
import type { InboxHealth } from "./meter-inbox.ts";

/** An external broker. */
interface BrokerPlan {
  readonly id: string;
  readonly url: string;
  readonly password?: string;
}

/** A meter as configured. */
interface MqttMeterPlan {
  readonly meterId: string;
  /** null for the gateway's own broker. */
  readonly brokerId: string | null;
  /** 12 hexadecimal digits. */
  readonly mac: string;
  /** The login under which the device's messages are seen. */
  readonly token: string;
  readonly meter: MqttMeter;
}

/** What the host needs. */
export interface MqttMetersOptions {
  readonly clock: Clock;
  readonly brokers: readonly BrokerPlan[];
  /** The gateway's own broker; null when it is not configured. */
  readonly embedded: {
    readonly host?: string;
    readonly port?: number;
    readonly logins?: readonly EmbeddedLogin[];
  } | null;
  readonly meters: readonly MqttMeterPlan[];
}

/** A message as a broker would hand it on to a connection with the token. */
export interface FedMessage {
  readonly token: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained?: boolean;
}

/** The state of everything, for the health page; holds no token. */
export interface MqttHealth {
  readonly connections: readonly (ConnectionState & {
    readonly brokerId: string;
    readonly meterIds: readonly string[];
  })[];
  readonly embedded: (EmbeddedRefusals & { readonly connected: number }) | null;
  readonly counts: DeliveryCounts;
  readonly meters: readonly InboxHealth[];
}

interface Held {
  readonly brokerId: string;
  readonly meterIds: readonly string[];
  readonly connection: BrokerConnection;
}

/** Hears and reads MQTT meters. */
export class MqttMeters {
  /** Fed by connections, or by hand where there is no socket. */
  readonly mailbox: Mailbox;
  readonly #clock: Clock;
  readonly #connections: readonly Held[];
  readonly #connectionsOfToken: ReadonlyMap<string, readonly string[]>;
  readonly #embedded: EmbeddedBroker | null;

  constructor(options: MqttMetersOptions) {
    const groups = groupByLogin(options);
    this.#clock = options.clock;
    this.mailbox = new Mailbox([...groups.flatMap(boxesOf), ...embeddedBoxes(options.meters)]);
    this.#connections = groups.map((group) => this.#hold(group));
    this.#connectionsOfToken = connectionsByToken(groups, options.meters);
    this.#embedded = options.embedded === null ? null : this.#ownBroker(options, options.embedded);
  }

  /** The port of the gateway's own broker; undefined when it does not listen. */
  get embeddedPort(): number | undefined {
    return this.#embedded?.port;
  }

  /**
   * Begins to listen and to connect; does not wait for connections.
   *
   * @throws MegaError PORT_BUSY when the gateway's own broker cannot listen.
   */
  async start(): Promise<void> {
    await this.#embedded?.start();
    for (const { connection } of this.#connections) connection.start();
  }

  /** Ends every connection and the gateway's own broker. */
  async stop(): Promise<void> {
    await Promise.all(this.#connections.map(({ connection }) => connection.stop()));
    await this.#embedded?.stop();
  }

  /**
   * The newest reading of a meter; never throws.
   *
   * @param meterId A meter of the plan.
   * @param options maxAgeMs: the greatest age of a message.
   * @returns A count or the reason for none for every counter of the meter.
   */
  takeForRound(meterId: string, options: { readonly maxAgeMs: number }): MeterReading {
    return this.mailbox.takeForRound(meterId, { nowMs: this.#clock.nowMs(), ...options });
  }

  /**
   * Takes a message by hand where nothing is opened: it reaches the meters that a connection with
   * the token would hear.
   */
  feed(message: FedMessage): void {
    const receivedAtMs = this.#clock.nowMs();
    const { token, topic, payload, retained = false } = message;
    for (const connectionId of this.#connectionsOfToken.get(token) ?? []) {
      this.mailbox.deliver({ connectionId, topic, payload, retained, receivedAtMs });
    }
  }

  /** The state of everything. */
  health(): MqttHealth {
    const embedded = this.#embedded;
    return {
      connections: this.#connections.map(({ brokerId, meterIds, connection }) => ({
        brokerId,
        meterIds,
        ...connection.state,
      })),
      embedded: embedded && { ...embedded.refusals, connected: embedded.connected },
      counts: this.mailbox.counts,
      meters: this.mailbox.health,
    };
  }

  #hold(group: LoginGroup): Held {
    const { broker, connectionId, meters, token } = group;
    const connection = new BrokerConnection({
      clock: this.#clock,
      login: {
        url: broker.url,
        token,
        ...(broker.password === undefined ? {} : { password: broker.password }),
      },
      topics: [...new Set(meters.flatMap((plan) => plan.meter.topics))],
      onMessage: (topic, payload, retained) => {
        const receivedAtMs = this.#clock.nowMs();
        this.mailbox.deliver({ connectionId, topic, payload, retained, receivedAtMs });
      },
    });
    return { brokerId: broker.id, meterIds: meters.map((plan) => plan.meterId), connection };
  }

  #ownBroker(
    options: MqttMetersOptions,
    address: NonNullable<MqttMetersOptions["embedded"]>,
  ): EmbeddedBroker {
    return new EmbeddedBroker({
      clock: this.#clock,
      ...address,
      meters: options.meters.filter((plan) => plan.brokerId === null),
      onMessage: (message) => {
        const receivedAtMs = this.#clock.nowMs();
        this.mailbox.deliver({ ...message, retained: false, receivedAtMs });
      },
    });
  }
}

interface LoginGroup {
  readonly broker: BrokerPlan;
  readonly token: string;
  readonly connectionId: string;
  readonly meters: readonly MqttMeterPlan[];
}

/** One group for each broker and token; ids hold no token, so that they may be logged. */
function groupByLogin(options: MqttMetersOptions): LoginGroup[] {
  return options.brokers.flatMap((broker) => {
    const meters = options.meters.filter((plan) => plan.brokerId === broker.id);
    const tokens = [...new Set(meters.map((plan) => plan.token))];
    return tokens.map((token, index) => ({
      broker,
      token,
      connectionId: `${broker.id} ${index + 1}`,
      meters: meters.filter((plan) => plan.token === token),
    }));
  });
}

function boxesOf(group: LoginGroup) {
  const { connectionId } = group;
  return group.meters.map(({ meterId, meter }) => ({ meterId, connectionId, meter }));
}

function embeddedBoxes(meters: readonly MqttMeterPlan[]) {
  const own = meters.filter((plan) => plan.brokerId === null);
  const tokens = [...new Set(own.map((plan) => plan.token))];
  return own.map(({ meterId, token, meter }) => ({
    meterId,
    connectionId: embeddedConnectionId(tokens.indexOf(token)),
    meter,
  }));
}

/** The names of the connections under each token, of every broker. */
function connectionsByToken(
  groups: readonly LoginGroup[],
  meters: readonly MqttMeterPlan[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (token: string, connectionId: string) =>
    found.set(token, [...(found.get(token) ?? []), connectionId]);
  for (const { token, connectionId } of groups) add(token, connectionId);
  const own = meters.filter((plan) => plan.brokerId === null).map((plan) => plan.token);
  for (const [index, token] of [...new Set(own)].entries()) add(token, embeddedConnectionId(index));
  return found;
}
