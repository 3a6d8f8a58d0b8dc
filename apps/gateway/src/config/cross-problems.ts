/**
 * Faults of a configuration that no schema sees: doubled numbers, references to nothing, two ways to
 * one device, too many meters on a line. Pure.
 */

import type { GatewayConfig, MeterConfig } from "@mega/contract";
import { channelsOfModel, checkTimeZone, METERS_PER_BUS_MAX } from "@mega/domain";
import { mailProblems } from "./mail-problems.ts";
import { nearestNames } from "./nearest-names.ts";
import { type ConfigProblem, shown } from "./schema-problems.ts";

const NAMES_SHOWN_MAX = 10;

/** Every such fault of a configuration that its schema admits. */
export function crossProblems(config: GatewayConfig): ConfigProblem[] {
  const { buses = [], p1Ports = [], meters = [], channels = [], mqtt = {} } = config;
  return [
    ...timeZoneProblems(config),
    ...doubled(buses, "/buses", "id"),
    ...doubled(p1Ports, "/p1Ports", "id"),
    ...doubled(mqtt.brokers ?? [], "/mqtt/brokers", "id"),
    ...publishProblems(config),
    ...doubled(meters, "/meters", "id"),
    ...doubled(channels, "/channels", "no"),
    ...meters.flatMap((meter, index) => placeProblems(config, meter, `/meters/${index}`)),
    ...deviceProblems(config),
    ...addressProblems(config),
    ...lineProblems(config),
    ...channelProblems(config),
    ...mailProblems(config.mail),
  ];
}

function timeZoneProblems(config: GatewayConfig): ConfigProblem[] {
  const timeZone = config.building.timeZone;
  if (timeZone === undefined) return [];
  try {
    checkTimeZone(timeZone);
    return [];
  } catch {
    return [problem("/building/timeZone", timeZone, "an IANA name such as Europe/Brussels")];
  }
}

/** A meter is on a bus with an address, behind a P1 port, or an MQTT device: exactly one of them. */
function placeProblems(config: GatewayConfig, meter: MeterConfig, path: string): ConfigProblem[] {
  const { bus, address, p1Port, equipmentId, mqtt } = meter;
  const places = Object.entries({ bus, p1Port, mqtt }).flatMap(([key, place]) =>
    place === undefined ? [] : [key],
  );
  if (places.length === 0 && address !== undefined) {
    return [problem(`${path}/bus`, undefined, namesIn("bus", config.buses ?? []))];
  }
  if (places.length !== 1) {
    const found = places.length === 0 ? "none of them" : places.join(" and ");
    return [{ path, value: found, allowed: "exactly one of bus with address, p1Port, or mqtt" }];
  }
  const found: ConfigProblem[] = [];
  if (bus !== undefined) {
    if (address === undefined) {
      found.push(problem(`${path}/address`, undefined, "the meter's address, 1 to 247"));
    }
    found.push(...unknown(`${path}/bus`, bus, "bus", config.buses ?? []));
  } else if (address !== undefined) {
    found.push(problem(`${path}/address`, address, "an address only together with a bus"));
  }
  if (p1Port !== undefined) {
    found.push(...unknown(`${path}/p1Port`, p1Port, "P1 port", config.p1Ports ?? []));
  } else if (equipmentId !== undefined) {
    const allowed = "an equipment id only together with a p1Port";
    found.push(problem(`${path}/equipmentId`, equipmentId, allowed));
  }
  return mqtt === undefined ? found : [...found, ...brokerProblems(config, mqtt, `${path}/mqtt`)];
}

function brokerProblems(
  { mqtt = {} }: GatewayConfig,
  { broker }: NonNullable<MeterConfig["mqtt"]>,
  path: string,
): ConfigProblem[] {
  if (broker !== undefined) {
    return unknown(`${path}/broker`, broker, "broker", mqtt.brokers ?? []);
  }
  if (mqtt.embedded !== undefined) return [];
  const allowed = `${namesIn("broker", mqtt.brokers ?? [])}, or mqtt.embedded: {} for the own one`;
  return [problem(`${path}/broker`, undefined, allowed)];
}

