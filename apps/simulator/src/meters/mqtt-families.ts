/**
 * What MQTT meters publish: the product's own form and those of common makers, each written from its
 * maker's documentation and not from the profile that reads it.
 */

import { toUtcString } from "@mega/domain";
import type { Place, PlainPayload } from "../scenario/scenario.ts";
import type { WallClock } from "./wall-clock.ts";

/** A meter's place on a broker. */
export type MqttPlace = Extract<Place, { kind: "mqtt" }>;

/** By counter, in micro-units; 0 for a counter that the meter has not. */
type Figures = (counterId: string) => number;

/** What a device knows when it writes a message. */
export interface WrittenMoment {
  readonly place: MqttPlace;
  /** Cut to the family's step. */
  readonly figures: Figures;
  /** An hour. */
  readonly flows: Figures;
  readonly serial: string;
  readonly instantMs: number;
  readonly wallClock: WallClock;
  /** Whether it names the thousandth of its usual unit, with figures that belong to it. */
  readonly inThousandths: boolean;
}

/** One kind of device. */
export interface Family {
  /** The counters it writes. */
  readonly counters: readonly string[];
  /** Its finest step in micro-units. */
  readonly stepOf: (place: MqttPlace) => number;
  readonly namesUnit: boolean;
  readonly namesSerial: boolean;
  readonly prefix: (place: MqttPlace) => string;
  /** null where it says nothing of its coming and going. */
  readonly presence: ((prefix: string) => readonly [topic: string, on: string, off: string]) | null;
  readonly topic: (prefix: string, place: MqttPlace) => string;
  readonly payload: (moment: WrittenMoment) => string;
}

const micro = 1_000_000;
const thousandth = () => 1000;
const wholeUnit = () => micro;
const topicOrMac =
  (before: string) =>
  ({ topic, mac }: MqttPlace) =>
    topic ?? `${before}${mac}`;
const zigbee = {
  counters: ["volume"],
  stepOf: thousandth,
  namesUnit: false,
  namesSerial: false,
  prefix: topicOrMac("zigbee2mqtt/"),
  presence: (prefix: string) => [`${prefix}/availability`, "online", "offline"] as const,
  topic: (prefix: string) => prefix,
};

/** {"ts":"…","unit":"kWh","import":"9634.865","export":"0.000","serial":"…"}. */
function own(unit: "kWh" | "m3", counters: readonly string[]): Family {
  const small = unit === "kWh" ? "Wh" : "L";
  return {
    counters,
    stepOf: thousandth,
    namesUnit: true,
    namesSerial: true,
    prefix: ({ mac }) => `mega/in/${mac}`,
    presence: (prefix) => [`${prefix}/status`, "online", "offline"],
    topic: (prefix, { deviceChannel }) => `${prefix}/${deviceChannel}`,
    payload({ figures, serial, instantMs, inThousandths }) {
      let text = `{"ts":"${utcText(instantMs)}","unit":"${inThousandths ? small : unit}"`;
      for (const id of counters) {
        const figure = figures(id);
        text += `,"${id}":"${inThousandths ? Math.round(figure / 1000) : thousandths(figure)}"`;
      }
      return `${text},"serial":"${serial}"}`;
    },
  };
}

/** A telegram heard by radio; its id is the number printed on the meter. */
function radio(medium: string, meter: string, counterId: string, key: string): Family {
  return {
    counters: [counterId],
    stepOf: thousandth,
    namesUnit: false,
    namesSerial: true,
    prefix: topicOrMac("wmbusmeters/"),
    presence: null,
    topic: (prefix) => prefix,
    payload: ({ figures, serial, instantMs }) =>
      `{"media":"${medium}","meter":"${meter}","id":"${serial}",` +
      `"${key}":${thousandths(figures(counterId))},` +
      `"timestamp":"${utcText(instantMs).slice(0, 19)}Z"}`,
  };
}

