/**
 * Everything that is heard and asked: buses, P1 ports and MQTT meters behind one way of reading a
 * meter. In service it opens links and connections; under a moved clock its owner feeds telegrams
 * and messages by hand. Rounds know nothing of the difference.
 */

import type { Clock } from "@mega/domain";
import type { Installation, InstalledMeter } from "@mega/installation";
import type { OwnBrokerLogin } from "../publish/publish-plan.ts";
import type { BusHost } from "./bus/bus-host.ts";
import { embeddedLogins } from "./mqtt/embedded-logins.ts";
import { MqttMeters, type MqttMetersOptions } from "./mqtt/mqtt-meters.ts";
import { P1Meters, type P1MetersOptions } from "./p1/p1-meters.ts";
import { p1PortPlanOf } from "./p1/p1-port-plan.ts";
import { meterReader } from "./read-meter.ts";
import type { ReadMeter } from "./round-runner.ts";

/** What is heard and asked. */
export interface AcquisitionOptions {
  readonly clock: Clock;
  readonly installation: Installation;
  readonly meters: ReadonlyMap<string, InstalledMeter>;
  readonly buses: BusHost;
  /** Whether P1 ports and brokers are opened, or fed by hand. */
  readonly sources: "opened" | "fed";
  /** By which the gateway itself comes to its own broker. */
  readonly ownLogin: OwnBrokerLogin;
}

/** A telegram is as old as this at most: the slowest meters send every ten seconds. */
const TELEGRAM_AGE_MS_MAX = 5 * 60_000;

/** All meters, however they speak. */
export class Acquisition {
  readonly readMeter: ReadMeter;
  readonly p1: P1Meters;
  readonly mqtt: MqttMeters;
  readonly #buses: BusHost;
  readonly #clock: Clock;
  #openSinceMs: number | undefined;

  constructor(options: AcquisitionOptions) {
    const { clock, installation, meters, buses } = options;
    this.#buses = buses;
    this.#clock = clock;
    this.p1 = new P1Meters(p1Options(options));
    this.mqtt = new MqttMeters(mqttOptions(options));
    // A message stands for the interval in which it came; its own time goes into the ledger.
    const messageAgeMsMax = installation.intervalMinutes * 60_000;
    this.readMeter = meterReader({
      clock,
      meters,
      buses,
      takeP1: (meterId) => this.p1.takeForRound(meterId, { maxAgeMs: TELEGRAM_AGE_MS_MAX }),
      powerInRounds: installation.mqtt.publish?.some(({ live }) => live === true) === true,
      takeMqtt: (meterId) => this.mqtt.takeForRound(meterId, { maxAgeMs: messageAgeMsMax }),
      // What is fed by hand is there when the round begins.
      openSinceMs: () => (options.sources === "opened" ? this.#openSinceMs : undefined),
    });
  }

  /** Opens everything; throws PORT_BUSY when the gateway's own broker cannot listen. */
  async start(): Promise<void> {
    await this.#buses.start();
    await this.mqtt.start();
    this.p1.start();
    this.#openSinceMs = this.#clock.monotonicMs();
  }

  /** Lets a round that waits for first messages go on with what has come. */
  waitNoMore(): void {
    this.#openSinceMs = undefined;
  }

  /** Closes everything. */
  async stop(): Promise<void> {
    this.p1.stop();
    await this.mqtt.stop();
    await this.#buses.stop();
  }
}

function p1Options({ clock, installation, meters, sources }: AcquisitionOptions): P1MetersOptions {
  return {
    clock,
    timeZone: installation.timeZone,
    ports: installation.p1Ports.map((port) => {
      const { open, ...plan } = p1PortPlanOf(port);
      return sources === "opened" && open !== undefined ? { ...plan, open } : plan;
    }),
    meters: [...meters.values()].flatMap((installed) => {
      if (installed.kind !== "p1") return [];
      const { id, p1Port = "", equipmentId } = installed.meter;
      const plan = { meterId: id, portId: p1Port, profile: installed.profile };
      return [equipmentId === undefined ? plan : { ...plan, equipmentId }];
    }),
  };
}

function mqttOptions({
  clock,
  installation,
  meters,
  sources,
  ownLogin,
}: AcquisitionOptions): MqttMetersOptions {
  const { brokers = [], embedded } = installation.mqtt;
  return {
    clock,
    brokers: brokers.map(({ id, url, password }) => ({
      id,
      url,
      ...(password === undefined ? {} : { password }),
    })),
    embedded:
      embedded === undefined || sources === "fed"
        ? null
        : {
            ...(embedded.host === undefined ? {} : { host: embedded.host }),
            ...(embedded.port === undefined ? {} : { port: embedded.port }),
            logins: embeddedLogins(installation, ownLogin),
          },
    meters: [...meters.values()].flatMap((installed) => {
      const place = installed.kind === "mqtt" ? installed.meter.mqtt : undefined;
      if (installed.kind !== "mqtt" || place === undefined) return [];
      return [
        {
          meterId: installed.meter.id,
          brokerId: place.broker ?? null,
          mac: place.mac,
          token: place.token,
          meter: installed.mqtt,
        },
      ];
    }),
  };
}
