/**
 * The form of an MQTT profile: on which topics a kind of device writes, and where in its payloads
 * the counters stand. A profile is data; this file checks it and gives it its type.
 *
 * Topics and pointers are templates: {prefix} the configured topic or the profile's default, {mac}
 * and {MAC} the device's address in lower and upper case, {channel} the channel inside the device
 * (1, 2 …), {index} the same from 0, {root} the prefix up to "/sensor/", {pointer} as configured.
 */

import { type Medium, MegaError, parseDecimal } from "@mega/domain";
import { keptUnits, type RawUnit } from "./decimal-count.ts";

/** Where the device's own time stands, seen from the payload's root. */
export interface MqttDeviceTime {
  readonly pointer: string;
  readonly form: "rfc3339" | "epochSeconds";
}

/** One topic on which a message is written. */
export interface MqttTopic {
  readonly topic: string;
  /** Pointer to the part that pointers of counters begin at; payloads without it are others'. */
  readonly at: string;
  readonly deviceTime: MqttDeviceTime | null;
  /** Pointer to the meter's serial number, from the root; null when there is none. */
  readonly serial: string | null;
}

/** One number of a message that goes into a counter. */
export interface MqttTerm {
  readonly message: string;
  /** Names under which firmware writes it; exactly one is there. */
  readonly pointers: readonly string[];
  readonly sign: 1 | -1;
}

/** One counter of an MQTT profile. */
export interface MqttCounterSpec {
  /** As the device writes it; "configured" by the installer; or written in the payload. */
  readonly unit:
    | RawUnit
    | "configured"
    | { readonly pointer: string; readonly allowed: readonly RawUnit[] };
  /** Of one step in the unit of billing. */
  readonly decimals: number | "configured";
  /** Added up with their signs; they may come in different messages. */
  readonly terms: readonly MqttTerm[];
  /** Decimal text in the unit of billing; null when the installer has to say it. */
  readonly ratedMaximumPerHour: string | null;
}

/** Payloads with what must come out of them. */
export interface MqttVector {
  /** "derived": built by hand from the documentation; "captured": from a real device. */
  readonly origin: "derived" | "captured";
  readonly settings: MqttMeterSettings;
  readonly messages: readonly { readonly topic: string; readonly payload: string }[];
  /** A count, or the reason for none, by counter. */
  readonly expect: Readonly<Record<string, number | string>>;
}

/** What the installer says of one MQTT meter. */
export interface MqttMeterSettings {
  /** 12 hexadecimal digits. */
  readonly mac: string;
  /** Channel inside the device; 1 when absent. */
  readonly deviceChannel?: number;
  readonly topic?: string;
  readonly pointer?: string;
  readonly unit?: string;
  readonly decimals?: number;
  readonly medium?: Medium;
}

/** A kind of MQTT meter. */
export interface MqttProfile {
  readonly id: string;
  readonly kind: "mqtt";
  readonly brand: string;
  readonly model: string;
  readonly alsoKnownAs: readonly string[];
  /** null where it is configured. */
  readonly medium: Medium | null;
  readonly source: { readonly document: string; readonly section: string };
  /** Default of {prefix}; null where the installer has to say it. */
  readonly prefix: string | null;
  /** Topics on which each message may come. */
  readonly messages: Readonly<Record<string, readonly MqttTopic[]>>;
  /** Where the device says that it came or went. */
  readonly presence: {
    readonly topic: string;
    readonly online: string;
    readonly offline: string;
  } | null;
  /** The only counter of a configured kind is called "configured" here. */
  readonly counters: Readonly<Record<string, MqttCounterSpec>>;
  /** Whether the device keeps its counters over a power cut. */
  readonly keepsCounters: boolean;
  readonly notes: Readonly<Record<"en" | "fr" | "nl", string>>;
  readonly vectors: readonly MqttVector[];
}

const keys = [
  "id",
  "kind",
  "brand",
  "model",
  "alsoKnownAs",
  "medium",
  "source",
  "prefix",
  "messages",
  "presence",
  "counters",
  "keepsCounters",
  "notes",
  "vectors",
];

/**
 * Checks a profile that was read from a file.
 *
 * @param value The parsed JSON.
 * @returns The same value, typed.
 * @throws MegaError PROFILE_INVALID naming the first fault.
 */
export function checkMqttProfile(value: unknown): MqttProfile {
  const profile = value as MqttProfile;
  const fault = profileFault(profile);
  if (fault === undefined) return profile;
  throw new MegaError("PROFILE_INVALID", `An MQTT profile is not valid: ${fault}.`, {
    hint: "Compare the file with packages/profiles/mqtt/mqtt.json.",
    context: { profile: typeof profile === "object" ? profile?.id : undefined },
  });
}

function profileFault(profile: MqttProfile): string | undefined {
  if (typeof profile !== "object" || profile === null) return "it is no object";
  const unknown = Object.keys(profile).find((key) => !keys.includes(key));
  if (unknown !== undefined) return `unknown key "${unknown}"`;
  const missing = keys.find((key) => !Object.hasOwn(profile, key));
  if (missing !== undefined) return `key "${missing}" is missing`;
  if (profile.kind !== "mqtt") return 'kind is not "mqtt"';
  if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(profile.id)) return "id is no short name";
  if ((profile.source?.document ?? "") === "") return "source names no document";
  if (!Array.isArray(profile.vectors) || profile.vectors.length === 0) return "it has no vectors";
  if (Object.keys(profile.counters).length === 0) return "it has no counters";
  for (const [name, topics] of Object.entries(profile.messages)) {
    if (topics.length === 0) return `message "${name}" has no topic`;
  }
  for (const [name, counter] of Object.entries(profile.counters)) {
    const fault = counterFault(counter, profile);
    if (fault !== undefined) return `counter "${name}": ${fault}`;
  }
  return undefined;
}

function counterFault(counter: MqttCounterSpec, profile: MqttProfile): string | undefined {
  const { unit, decimals, ratedMaximumPerHour } = counter;
  const units = typeof unit === "object" ? unit.allowed : unit === "configured" ? [] : [unit];
  const strange = units.find((raw) => !Object.hasOwn(keptUnits, raw));
  if (strange !== undefined) return `unit "${strange}" is not known`;
  // A counter keeps one unit of billing for good, whatever the payload says.
  if (new Set(units.map((raw) => keptUnits[raw].unit)).size > 1) return "units do not go together";
  if (decimals !== "configured" && !(Number.isInteger(decimals) && decimals >= 0 && decimals <= 9))
    return "decimals are not 0 to 9";
  if (ratedMaximumPerHour !== null && parseDecimal(ratedMaximumPerHour) === undefined) {
    return "ratedMaximumPerHour is no decimal text";
  }
  if (counter.terms.length === 0) return "it has no terms";
  const lost = counter.terms.find((term) => !Object.hasOwn(profile.messages, term.message));
  if (lost !== undefined) return `message "${lost.message}" is not described`;
  return undefined;
}