/** Families by the profile that reads them. */
export const families: Readonly<Record<string, Family>> = {
  mqtt: own("kWh", ["import", "export"]),
  "mqtt-water": own("m3", ["volume"]),
  "mqtt-gas": own("m3", ["volume"]),
  "mqtt-heat": own("kWh", ["energy"]),
  "mqtt-shelly-pro-3em": {
    counters: ["import", "export"],
    stepOf: () => 10,
    namesUnit: false,
    namesSerial: false,
    prefix: ({ mac }) => `shellypro3em-${mac}`,
    presence: (prefix) => [`${prefix}/online`, "true", "false"],
    topic: (prefix) => `${prefix}/status/emdata:0`,
    // {"id":0,"total_act":4286742.71,"total_act_ret":38.20}, in Wh.
    payload: ({ figures }) =>
      `{"id":0,"total_act":${hundredthsOfWh(figures("import"))},` +
      `"total_act_ret":${hundredthsOfWh(figures("export"))}}`,
  },
  "mqtt-shelly-plug": {
    counters: ["import"],
    stepOf: () => 1,
    namesUnit: false,
    namesSerial: false,
    prefix: ({ topic, mac }) => topic ?? mac,
    presence: (prefix) => [`${prefix}/online`, "true", "false"],
    topic: (prefix) => `${prefix}/status/switch:0`,
    // In Wh, with three decimals.
    payload: ({ figures, flows }) =>
      `{"id":0,"output":true,"apower":${(flows("import") / 1000).toFixed(1)},` +
      `"aenergy":{"total":${decimalText(figures("import"), 3, 3)}}}`,
  },
  "mqtt-tasmota": {
    counters: ["import"],
    stepOf: thousandth,
    namesUnit: false,
    namesSerial: false,
    prefix: ({ topic, mac }) => topic ?? `tasmota_${mac.slice(6).toUpperCase()}`,
    presence: (prefix) => [`tele/${prefix}/LWT`, "Online", "Offline"],
    topic: (prefix) => `tele/${prefix}/SENSOR`,
    payload: ({ figures, flows, instantMs, wallClock }) =>
      `{"Time":"${localText(wallClock, instantMs)}","ENERGY":{"TotalStartTime":"2024-01-01T00:00:00",` +
      `"Total":${thousandths(figures("import"))},"Power":${Math.round(flows("import") / 1000)},` +
      `"Voltage":231}}`,
  },
  "mqtt-z2m-water": {
    ...zigbee,
    payload: ({ figures }) =>
      `{"battery":87,"linkquality":112,"water_consumed":${thousandths(figures("volume"))}}`,
  },
  "mqtt-z2m-energy": {
    ...zigbee,
    counters: ["import", "export"],
    payload: ({ figures, flows }) =>
      `{"energy":${thousandths(figures("import"))},"linkquality":94,` +
      `"power":${Math.round(flows("import") / 1000)},` +
      `"produced_energy":${thousandths(figures("export"))}}`,
  },
  "mqtt-wmbus-water": radio("water", "iperl", "volume", "total_m3"),
  "mqtt-wmbus-heat": radio("heat", "kamheat", "energy", "total_energy_consumption_kwh"),
  "mqtt-generic": {
    counters: ["import", "volume", "energy"],
    stepOf: ({ plain }) => (plain === undefined ? wholeUnit() : plainStep(plain)),
    namesUnit: false,
    namesSerial: false,
    prefix: topicOrMac("meters/"),
    presence: null,
    topic: (prefix) => prefix,
    payload: plainPayload,
  },
};

/** The profiles that a virtual device knows to speak. */
export const mqttProfileIds: readonly string[] = Object.keys(families);

/** The one figure that is not 0, at its pointer. */
function plainPayload({ place, figures }: WrittenMoment): string {
  const { pointer = "", unit = "kWh", decimals = 0 } = place.plain ?? {};
  const figure = figures("import") || figures("volume") || figures("energy");
  const text = decimalText(figure, unit === "Wh" || unit === "L" ? 3 : 6, decimals);
  return pointer
    .split("/")
    .slice(1)
    .reduceRight((inner, name) => `{"${name}":${inner}}`, text);
}

/** What a step of a plain figure is in micro-units; a millionth is the finest. */
function plainStep({ unit, decimals }: PlainPayload): number {
  const unitMicro = unit === "Wh" || unit === "L" ? 1000 : micro;
  return Math.max(1, unitMicro / 10 ** decimals);
}

/** Micro-units in a unit of 10^exponent of them, with so many decimals. */
function decimalText(figure: number, exponent: number, decimals: number): string {
  const shown = Math.min(decimals, exponent);
  const count = Math.floor(figure / 10 ** (exponent - shown));
  const below = 10 ** shown;
  const whole = String(Math.floor(count / below));
  return shown === 0 ? whole : `${whole}.${String(count % below).padStart(shown, "0")}`;
}

/** Micro-kWh → "9634.865". */
function thousandths(figure: number): string {
  return decimalText(figure, 6, 3);
}

/** Micro-kWh → Wh with two decimals: 10 micro-kWh is 0.01 Wh. */
function hundredthsOfWh(figure: number): string {
  return decimalText(figure, 3, 2);
}

let latestUtcMs = Number.NaN;
let latestUtc = "";

/** All devices speak at the same instant, so the latest text is kept. */
function utcText(instantMs: number): string {
  if (instantMs !== latestUtcMs) {
    latestUtc = toUtcString(instantMs);
    latestUtcMs = instantMs;
  }
  return latestUtc;
}

function localText(wallClock: WallClock, instantMs: number): string {
  const at = wallClock(instantMs);
  const two = (part: number) => String(part).padStart(2, "0");
  const date = `${at.year}-${two(at.month)}-${two(at.day)}`;
  return `${date}T${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
}
