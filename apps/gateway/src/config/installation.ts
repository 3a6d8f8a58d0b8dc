/**
 * From a valid configuration file to the installation that the gateway runs: defaults filled in,
 * references checked, one entry for each channel of the model.
 */

import {
  channelsOfModel,
  checkTimeZone,
  type GatewayModel,
  METERS_PER_BUS_MAX,
  type RoundIntervalMinutes,
} from "@mega/domain";
import type {
  BusConfig,
  ChannelConfig,
  GatewayConfig,
  MeterConfig,
  P1PortConfig,
} from "./schema.ts";
import type { ConfigProblem } from "./schema-problems.ts";

/** What a channel counts, in the leaflet's words. */
export type UnitKind = "Wh+" | "Wh-" | "gas" | "water" | "heat";
/** Languages of pages and exports. */
export type Language = "fr" | "nl" | "de" | "en";

/** One channel of the model; one without a meter is not used. */
export interface InstalledChannel {
  readonly channelNo: number;
  readonly name: string;
  readonly config: ChannelConfig | null;
  readonly meter: MeterConfig | null;
}

/** A gateway as configured, with every default filled in. */
export interface Installation {
  readonly location: string;
  readonly timeZone: string;
  readonly model: GatewayModel;
  readonly mac: string;
  readonly language: Language;
  readonly demo: boolean;
  readonly intervalMinutes: RoundIntervalMinutes;
  readonly buses: readonly BusConfig[];
  readonly p1Ports: readonly P1PortConfig[];
  readonly mqtt: NonNullable<GatewayConfig["mqtt"]>;
  readonly meters: readonly MeterConfig[];
  readonly channels: readonly InstalledChannel[];
}

/** Fills the defaults in. `machineMac` is used where the file names none. */
export function installationOf(config: GatewayConfig, machineMac: string): Installation {
  const meters = config.meters ?? [];
  const meterById = new Map(meters.map((meter) => [meter.id, meter]));
  const channelByNo = new Map((config.channels ?? []).map((channel) => [channel.no, channel]));
  const channels = Array.from({ length: channelsOfModel[config.gateway.model] }, (_, index) => {
    const channel = channelByNo.get(index + 1) ?? null;
    const meter = channel?.meter === undefined ? null : (meterById.get(channel.meter) ?? null);
    return { channelNo: index + 1, name: channel?.name ?? "", config: channel, meter };
  });
  return {
    location: config.building.name,
    timeZone: config.building.timeZone ?? "Europe/Brussels",
    model: config.gateway.model,
    mac: config.gateway.mac ?? machineMac,
    language: config.gateway.language ?? "fr",
    demo: config.gateway.demo ?? false,
    intervalMinutes: config.rounds?.intervalMinutes ?? 60,
    buses: config.buses ?? [],
    p1Ports: config.p1Ports ?? [],
    mqtt: config.mqtt ?? {},
    meters,
    channels,
  };
}

/** Faults that no schema sees: doubled numbers, references to nothing, too many meters on a line. */
export function crossProblems(config: GatewayConfig): ConfigProblem[] {
  return [
    ...timeZoneProblems(config),
    ...doubled(config.buses ?? [], "/buses", "id", (bus) => bus.id),
    ...doubled(config.p1Ports ?? [], "/p1Ports", "id", (port) => port.id),
    ...doubled(config.mqtt?.brokers ?? [], "/mqtt/brokers", "id", (broker) => broker.id),
    ...doubled(config.meters ?? [], "/meters", "id", (meter) => meter.id),
    ...doubled(config.channels ?? [], "/channels", "no", (channel) => channel.no),
    ...(config.meters ?? []).flatMap((meter, index) => placeProblems(config, meter, index)),
    ...addressProblems(config),
    ...lineProblems(config),
    ...channelProblems(config),
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
function placeProblems(config: GatewayConfig, meter: MeterConfig, index: number): ConfigProblem[] {
  const path = `/meters/${index}`;
  const places = [meter.bus, meter.p1Port, meter.mqtt].filter((place) => place !== undefined);
  if (places.length !== 1) {
    return [problem(path, meter.id, "exactly one of bus with address, p1Port, or mqtt")];
  }
  const found: ConfigProblem[] = [];
  if (meter.bus !== undefined) {
    if (meter.address === undefined) found.push(problem(`${path}/address`, undefined, "1 to 247"));
    found.push(...unknown(`${path}/bus`, meter.bus, config.buses ?? []));
  } else if (meter.address !== undefined) {
    found.push(problem(`${path}/address`, meter.address, "an address only together with a bus"));
  }
  if (meter.p1Port !== undefined) {
    found.push(...unknown(`${path}/p1Port`, meter.p1Port, config.p1Ports ?? []));
  }
  if (meter.mqtt !== undefined) {
    const broker = meter.mqtt.broker;
    if (broker !== undefined) {
      found.push(...unknown(`${path}/mqtt/broker`, broker, config.mqtt?.brokers ?? []));
    } else if (config.mqtt?.embedded === undefined) {
      found.push(
        problem(`${path}/mqtt/broker`, undefined, "a broker, or mqtt.embedded switched on"),
      );
    }
  }
  return found;
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
    return [
      problem(`/buses/${index}`, count, `at most ${METERS_PER_BUS_MAX} meters on an RS485 bus`),
    ];
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
      : unknown(`/channels/${index}/meter`, channel.meter, config.meters ?? [])),
  ]);
}

function unknown(path: string, name: string, known: readonly { id: string }[]): ConfigProblem[] {
  if (known.some((entry) => entry.id === name)) return [];
  const names = known.map((entry) => entry.id).slice(0, 10);
  return [problem(path, name, names.length === 0 ? "none is configured" : names.join(", "))];
}

function doubled<T>(
  entries: readonly T[],
  path: string,
  key: string,
  nameOf: (entry: T) => string | number,
): ConfigProblem[] {
  const seen = new Set<string | number>();
  return entries.flatMap((entry, index) => {
    const name = nameOf(entry);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [problem(`${path}/${index}/${key}`, name, "a name that stands once")];
  });
}

function problem(path: string, value: unknown, allowed: string): ConfigProblem {
  return { path, value: value === undefined ? "nothing" : JSON.stringify(value), allowed };
}