/** Every broker is published to once, by a login where the broker is the gateway's own. */
function publishProblems({ mqtt = {} }: GatewayConfig): ConfigProblem[] {
  const seen = new Set<string | undefined>();
  return (mqtt.publish ?? []).flatMap(({ broker, user, password }, index) => {
    const path = `/mqtt/publish/${index}`;
    const found: ConfigProblem[] = [];
    if (seen.has(broker)) {
      found.push(problem(`${path}/broker`, broker, "a broker that stands once in this list"));
    }
    seen.add(broker);
    if (broker !== undefined) {
      return [...found, ...unknown(`${path}/broker`, broker, "broker", mqtt.brokers ?? [])];
    }
    if (mqtt.embedded === undefined) {
      const allowed = `${namesIn("broker", mqtt.brokers ?? [])}, or mqtt.embedded: {} for the own one`;
      found.push(problem(`${path}/broker`, undefined, allowed));
    }
    for (const [key, value] of Object.entries({ user, password })) {
      if (value !== undefined) continue;
      const allowed = "the login by which readers come to the gateway's own broker";
      found.push(problem(`${path}/${key}`, undefined, allowed));
    }
    return found;
  });
}

/** One device has one owner: two on one line would garble each other's frames. */
function deviceProblems({ buses = [], p1Ports = [] }: GatewayConfig): ConfigProblem[] {
  const seen = new Map<string, string>();
  const places = [
    ...buses.map(({ id, link }, index) => ({ id, link, path: `/buses/${index}/link` })),
    ...p1Ports.map(({ id, link }, index) => ({ id, link, path: `/p1Ports/${index}/link` })),
  ];
  return places.flatMap(({ id, link, path }) => {
    // A Modbus TCP peer takes several connections and tells their questions apart.
    if (link.kind === "modbus-tcp") return [];
    const device = link.kind === "tty" ? link.path : `${link.host}:${link.port}`;
    const other = seen.get(device);
    seen.set(device, id);
    if (other === undefined) return [];
    return [problem(path, device, `a device that nothing else uses ("${other}" uses it)`)];
  });
}

/** Two meters at one address answer together and garble each other. */
function addressProblems(config: GatewayConfig): ConfigProblem[] {
  const seen = new Map<string, string>();
  return (config.meters ?? []).flatMap((meter, index) => {
    if (meter.bus === undefined || meter.address === undefined) return [];
    const key = `${meter.bus} ${meter.address}`;
    const other = seen.get(key);
    seen.set(key, meter.id);
    if (other === undefined) return [];
    const allowed = `an address that no other meter of the bus has ("${other}" has it); two channels may name the same meter`;
    return [problem(`/meters/${index}/address`, meter.address, allowed)];
  });
}

function lineProblems(config: GatewayConfig): ConfigProblem[] {
  return (config.buses ?? []).flatMap((bus, index) => {
    if (bus.link.kind === "modbus-tcp") return [];
    const count = (config.meters ?? []).filter((meter) => meter.bus === bus.id).length;
    if (count <= METERS_PER_BUS_MAX) return [];
    const allowed = `at most ${METERS_PER_BUS_MAX} meters on an RS485 bus`;
    return [{ path: `/buses/${index}`, value: `${count} meters`, allowed }];
  });
}

function channelProblems(config: GatewayConfig): ConfigProblem[] {
  const limit = channelsOfModel[config.gateway.model];
  return (config.channels ?? []).flatMap((channel, index) => [
    ...(channel.no > limit
      ? [problem(`/channels/${index}/no`, channel.no, `1 to ${limit} on a ${config.gateway.model}`)]
      : []),
    ...(channel.meter === undefined
      ? []
      : unknown(`/channels/${index}/meter`, channel.meter, "meter", config.meters ?? [])),
  ]);
}

type Named = readonly { readonly id: string }[];

function unknown(path: string, name: string, what: string, known: Named): ConfigProblem[] {
  if (known.some((entry) => entry.id === name)) return [];
  return [problem(path, name, namesIn(what, known, name))];
}

/** The names that may stand at a place; of many, those nearest to the one that stands there. */
function namesIn(what: string, known: Named, word = ""): string {
  const names = known.map((entry) => entry.id);
  if (names.length === 0) return `a ${what} of this file, which has none`;
  const few = names.length <= NAMES_SHOWN_MAX ? names : nearestNames(word, names, NAMES_SHOWN_MAX);
  return `a ${what} of this file: ${few.join(", ")}${few.length < names.length ? ", …" : ""}`;
}

function doubled<K extends "id" | "no">(
  entries: readonly Readonly<Record<K, string | number>>[],
  path: string,
  key: K,
): ConfigProblem[] {
  const seen = new Map<string | number, number>();
  return entries.flatMap((entry, index) => {
    const name = entry[key];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, index);
      return [];
    }
    const word = key === "no" ? "number" : "name";
    const allowed = `a ${word} that stands once (${path}/${first} has it)`;
    return [problem(`${path}/${index}/${key}`, name, allowed)];
  });
}

function problem(path: string, value: unknown, allowed: string): ConfigProblem {
  return { path, value: shown(value), allowed };
}
