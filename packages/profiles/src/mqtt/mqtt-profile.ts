/**
 * The form of an MQTT profile: on which topics a kind of device writes, and where in its payloads
 * the counters stand. A profile is data; check-mqtt.ts checks it.
 *
 * Topics and pointers are templates: {prefix} the configured topic or the profile's default, {mac}
 * and {MAC} the device's address in lower and upper case, {channel} the channel inside the device
 * (1, 2 …), {index} the same from 0, {root} the prefix up to "/sensor/", {pointer} as configured.
 */

import type { Medium } from "@mega/domain";
import type { RawUnit } from "./decimal-count.ts";

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
