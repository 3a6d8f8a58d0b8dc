/**
 * `mega simulate`: serves a scenario until it is stopped, and tells where everything is met. The
 * command line only reads options; what they mean stands here.
 */

import { type Clock, MegaError, toUtcString } from "@mega/domain";
import type { LinkOpener } from "@mega/link";
import { loadProfiles } from "@mega/profiles";
import { parseScenario } from "./scenario/parse-scenario.ts";
import type { Scenario } from "./scenario/scenario.ts";
import type { ServedLine } from "./wire/open-places.ts";
import { type RunningSimulator, startSimulator } from "./wire/serve.ts";

/** What is to be served, and where. */
export interface SimulateSettings {
  /** Text of the scenario file. */
  readonly scenarioText: string;
  /** What relative instants count from; the whole hour that runs when absent. */
  readonly referenceMs?: number;
  /** Folder with profiles of one's own. */
  readonly profilesFolder?: string;
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  /** First port: buses in their order, then P1 ports; 0 for any free ones; the file's when absent. */
  readonly portBase?: number;
  /** The scenario's when absent. */
  readonly brokerUrl?: string;
  /** A serial line for one bus. */
  readonly line?: {
    readonly open: LinkOpener;
    readonly name: string;
    /** The only bus of RTU frames when absent. */
    readonly busId?: string;
  };
}

/** What the command needs of the world. */
export interface SimulateIo {
  readonly clock: Clock;
  readonly print: (line: string) => void;
  /** Resolves when the service is to end; rejects when `lost` rejects first. */
  readonly untilStopped: (lost: Promise<never>) => Promise<void>;
}

const hourMs = 3_600_000;
const portMax = 65_535;

/**
 * Serves a building until it is stopped.
 *
 * @throws MegaError CONFIG_INVALID for a scenario that cannot be used, REQUEST_INVALID for settings
 *   that do not fit it, PORT_BUSY, LINK_UNAVAILABLE when the line does not open or is lost.
 */
export async function simulate(settings: SimulateSettings, io: SimulateIo): Promise<void> {
  const { clock, print } = io;
  const referenceMs = settings.referenceMs ?? Math.floor(clock.nowMs() / hourMs) * hourMs;
  const scenario = parseScenario(settings.scenarioText, { referenceMs });
  const loaded = loadProfiles(settings.profilesFolder);
  const profiles = [...loaded.profiles].flatMap(([id, { profile }]) =>
    profile.kind === "modbus" ? [[id, profile] as const] : [],
  );
  const line = lineFor(scenario, settings.line);
  const simulator = await startSimulator({
    scenario,
    profiles: new Map(profiles),
    clock,
    ports: portsFrom(scenario, settings.portBase, line),
    ...(settings.host === undefined ? {} : { host: settings.host }),
    ...(settings.brokerUrl === undefined ? {} : { brokerUrl: settings.brokerUrl }),
    ...(line === undefined ? {} : { line }),
  });
  try {
    for (const text of placeLines(scenario, simulator, line)) print(text);
    print(`The building began at ${toUtcString(scenario.startMs)}; relative instants count from`);
    print(`${toUtcString(referenceMs)}. Give that as the reference to serve the same one again.`);
    await io.untilStopped(simulator.lost);
  } finally {
    await simulator.stop();
  }
}

function lineFor(scenario: Scenario, line: SimulateSettings["line"]): ServedLine | undefined {
  if (line === undefined) return undefined;
  const buses = scenario.buses.filter(({ framing }) => framing === "rtu").map(({ id }) => id);
  const busId = line.busId ?? (buses.length === 1 ? buses[0] : undefined);
  if (busId !== undefined && buses.includes(busId)) return { ...line, busId };
  const found = busId === undefined ? "names no bus" : `names "${busId}"`;
  throw new MegaError("REQUEST_INVALID", `The serial line ${line.name} ${found}.`, {
    hint: `Name a bus of RTU frames: ${buses.join(", ") || "the scenario has none"}.`,
    context: { value: busId ?? null, allowed: buses },
  });
}

/** Ports in the order of the file; a bus on a serial line takes none. */
function portsFrom(
  { buses, p1Ports }: Scenario,
  portBase: number | undefined,
  line: ServedLine | undefined,
): Readonly<Record<string, number>> {
  if (portBase === undefined) return {};
  const ids = [...buses, ...p1Ports].map(({ id }) => id).filter((id) => id !== line?.busId);
  if (portBase + ids.length - 1 > portMax) {
    throw new MegaError("REQUEST_INVALID", `The first port is ${portBase}.`, {
      hint: `${ids.length} ports are needed: 0 for free ones, or 1 to ${portMax + 1 - ids.length}.`,
      context: { value: portBase },
    });
  }
  return Object.fromEntries(ids.map((id, at) => [id, portBase === 0 ? 0 : portBase + at]));
}

/** One line for each place: its name, how it speaks, where it is, and what is there. */
function placeLines(
  { buses, p1Ports, meters }: Scenario,
  { addresses }: RunningSimulator,
  line: ServedLine | undefined,
): readonly string[] {
  const devices = meters.filter(({ place }) => place.kind === "mqtt").length;
  const rows = [
    ...buses.map(({ id, framing }) => {
      const units = meters.flatMap(({ place }) =>
        place.kind === "bus" && place.bus === id ? [place.address] : [],
      );
      const form = framing === "mbap" ? "modbus-tcp" : line?.busId === id ? "tty" : "rtu-over-tcp";
      return [id, form, addresses[id] ?? "", `addresses ${units.join(" ")}`];
    }),
    ...p1Ports.map(({ id, intervalMs }) => {
      return [id, "p1", addresses[id] ?? "", `a telegram every ${intervalMs} ms`];
    }),
    ...Object.entries(addresses)
      .filter(([id]) => id === "broker")
      .map(([id, url]) => [id, "mqtt", url, `${devices} meters log in`]),
  ];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
}
