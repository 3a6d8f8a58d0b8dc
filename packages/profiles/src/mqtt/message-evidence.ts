/**
 * What is kept of a message with a reading: the members that the counter rests on, as they were
 * received. A payload of a few hundred bytes tells powers and voltages, and every counter of its meter
 * would carry it every hour.
 *
 *   {"ts":"…","unit":"kWh","import":9634.865,"export":12.5,"power":312}
 *   import → {"ts":"…","unit":"kWh","import":9634.865}
 */

import { type JsonText, stepsOf } from "./json-text.ts";
import type { MqttMeterCounter, MqttRoute } from "./mqtt-meter.ts";

/**
 * The evidence of one counter: its numbers, unit, device time and serial number, where they stand in the
 * payload. Arrays are kept whole, so that a place in them still means the same.
 *
 * @param counter The counter.
 * @param route The route on whose topic the message came.
 * @param root The payload.
 * @returns UTF-8; empty when the payload holds nothing of it.
 */
export function messageEvidence(
  counter: MqttMeterCounter,
  route: MqttRoute,
  root: JsonText,
): Uint8Array {
  return utf8Of(keptOf(root, wantedOf(counter, route), 0) ?? "");
}

type Steps = readonly string[];

const encoder = new TextEncoder();

/** Evidence is short and nearly always ASCII, of which a character is a byte. */
function utf8Of(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return encoder.encode(text);
    bytes[at] = code;
  }
  return bytes;
}

/** Where the evidence of a counter stands follows from its configuration, which never changes. */
const wantedByCounter = new WeakMap<MqttMeterCounter, Map<MqttRoute, readonly Steps[]>>();

function wantedOf(counter: MqttMeterCounter, route: MqttRoute): readonly Steps[] {
  const byRoute = wantedByCounter.get(counter) ?? new Map<MqttRoute, readonly Steps[]>();
  const known = byRoute.get(route);
  if (known !== undefined) return known;
  const terms = counter.terms.filter(({ message }) => message === route.message);
  const below = terms.flatMap(({ pointers }) => pointers);
  if (typeof counter.unit === "object") below.push(counter.unit.pointer);
  const pointers = below.map((pointer) => route.at + pointer);
  if (route.deviceTime !== null) pointers.push(route.deviceTime.pointer);
  if (route.serial !== null) pointers.push(route.serial);
  const wanted = pointers.map((pointer) => stepsOf(pointer) ?? []);
  wantedByCounter.set(counter, byRoute.set(route, wanted));
  return wanted;
}

/**
 * The text of a value with the members on the way to what is wanted, so many steps down the way;
 * undefined when there is none.
 */
function keptOf(value: JsonText, wanted: readonly Steps[], depth: number): string | undefined {
  if (wanted.length === 0) return undefined;
  if (wanted.some((steps) => steps.length === depth) || value.kind === "array") {
    return textOf(value);
  }
  if (value.kind !== "object") return undefined;
  let members = "";
  for (const [name, member] of value.members) {
    if (!wanted.some((steps) => steps[depth] === name)) continue;
    const further = wanted.filter((steps) => steps[depth] === name);
    const kept = keptOf(member, further, depth + 1);
    if (kept === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(name)}:${kept}`;
  }
  return members === "" ? undefined : `{${members}}`;
}

function textOf(value: JsonText): string {
  switch (value.kind) {
    case "number":
      return value.text;
    case "string":
      return JSON.stringify(value.text);
    case "boolean":
      return String(value.value);
    case "null":
      return "null";
    case "array":
      return `[${value.items.map(textOf).join(",")}]`;
    case "object": {
      const members = [...value.members].map(
        ([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`,
      );
      return `{${members.join(",")}}`;
    }
  }
}
