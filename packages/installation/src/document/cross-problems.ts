/**
 * Faults of a configuration that no schema sees: doubled numbers, references to nothing, two ways to
 * one device, too many meters on a line. Pure.
 */

import type { GatewayConfig, MeterConfig } from "@mega/contract";
import { channelsOfModel, checkTimeZone, METERS_PER_BUS_MAX } from "@mega/domain";
import { mailProblems } from "./mail-problems.ts";
import { nearestNames } from "./nearest-names.ts";
import { type ConfigFault, type ConfigProblem, shown } from "./schema-problems.ts";

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
    const allowed = "an IANA name such as Europe/Brussels";
    return [problem("/building/timeZone", timeZone, allowed, { code: "time-zone" })];
  }
}

/** A meter is on a bus, behind a P1 port, an MQTT device, or read by a person: one of them. */
function placeProblems(config: GatewayConfig, meter: MeterConfig, path: string): ConfigProblem[] {
  const { bus, address, p1Port, equipmentId, mqtt, manual } = meter;
  const places = Object.entries({ bus, p1Port, mqtt, manual }).flatMap(([key, place]) =>
    place === undefined ? [] : [key],
  );
  if (places.length === 0 && address !== undefined) {
    const allowed = namesIn("bus", config.buses ?? []);
    return [problem(`${path}/bus`, undefined, allowed, { code: "required" })];
  }
  if (places.length !== 1) {
    const found = places.length === 0 ? "none of them" : places.join(" and ");
    const allowed = "exactly one of bus with address, p1Port, mqtt, or manual";
    return [{ path, value: found, allowed, fault: { code: "place" } }];
  }
  const found: ConfigProblem[] = [];
  if (bus !== undefined) {
    if (address === undefined) {
      const allowed = "the meter's address, 1 to 247";
      found.push(problem(`${path}/address`, undefined, allowed, { code: "required" }));
    }
    found.push(...unknown(`${path}/bus`, bus, "bus", config.buses ?? []));
  } else if (address !== undefined) {
    const allowed = "an address only together with a bus";
    const needs = { code: "goes-with", params: { needs: "bus" } } as const;
    found.push(problem(`${path}/address`, address, allowed, needs));
  }
  if (p1Port !== undefined) {
    found.push(...unknown(`${path}/p1Port`, p1Port, "P1 port", config.p1Ports ?? []));
  } else if (equipmentId !== undefined) {
    const allowed = "an equipment id only together with a p1Port";
    const needs = { code: "goes-with", params: { needs: "p1Port" } } as const;
    found.push(problem(`${path}/equipmentId`, equipmentId, allowed, needs));
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
  return [problem(`${path}/broker`, undefined, allowed, { code: "required" })];
}

/** Every broker is published to once, by a login where the broker is the gateway's own. */
function publishProblems({ mqtt = {} }: GatewayConfig): ConfigProblem[] {
  const seen = new Set<string | undefined>();
  return (mqtt.publish ?? []).flatMap(({ broker, user, password }, index) => {
    const path = `/mqtt/publish/${index}`;
    const found: ConfigProblem[] = [];
    if (seen.has(broker)) {
      const allowed = "a broker that stands once in this list";
      found.push(problem(`${path}/broker`, broker, allowed, { code: "doubled" }));
    }
    seen.add(broker);
    if (broker !== undefined) {
      return [...found, ...unknown(`${path}/broker`, broker, "broker", mqtt.brokers ?? [])];
    }
    if (mqtt.embedded === undefined) {
      const allowed = `${namesIn("broker", mqtt.brokers ?? [])}, or mqtt.embedded: {} for the own one`;
      found.push(problem(`${path}/broker`, undefined, allowed, { code: "required" }));
    }
    for (const [key, value] of Object.entries({ user, password })) {
      if (value !== undefined) continue;
      const allowed = "the login by which readers come to the gateway's own broker";
      found.push(problem(`${path}/${key}`, undefined, allowed, { code: "required" }));
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
    const allowed = `a device that nothing else uses ("${other}" uses it)`;
    return [problem(path, device, allowed, { code: "in-use", params: { other } })];
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
    const fault = { code: "address-in-use", params: { other } } as const;
    return [problem(`/meters/${index}/address`, meter.address, allowed, fault)];
  });
}

function lineProblems(config: GatewayConfig): ConfigProblem[] {
  return (config.buses ?? []).flatMap((bus, index) => {
    if (bus.link.kind === "modbus-tcp") return [];
    const count = (config.meters ?? []).filter((meter) => meter.bus === bus.id).length;
    if (count <= METERS_PER_BUS_MAX) return [];
    const allowed = `at most ${METERS_PER_BUS_MAX} meters on an RS485 bus`;
    const fault = { code: "too-many", params: { max: METERS_PER_BUS_MAX } } as const;
    return [{ path: `/buses/${index}`, value: `${count} meters`, allowed, fault }];
  });
}

function channelProblems(config: GatewayConfig): ConfigProblem[] {
  const { model } = config.gateway;
  const limit = channelsOfModel[model];
  const beyond = { code: "beyond-model", params: { max: limit, model } } as const;
  return (config.channels ?? []).flatMap((channel, index) => [
    ...(channel.no > limit
      ? [problem(`/channels/${index}/no`, channel.no, `1 to ${limit} on a ${model}`, beyond)]
      : []),
    ...(channel.meter === undefined
      ? []
      : unknown(`/channels/${index}/meter`, channel.meter, "meter", config.meters ?? [])),
  ]);
}

type Named = readonly { readonly id: string }[];

function unknown(path: string, name: string, what: string, known: Named): ConfigProblem[] {
  if (known.some((entry) => entry.id === name)) return [];
  const names = known.map((entry) => entry.id).slice(0, NAMES_SHOWN_MAX);
  const fault = { code: "unknown-name", params: { what, known: names } } as const;
  return [problem(path, name, namesIn(what, known, name), fault)];
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
    const fault = { code: "doubled", params: { other: `${path}/${first}` } } as const;
    return [problem(`${path}/${index}/${key}`, name, allowed, fault)];
  });
}

function problem(path: string, value: unknown, allowed: string, fault: ConfigFault): ConfigProblem {
  return { path, value: shown(value), allowed, fault };
}
