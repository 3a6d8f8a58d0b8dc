/**
 * What MQTT meters publish: the product's own form and those of common makers, each written from its
 * maker's documentation and not from the profile that reads it.
 */

import { toUtcString } from "@mega/domain";
import type { Place, ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import type { WallClock } from "./wall-clock.ts";

/** One message. */
export interface DeviceMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** A device that publishes one meter. */
export interface MqttDevice {
  readonly id: string;
  readonly mac: string;
  readonly token: string;
  readonly everySeconds: number;
  /** What it says when it has logged in, and what the broker says for it when it is gone. */
  readonly online: DeviceMessage;
  readonly offline: DeviceMessage;
  readingAt(instantMs: number): DeviceMessage;
}

type MqttPlace = Extract<Place, { kind: "mqtt" }>;
/** By counter, in micro-units; 0 for a counter that the meter has not. */
type Figures = (counterId: string) => number;

/** What a device knows when it writes a message. */
interface Moment {
  readonly figures: Figures;
  /** An hour. */
  readonly flows: Figures;
  readonly serial: string;
  readonly instantMs: number;
  readonly wallClock: WallClock;
}

interface Family {
  readonly presence: (prefix: string) => readonly [topic: string, on: string, off: string];
  readonly prefix: (place: MqttPlace) => string;
  readonly topic: (prefix: string, place: MqttPlace) => string;
  readonly payload: (moment: Moment) => string;
}

const own = (unit: "kWh" | "m3", counters: readonly string[]): Family => ({
  prefix: ({ mac }) => `mega/in/${mac}`,
  presence: (prefix) => [`${prefix}/status`, "online", "offline"],
  topic: (prefix, { deviceChannel }) => `${prefix}/${deviceChannel}`,
  payload: ({ figures, serial, instantMs }) =>
    JSON.stringify({
      ts: toUtcString(instantMs),
      unit,
      ...Object.fromEntries(counters.map((id) => [id, thousandths(figures(id))])),
      serial,
    }),
});

const families: Readonly<Record<string, Family>> = {
  mqtt: own("kWh", ["import", "export"]),
  "mqtt-water": own("m3", ["volume"]),
  "mqtt-shelly-pro-3em": {
    prefix: ({ mac }) => `shellypro3em-${mac}`,
    presence: (prefix) => [`${prefix}/online`, "true", "false"],
    topic: (prefix) => `${prefix}/status/emdata:0`,
    // {"id":0,"total_act":4286742.71,"total_act_ret":38.20}, in Wh.
    payload: ({ figures }) =>
      `{"id":0,"total_act":${hundredthsOfWh(figures("import"))},` +
      `"total_act_ret":${hundredthsOfWh(figures("export"))}}`,
  },
  "mqtt-tasmota": {
    prefix: ({ topic, mac }) => topic ?? `tasmota_${mac.slice(6).toUpperCase()}`,
    presence: (prefix) => [`tele/${prefix}/LWT`, "Online", "Offline"],
    topic: (prefix) => `tele/${prefix}/SENSOR`,
    payload: ({ figures, flows, instantMs, wallClock }) =>
      `{"Time":"${localText(wallClock, instantMs)}","ENERGY":{"TotalStartTime":"2024-01-01T00:00:00",` +
      `"Total":${thousandths(figures("import"))},"Power":${Math.round(flows("import") / 1000)},` +
      `"Voltage":231}}`,
  },
  "mqtt-z2m-water": {
    prefix: ({ topic, mac }) => topic ?? `zigbee2mqtt/${mac}`,
    presence: (prefix) => [`${prefix}/availability`, "online", "offline"],
    topic: (prefix) => prefix,
    payload: ({ figures }) =>
      `{"battery":87,"linkquality":112,"water_consumed":${thousandths(figures("volume"))}}`,
  },
};

/** The profiles that a virtual device knows to speak. */
export const mqttProfileIds: readonly string[] = Object.keys(families);

/**
 * Makes a device.
 *
 * @param meter A meter whose place is MQTT.
 * @param truth What it shows.
 * @param wallClock The time that devices tell which know no UTC.
 * @returns The device; undefined for a profile it cannot speak.
 */
export function mqttDevice(
  meter: ScenarioMeter,
  truth: BuildingTruth,
  wallClock: WallClock,
): MqttDevice | undefined {
  const family = families[meter.profile];
  const { place } = meter;
  if (family === undefined || place.kind !== "mqtt") return undefined;
  const prefix = family.prefix(place);
  const [presenceTopic, on, off] = family.presence(prefix);
  const known = truth.countersOf(meter.id);
  const figuresAt = (instantMs: number) => (id: string) =>
    known.includes(id) ? truth.indexAt(meter.id, id, instantMs) : 0;
  const flowsAt = (instantMs: number) => (id: string) =>
    known.includes(id) ? truth.flowAt(meter.id, id, instantMs) : 0;
  return {
    id: meter.id,
    mac: place.mac,
    token: place.token,
    everySeconds: place.everySeconds,
    online: { topic: presenceTopic, payload: on, retain: true },
    offline: { topic: presenceTopic, payload: off, retain: true },
    readingAt: (instantMs) => ({
      topic: family.topic(prefix, place),
      payload: family.payload({
        figures: figuresAt(instantMs),
        flows: flowsAt(instantMs),
        serial: truth.serialAt(meter.id, instantMs),
        instantMs,
        wallClock,
      }),
      retain: false,
    }),
  };
}

/** Micro-kWh → "9634.865". */
function thousandths(micro: number): string {
  const count = Math.floor(micro / 1000);
  return `${Math.floor(count / 1000)}.${String(count % 1000).padStart(3, "0")}`;
}

/** Micro-kWh → Wh with two decimals: 10 micro-kWh is 0.01 Wh. */
function hundredthsOfWh(micro: number): string {
  const count = Math.floor(micro / 10);
  return `${Math.floor(count / 100)}.${String(count % 100).padStart(2, "0")}`;
}

function localText(wallClock: WallClock, instantMs: number): string {
  const at = wallClock(instantMs);
  const two = (part: number) => String(part).padStart(2, "0");
  const date = `${at.year}-${two(at.month)}-${two(at.day)}`;
  return `${date}T${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
}
