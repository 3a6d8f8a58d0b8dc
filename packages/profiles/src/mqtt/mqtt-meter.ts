/**
 * An MQTT meter as configured: the templates of its profile filled in, so that what it listens to is
 * a short list of exact topics. No wildcard is ever subscribed to: what a meter's topics carry is
 * that meter's, and nothing else is.
 */

import { type Medium, MegaError, type Ratio, type Unit } from "@mega/domain";
import { keptUnits, type RawUnit } from "./decimal-count.ts";
import type {
  MqttCounterSpec,
  MqttDeviceTime,
  MqttMeterSettings,
  MqttProfile,
} from "./mqtt-profile.ts";

/** One exact topic and what comes on it. */
export interface MqttRoute {
  readonly topic: string;
  readonly message: string;
  readonly at: string;
  readonly deviceTime: MqttDeviceTime | null;
  readonly serial: string | null;
}

/** One counter of a configured meter. */
export interface MqttMeterCounter {
  readonly counterId: string;
  readonly unit: RawUnit | { readonly pointer: string; readonly allowed: readonly RawUnit[] };
  /** The unit of billing. */
  readonly keptUnit: Unit;
  /** What one step is worth beside the decimals: 1/60000 for watt-minutes, else 1/1. */
  readonly factor: Ratio;
  /** Decimal text in the unit of billing; null when the installer has to say it. */
  readonly ratedMaximumPerHour: string | null;
  readonly decimals: number;
  readonly terms: MqttCounterSpec["terms"];
}

/** A configured meter, ready to decode. */
export interface MqttMeter {
  readonly profileId: string;
  readonly medium: Medium | null;
  readonly routes: readonly MqttRoute[];
  readonly presence: MqttProfile["presence"];
  readonly counters: readonly MqttMeterCounter[];
  /** Every topic to subscribe to, without doubles. */
  readonly topics: readonly string[];
}

const topicLengthMax = 255;

/**
 * Fills a profile's templates in.
 *
 * @param profile The meter kind.
 * @param settings What the installer says.
 * @returns The meter.
 * @throws MegaError CONFIG_INVALID where a setting the profile needs is missing or cannot be used.
 */
export function configureMqttMeter(profile: MqttProfile, settings: MqttMeterSettings): MqttMeter {
  const fill = filler(profile, settings);
  const routes = Object.entries(profile.messages).flatMap(([message, topics]) =>
    topics.map((entry) => ({
      topic: topicFrom(fill, entry.topic),
      message,
      at: fill(entry.at),
      deviceTime: entry.deviceTime,
      serial: entry.serial === null ? null : fill(entry.serial),
    })),
  );
  const presence =
    profile.presence === null
      ? null
      : { ...profile.presence, topic: topicFrom(fill, profile.presence.topic) };
  const topics = [...routes.map((route) => route.topic), ...(presence ? [presence.topic] : [])];
  return {
    profileId: profile.id,
    medium: profile.medium ?? settings.medium ?? null,
    routes,
    presence,
    counters: Object.entries(profile.counters).map(([name, spec]) =>
      configureCounter(name, spec, settings, fill),
    ),
    topics: [...new Set(topics)],
  };
}

function configureCounter(
  name: string,
  spec: MqttCounterSpec,
  settings: MqttMeterSettings,
  fill: (template: string) => string,
): MqttMeterCounter {
  const unit = spec.unit === "configured" ? configuredUnit(settings) : spec.unit;
  const first = typeof unit === "object" ? unit.allowed[0] : unit;
  if (first === undefined) throw invalid("unit", undefined, "a unit the profile allows");
  const { unit: keptUnit, factor } = keptUnits[first];
  return {
    counterId: name === "configured" ? counterIdFor(keptUnit, settings.medium) : name,
    unit: typeof unit === "object" ? { ...unit, pointer: fill(unit.pointer) } : unit,
    keptUnit,
    factor,
    ratedMaximumPerHour: spec.ratedMaximumPerHour,
    decimals: spec.decimals === "configured" ? (settings.decimals ?? 3) : spec.decimals,
    terms: spec.terms.map((term) => ({ ...term, pointers: term.pointers.map(fill) })),
  };
}

function configuredUnit(settings: MqttMeterSettings): RawUnit {
  const { unit } = settings;
  if (unit !== undefined && Object.hasOwn(keptUnits, unit)) return unit as RawUnit;
  throw invalid("unit", unit, Object.keys(keptUnits).join(", "));
}

function counterIdFor(unit: Unit, medium: Medium | undefined): string {
  if (unit === "m3") return "volume";
  return unit === "GJ" || medium === "heat" || medium === "cold" ? "energy" : "import";
}

function filler(profile: MqttProfile, settings: MqttMeterSettings): (template: string) => string {
  if (!/^[0-9a-fA-F]{12}$/.test(settings.mac)) {
    throw invalid("mac", settings.mac, "12 hexadecimal digits");
  }
  const channel = settings.deviceChannel ?? 1;
  const simple: Record<string, string | undefined> = {
    mac: settings.mac.toLowerCase(),
    MAC: settings.mac.toUpperCase(),
    channel: String(channel),
    index: channel >= 1 ? String(channel - 1) : undefined,
    pointer: settings.pointer,
  };
  const fillSimple = (template: string) => replaced(template, simple);
  const prefix = settings.topic ?? (profile.prefix === null ? null : fillSimple(profile.prefix));
  const all = { ...simple, prefix: prefix ?? undefined, root: prefix?.split("/sensor/")[0] };
  return (template) => replaced(template, all);
}

function replaced(template: string, values: Record<string, string | undefined>): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value !== undefined) return value;
    const setting = { prefix: "topic", root: "topic", index: "deviceChannel" }[name] ?? name;
    throw invalid(setting, undefined, setting === "deviceChannel" ? "1 or more" : "a value");
  });
}

function topicFrom(fill: (template: string) => string, template: string): string {
  const topic = fill(template);
  if (topic === "" || topic.length > topicLengthMax || /[+#]/.test(topic) || topic.includes("\0")) {
    throw invalid("topic", topic, "a topic of 1 to 255 characters without + and #");
  }
  return topic;
}

function invalid(setting: string, value: unknown, allowed: string): MegaError {
  return new MegaError("CONFIG_INVALID", `The MQTT setting "${setting}" cannot be used.`, {
    hint: `Set ${setting} to ${allowed}.`,
    context: { setting, value, allowed },
  });
}
