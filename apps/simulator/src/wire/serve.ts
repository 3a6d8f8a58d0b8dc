/**
 * Serves a building on real sockets: every bus and P1 port on a TCP port of its own, every MQTT
 * device with a connection of its own.
 */

import type { Clock } from "@mega/domain";
import { type Link, listenTcp, type TcpListener } from "@mega/link";
import type { Scenario } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { type BuildingParts, buildingParts, type ModbusProfiles } from "./building-parts.ts";
import { runMqttDevice } from "./mqtt-session.ts";
import { runSlave } from "./slave-engine.ts";

/** Where and with what a building is served. */
export interface SimulatorOptions {
  readonly scenario: Scenario;
  readonly profiles: ModbusProfiles;
  readonly clock: Clock;
  /** 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /** Ports by bus or P1 port in place of the scenario's; 0 takes any free one. */
  readonly ports?: Readonly<Record<string, number>>;
  /** The broker in place of the scenario's; null for none. */
  readonly brokerUrl?: string | null;
}

/** A building being served. */
export interface RunningSimulator {
  /** Where each bus and P1 port listens, and the broker that devices log in to. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<string, number>>;
  readonly truth: BuildingTruth;
  /** Closes every socket. */
  stop(): Promise<void>;
}

/** Think time of a healthy meter; real ones take 4 to 40 ms. */
const turnaroundMs = 12;

/**
 * Serves a building.
 *
 * @returns Once everything listens; devices log in whenever their broker is there.
 * @throws LinkError LINK_OPEN_FAILED when a port is taken, MegaError CONFIG_INVALID for an unknown
 *   profile.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { scenario, profiles, clock, host = "127.0.0.1" } = options;
  const parts = buildingParts(scenario, profiles);
  const listeners = new Map<string, TcpListener>();
  const close = () => Promise.all([...listeners.values()].map((listener) => listener.close()));
  try {
    for (const { id, port, onLink } of servers(parts, clock)) {
      listeners.set(id, await listenTcp({ host, port: options.ports?.[id] ?? port, onLink }));
    }
  } catch (cause) {
    await close();
    throw cause;
  }
  const brokerUrl = brokerOf(options, host);
  const sessions =
    brokerUrl === null
      ? []
      : parts.devices.map((device) => runMqttDevice(device, brokerUrl, clock));
  const ports = Object.fromEntries([...listeners].map(([id, { port }]) => [id, port]));
  const listening = Object.entries(ports).map(([id, port]) => [id, `${host}:${port}`]);
  return {
    truth: parts.truth,
    ports,
    addresses: Object.fromEntries(
      brokerUrl === null ? listening : [...listening, ["broker", brokerUrl]],
    ),
    async stop() {
      await Promise.all(sessions.map((session) => session.stop()));
      await close();
    },
  };
}

interface Served {
  readonly id: string;
  readonly port: number;
  readonly onLink: (link: Link) => void;
}

function servers(parts: BuildingParts, clock: Clock): readonly Served[] {
  return [
    ...parts.buses.map(({ bus, behaviour }) => {
      // One line of meters, whoever is connected: chance goes on from link to link.
      const meters = behaviour(clock, turnaroundMs);
      const onLink = (link: Link) => void runSlave(link, clock, meters);
      return { id: bus.id, port: bus.port, onLink };
    }),
    ...parts.p1Ports.map(({ port, telegramAt }) => ({
      id: port.id,
      port: port.port,
      onLink: (link: Link) => sendTelegrams(link, port.intervalMs, telegramAt, clock),
    })),
  ];
}

/** Writes a telegram at once and then at every interval until the link is down. */
function sendTelegrams(
  link: Link,
  intervalMs: number,
  telegramAt: (instantMs: number) => Uint8Array,
  clock: Clock,
): void {
  let cancel = () => undefined as void;
  const send = () => {
    link.write(telegramAt(clock.nowMs()));
    cancel = clock.setTimer(intervalMs, send);
  };
  link.onDown = () => cancel();
  send();
}

function brokerOf({ brokerUrl, scenario }: SimulatorOptions, host: string): string | null {
  if (brokerUrl !== undefined) return brokerUrl;
  return scenario.brokerPort === null ? null : `mqtt://${host}:${scenario.brokerPort}`;
}
