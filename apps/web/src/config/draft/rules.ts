/**
 * What a field takes: from the text a person typed to the value of the document, or the code of the
 * rule that it breaks. The same limits as the configuration's schema; the gateway checks them again.
 * Pure.
 */

import {
  CHANNEL_NAME_LENGTH_MAX,
  CHANNEL_NAME_LENGTH_MIN,
  LOCATION_LENGTH_MAX,
} from "@mega/domain";

/** Rules that pages put into words. */
export type RuleCode =
  | "required"
  | "name-length"
  | "name-twice"
  | "location-length"
  | "address"
  | "address-taken"
  | "mac"
  | "token"
  | "device-channel"
  | "decimal"
  | "ratio"
  | "text"
  | "id"
  | "url"
  | "server-url"
  | "jitter-seconds"
  | "host"
  | "hosts"
  | "port"
  | "device-path"
  | "topic"
  | "pointer"
  | "kind-unknown"
  | "unit-unknown"
  | "yes-no"
  | "no-kind"
  | "no-bus"
  | "no-port"
  | "mail-address"
  | "time-of-day"
  | "day-of-month"
  | "not-allowed";

/** The value, or why there is none. */
export type Read<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "slip"; readonly code: RuleCode };

const value = <T>(of: T): Read<T> => ({ kind: "value", value: of });
const slip = (code: RuleCode): Read<never> => ({ kind: "slip", code });

/** A field that may be left empty: undefined then. */
export function optional<T>(read: (text: string) => Read<T>) {
  return (text: string): Read<T | undefined> =>
    text.trim() === "" ? value<T | undefined>(undefined) : read(text);
}

/** Name of a channel, 4 to 31 characters. */
export function readName(text: string): Read<string> {
  const name = text.trim();
  const fits = name.length >= CHANNEL_NAME_LENGTH_MIN && name.length <= CHANNEL_NAME_LENGTH_MAX;
  return fits ? value(name) : slip("name-length");
}

/** Name of the building, 1 to 31 characters. */
export function readLocation(text: string): Read<string> {
  const name = text.trim();
  return name.length >= 1 && name.length <= LOCATION_LENGTH_MAX
    ? value(name)
    : slip("location-length");
}

/** Modbus address, 1 to 247. */
export const readAddress = whole(1, 247, "address");
/** Channel inside an MQTT device, 0 to 255. */
export const readDeviceChannel = whole(0, 255, "device-channel");
/** TCP port. */
export const readPort = whole(1, 65_535, "port");
/** Decimals of an MQTT figure or of a display, 0 to 6. */
export const readDecimals = whole(0, 6, "not-allowed");

/** A whole number within limits. */
export function whole(minimum: number, maximum: number, code: RuleCode) {
  return (text: string): Read<number> => {
    if (!/^\s*\d{1,9}\s*$/.test(text)) return slip(code);
    const number = Number(text);
    return number >= minimum && number <= maximum ? value(number) : slip(code);
  };
}

/** Hardware address: 12 hexadecimal digits in any common spelling; kept without separators. */
export function readMac(text: string): Read<string> {
  const trimmed = text.trim();
  if (!/^[0-9a-fA-F]{2}([:. -]?[0-9a-fA-F]{2}){5}$/.test(trimmed)) return slip("mac");
  return value(trimmed.replace(/[^0-9a-fA-F]/g, "").toLowerCase());
}

/** Token of a device, 8 to 255 characters. */
export function readToken(text: string): Read<string> {
  return text.length >= 8 && text.length <= 255 ? value(text) : slip("token");
}

/** Decimal text: digits, with a dot or a comma before decimals; kept with a dot. */
export function readDecimal(text: string): Read<string> {
  const plain = text.trim().replace(",", ".");
  return /^\d{1,12}(\.\d{1,9})?$/.test(plain) ? value(plain) : slip("decimal");
}

/** A ratio "200/5" or "40" (to 1). */
export function readRatio(text: string): Read<{ numerator: number; denominator: number }> {
  const found = /^\s*(\d{1,7})\s*(?:[/:]\s*(\d{1,7}))?\s*$/.exec(text);
  if (found === null) return slip("ratio");
  const numerator = Number(found[1]);
  const denominator = Number(found[2] ?? "1");
  const fits = [numerator, denominator].every((part) => part >= 1 && part <= 1_000_000);
  return fits ? value({ numerator, denominator }) : slip("ratio");
}

/** Free text up to a length. */
export function textUpTo(lengthMax: number) {
  return (text: string): Read<string> => {
    const trimmed = text.trim();
    return trimmed.length <= lengthMax ? value(trimmed) : slip("text");
  };
}

/** A text that has to match. */
function matching(pattern: RegExp, lengthMax: number, code: RuleCode) {
  return (text: string): Read<string> => {
    const trimmed = text.trim();
    return trimmed.length <= lengthMax && pattern.test(trimmed) ? value(trimmed) : slip(code);
  };
}

/** Name of a line, port or broker. */
export const readId = matching(/^[a-z0-9][a-z0-9-]{0,30}$/, 31, "id");
/** Address of a broker. */
export const readBrokerUrl = matching(/^mqtts?:\/\/[^/@\s]+\/?$/, 255, "url");
/** Host name or address. */
export const readHost = matching(
  /^([A-Za-z0-9._-]+|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*(%[A-Za-z0-9._-]+)?)$/,
  253,
  "host",
);
/** Up to four host names with commas between them; none leaves it to the gateway. */
export function readHosts(text: string): Read<string[] | undefined> {
  const names = text.split(/[\s,;]+/).filter((name) => name !== "");
  if (names.length === 0) return value(undefined);
  const wrong = names.length > 4 || names.some((name) => readHost(name).kind === "slip");
  return wrong ? slip("hosts") : value(names);
}

/** Path of a serial device. */
export const readDevicePath = matching(/^\//, 255, "device-path");
/** Topic without wildcards. */
const readTopic = matching(/^[^+#\0]+$/, 255, "topic");
/** JSON pointer of a payload. */
export const readPointer = matching(/^(\/.*)?$/, 255, "pointer");

/** The same rules for fields that may be left empty. */
export const mayBeAddress = optional(readAddress);
export const mayBePort = optional(readPort);
export const mayBeDecimal = optional(readDecimal);
export const mayBeRatio = optional(readRatio);
export const mayBeTopic = optional(readTopic);
export const mayBePointer = optional(readPointer);
export const mayBeDecimals = optional(readDecimals);
export const mayBeDeviceChannel = optional(readDeviceChannel);

/** Free text up to a length, or none. */
export function mayBeText(lengthMax: number): (text: string) => Read<string | undefined> {
  return optional(textUpTo(lengthMax));
}
