/**
 * From a payload to what it contributes to the counters of a meter. Total on any bytes: what cannot
 * be read is refused with a reason, and null, text, NaN and negative numbers are never a 0.
 */

import { parseInstant } from "@mega/domain";
import {
  addExact,
  bad,
  countOf,
  type DecodedCount,
  type ExactDecimal,
  exactDecimal,
  negated,
  type RawUnit,
} from "./decimal-count.ts";
import { type JsonText, parseJsonText, valueAt } from "./json-text.ts";
import { messageEvidence } from "./message-evidence.ts";
import type { MqttMeter, MqttMeterCounter, MqttRoute } from "./mqtt-meter.ts";
import type { MqttDeviceTime } from "./mqtt-profile.ts";

/** The greatest payload, in bytes. */
export const PAYLOAD_LENGTH_MAX = 4096;

/** What one message contributes to one counter. */
export type MessagePart =
  | {
      readonly kind: "part";
      readonly value: ExactDecimal;
      readonly rawUnit: RawUnit;
      /** What it rests on, as received: kept with the reading. */
      readonly evidence: Uint8Array;
    }
  | { readonly kind: "none"; readonly detail: string };

/** A payload as understood. */
export type DecodedMessage =
  | {
      readonly kind: "message";
      /** By counter; only counters that this message contributes to. */
      readonly parts: ReadonlyMap<string, MessagePart>;
      /** undefined where the payload has no time, or one before 2020. */
      readonly deviceTimeMs: number | undefined;
      readonly serialNumber: string | undefined;
    }
  /** A payload about something else of the same device. */
  | { readonly kind: "other" }
  | { readonly kind: "refused"; readonly detail: string };

/** RFC 3339 §5.6, seconds or none. An hour alone, which ISO 8601 allows, may be the rest of a longer text. */
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/i;
/** Clocks that were never set show 1970 or 2000. */
const believableFromMs = parseInstant("2020-01-01T00:00:00Z") ?? 0;

/**
 * Decodes one payload.
 *
 * @param meter The meter it is for.
 * @param route The route on whose topic it came.
 * @param payload Any bytes.
 * @returns Its contribution to every counter that takes from this message.
 */
export function decodeMessage(
  meter: MqttMeter,
  route: MqttRoute,
  payload: Uint8Array,
): DecodedMessage {
  if (payload.length > PAYLOAD_LENGTH_MAX) {
    return { kind: "refused", detail: `The payload has ${payload.length} bytes.` };
  }
  const text = utf8(payload);
  const root = text === undefined ? undefined : parseJsonText(text.trim());
  if (root === undefined)
    return { kind: "refused", detail: "The payload is no number and no JSON." };
  const at = valueAt(root, route.at);
  if (at === undefined) return { kind: "other" };
  const parts = new Map<string, MessagePart>();
  for (const counter of meter.counters) {
    const part = partOf(counter, route.message, at);
    if (part?.kind === "part") {
      const evidence = messageEvidence(counter, route, root);
      parts.set(counter.counterId, { ...part, evidence });
    } else if (part !== undefined) parts.set(counter.counterId, part);
  }
  return {
    kind: "message",
    parts,
    deviceTimeMs: route.deviceTime === null ? undefined : timeAt(root, route.deviceTime),
    serialNumber: route.serial === null ? undefined : serialAt(root, route.serial),
  };
}

/**
 * Adds the parts of a counter's messages up.
 *
 * @param counter The counter.
 * @param parts One for each message the counter takes from.
 * @returns The count in whole steps, or why there is none.
 */
export function combineParts(
  counter: MqttMeterCounter,
  parts: readonly MessagePart[],
): DecodedCount {
  let total: ExactDecimal | undefined;
  let rawUnit: RawUnit | undefined;
  for (const part of parts) {
    if (part.kind === "none") return bad(part.detail);
    if (rawUnit !== undefined && part.rawUnit !== rawUnit)
      return bad("The messages' units differ.");
    rawUnit = part.rawUnit;
    total = total === undefined ? part.value : addExact(total, part.value);
  }
  if (rawUnit === undefined || total === undefined) return bad("No message has come.");
  return countOf(total, rawUnit, counter.decimals);
}

/** The messages a counter takes from, without doubles. */
export function messagesOf(counter: MqttMeterCounter): string[] {
  return [...new Set(counter.terms.map((term) => term.message))];
}

/** A part without its evidence, or why there is none. */
type BarePart =
  | Omit<Extract<MessagePart, { kind: "part" }>, "evidence">
  | Extract<MessagePart, { kind: "none" }>;

/** undefined when the counter takes nothing from the message. */
function partOf(counter: MqttMeterCounter, message: string, at: JsonText): BarePart | undefined {
  const terms = counter.terms.filter((term) => term.message === message);
  if (terms.length === 0) return undefined;
  const rawUnit = unitOf(counter, at);
  if (rawUnit === undefined) return none("The unit in the payload is not one of the profile.");
  let value: ExactDecimal | undefined;
  for (const term of terms) {
    let only: JsonText | undefined;
    let places = 0;
    for (const pointer of term.pointers) {
      const found = valueAt(at, pointer);
      if (found === undefined) continue;
      only ??= found;
      places += 1;
    }
    if (only === undefined) return none(`${term.pointers[0] ?? ""} is missing.`);
    if (places > 1) return none(`${term.pointers.join(" and ")} are both there.`);
    const exact =
      only.kind === "number" || only.kind === "string" ? exactDecimal(only.text) : undefined;
    if (exact === undefined) return none(`${term.pointers[0] ?? ""} is no number.`);
    if (exact.digits < 0n) return none(`${term.pointers[0] ?? ""} is negative.`);
    const signed = term.sign === 1 ? exact : negated(exact);
    value = value === undefined ? signed : addExact(value, signed);
  }
  return value && { kind: "part", value, rawUnit };
}

function unitOf(counter: MqttMeterCounter, at: JsonText): RawUnit | undefined {
  const { unit } = counter;
  if (typeof unit !== "object") return unit;
  const written = valueAt(at, unit.pointer);
  return unit.allowed.find((raw) => written?.kind === "string" && written.text === raw);
}

function timeAt(root: JsonText, time: MqttDeviceTime): number | undefined {
  const value = valueAt(root, time.pointer);
  let atMs: number | undefined;
  if (time.form === "rfc3339" && value?.kind === "string" && rfc3339.test(value.text)) {
    atMs = parseInstant(value.text);
  }
  if (time.form === "epochSeconds" && value?.kind === "number") {
    atMs = Math.round(Number(value.text) * 1000);
  }
  if (atMs === undefined || !Number.isSafeInteger(atMs)) return undefined;
  return atMs < believableFromMs ? undefined : atMs;
}

function serialAt(root: JsonText, pointer: string): string | undefined {
  const value = valueAt(root, pointer);
  if (value?.kind !== "string" && value?.kind !== "number") return undefined;
  return value.text === "" || value.text.length > 40 ? undefined : value.text;
}

/** Keeps nothing from one text to the next. */
const decoder = new TextDecoder("utf-8", { fatal: true });

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function none(detail: string): Extract<MessagePart, { kind: "none" }> {
  return { kind: "none", detail: detail.slice(0, 200) };
}
