/**
 * Serves a building on real sockets: every bus and P1 port on a TCP port of its own, every MQTT
 * device with a connection of its own, and one bus on a serial line where that is asked for.
 */

import type { Clock } from "@mega/domain";
import type { Link } from "@mega/link";
import { runSlave } from "@mega/modbus";
import type { Scenario } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { type BuildingParts, buildingParts, type ModbusProfiles } from "./building-parts.ts";
import { runMqttDevice } from "./mqtt-session.ts";
import { listenOn, openLine, type Served, type ServedLine } from "./open-places.ts";
import { sendTelegrams } from "./send-telegrams.ts";

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
  /** One bus on a serial line in place of its TCP port. */
  readonly line?: ServedLine;
}

/** A building being served. */
export interface RunningSimulator {
  /** Where each bus and P1 port is met, and the broker that devices log in to. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<string, number>>;
  readonly truth: BuildingTruth;
  /** Rejects when the serial line is lost; waits for ever where there is none. */
  readonly lost: Promise<never>;
  /** Closes every socket and the line. */
  stop(): Promise<void>;
}

/** Think time of a healthy meter; real ones take 4 to 40 ms. */
const turnaroundMs = 12;

/**
 * Serves a building.
 *
 * @returns Once everything listens; devices log in whenever their broker is there.
 * @throws MegaError PORT_BUSY when a port is taken, LINK_UNAVAILABLE when the line does not open,
 *   CONFIG_INVALID for a profile that no virtual meter has.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { scenario, profiles, clock, host = "127.0.0.1", line } = options;
  const parts = buildingParts(scenario, profiles);
  const lost = Promise.withResolvers<never>();
  // Whoever does not wait for it is not to be ended by it.
  lost.promise.catch(() => undefined);
  const ports: Record<string, number> = {};
  const addresses: Record<string, string> = {};
  const running: Running = new Set();
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of running) end();
    await Promise.all(closers.map((close) => close()));
  };
  try {
    for (const { id, port, onLink } of placesOf(parts, clock, running)) {
      if (line?.busId === id) {
        closers.push(await openLine(line, onLink, lost.reject));
        addresses[id] = line.name;
        continue;
      }
      const listener = await listenOn({ id, host, port: options.ports?.[id] ?? port, onLink });
      closers.push(() => listener.close());
      ports[id] = listener.port;
      addresses[id] = `${host}:${listener.port}`;
    }
  } catch (cause) {
    await stop();
    throw cause;
  }
  const url = brokerOf(options, host);
  if (url !== null) {
    addresses["broker"] = url;
    const sessions = parts.devices.map((device) => runMqttDevice(device, url, clock));
    closers.push(...sessions.map((session) => () => session.stop()));
  }
  return { truth: parts.truth, ports, addresses, lost: lost.promise, stop };
}

/** What ends each link that is being answered or written to. */
type Running = Set<() => void>;

/** Every bus and P1 port, and what happens to whoever connects. */
function placesOf(parts: BuildingParts, clock: Clock, running: Running): readonly Served[] {
  return [
    ...parts.buses.map(({ bus, behaviour }) => {
      // One line of meters, whoever is connected: chance goes on from link to link.
      const meters = behaviour(clock, turnaroundMs);
      const onLink = (link: Link) => {
        const slave = runSlave(link, clock, meters, () => running.delete(slave.close));
        running.add(slave.close);
      };
      return { id: bus.id, port: bus.port, onLink };
    }),
    ...parts.p1Ports.map(({ port: { id, port, intervalMs }, telegramAt }) => {
      const onLink = (link: Link) => {
        const end = sendTelegrams(link, intervalMs, telegramAt, clock, () => running.delete(end));
        running.add(end);
      };
      return { id, port, onLink };
    }),
  ];
}

function brokerOf({ brokerUrl, scenario }: SimulatorOptions, host: string): string | null {
  if (brokerUrl !== undefined) return brokerUrl;
  return scenario.brokerPort === null ? null : `mqtt://${host}:${scenario.brokerPort}`;
}
