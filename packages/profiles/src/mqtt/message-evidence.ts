/**
 * What is kept of a message with a reading: the members that the counter rests on, as they were
 * received. A payload of a few hundred bytes tells powers and voltages, and every counter of its meter
 * would carry it every hour.
 *
 *   {"ts":"…","unit":"kWh","import":9634.865,"export":12.5,"power":312}
 *   import → {"ts":"…","unit":"kWh","import":9634.865}
 */

import type { JsonText } from "./json-text.ts";
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
  const terms = counter.terms.filter(({ message }) => message === route.message);
  const below = terms.flatMap(({ pointers }) => pointers);
  if (typeof counter.unit === "object") below.push(counter.unit.pointer);
  const wanted = below.map((pointer) => route.at + pointer);
  if (route.deviceTime !== null) wanted.push(route.deviceTime.pointer);
  if (route.serial !== null) wanted.push(route.serial);
  const kept = keptOf(root, wanted.map(stepsOf));
  return new TextEncoder().encode(kept ?? "");
}

/** The text of a value with the members on the way to what is wanted; undefined when there is none. */
function keptOf(value: JsonText, wanted: readonly (readonly string[])[]): string | undefined {
  if (wanted.length === 0) return undefined;
  if (wanted.some((steps) => steps.length === 0) || value.kind === "array") return textOf(value);
  if (value.kind !== "object") return undefined;
  const members: string[] = [];
  for (const [name, member] of value.members) {
    const further = wanted.filter(([first]) => first === name).map((steps) => steps.slice(1));
    const kept = keptOf(member, further);
    if (kept !== undefined) members.push(`${JSON.stringify(name)}:${kept}`);
  }
  return members.length === 0 ? undefined : `{${members.join(",")}}`;
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

/** The steps of a JSON pointer (RFC 6901). */
function stepsOf(pointer: string): string[] {
  if (pointer === "") return [];
  const steps = pointer.slice(1).split("/");
  return steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
