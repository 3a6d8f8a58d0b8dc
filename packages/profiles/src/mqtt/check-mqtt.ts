/**
 * The check of an MQTT profile: its form, then its sense, then its vectors, as for a meter on a bus.
 * What ships with the program and a user's own pass the same check.
 */

import {
  bool,
  finding,
  integer,
  isObject,
  list,
  object,
  oneOf,
  orNull,
  type ProfileFinding,
  type Rule,
  record,
  text,
} from "../check-rules.ts";
import { type CheckSteps, checkedProfile, profileFaults, settingFaults } from "../check-steps.ts";
import {
  counterName,
  expectations,
  head,
  medium,
  notes,
  origin,
  ratedMaximum,
  resultFaults,
  shortId,
  unprovenFaults,
} from "../form-rules.ts";
import { keptUnits } from "./decimal-count.ts";
import { configureMqttMeter } from "./mqtt-meter.ts";
import type { MqttCounterSpec, MqttProfile } from "./mqtt-profile.ts";
import { countsOfMessages } from "./vector-counts.ts";

const places = /^([^{}]|\{(prefix|mac|MAC|channel|index|root|pointer)\})*$/;

/** What is filled in when a meter is configured: nothing else may stand in braces. */
function template(lengthMin: number, form: RegExp, allowed: string): Rule {
  const whole = `${allowed}, with {prefix}, {mac}, {MAC}, {channel}, {index}, {root} or {pointer}`;
  const isText = text(lengthMin, 255, form, whole);
  return (value, path) => {
    const faults = isText(value, path);
    if (faults.length > 0 || places.test(String(value))) return faults;
    return [finding(path, "A place to fill in is not known.", value, whole)];
  };
}

const topic = template(1, /^[^+#\0]*$/, "a topic without + and #");
const pointer = template(0, /^((\/|\{pointer\}).*)?$/, "a JSON pointer: /total, or nothing");
const rawUnit = oneOf(Object.keys(keptUnits));

const unit: Rule = (value, path) =>
  isObject(value)
    ? object({ pointer, allowed: list(1, 8, rawUnit) })(value, path)
    : oneOf([...Object.keys(keptUnits), "configured"])(value, path);
const decimals: Rule = (value, path) =>
  typeof value === "string" ? oneOf(["configured"])(value, path) : integer(0, 9)(value, path);

const counter = object({
  unit,
  decimals,
  terms: list(
    1,
    16,
    object({ message: text(1, 40), pointers: list(1, 8, pointer), sign: oneOf([1, -1]) }),
  ),
  ratedMaximumPerHour: orNull(ratedMaximum),
});

const message = object({
  topic,
  at: pointer,
  deviceTime: orNull(object({ pointer, form: oneOf(["rfc3339", "epochSeconds"]) })),
  serial: orNull(pointer),
});

const vector = object({
  origin,
  settings: object(
    { mac: text(12, 12, /^[0-9a-fA-F]{12}$/, "12 hexadecimal digits") },
    {
      deviceChannel: integer(0, 255),
      topic: text(1, 200),
      pointer: text(0, 255),
      unit: rawUnit,
      decimals: integer(0, 9),
      medium,
    },
  ),
  messages: list(1, 32, object({ topic: text(1, 255), payload: text(0, 4096) })),
  expect: expectations,
});

const rule = object({
  id: shortId,
  kind: oneOf(["mqtt"]),
  ...head,
  medium: orNull(medium),
  prefix: orNull(topic),
  messages: record(1, 16, /^[a-z][a-zA-Z0-9]{0,39}$/, list(1, 8, message)),
  presence: orNull(object({ topic, online: text(1, 64), offline: text(1, 64) })),
  counters: record(1, 32, counterName, counter),
  keepsCounters: bool,
  notes,
  vectors: list(1, 16, vector),
});

const steps: CheckSteps<MqttProfile> = { form: rule, sense: senseFaults, vectors: vectorFaults };

/** A profile of the program's own. @throws MegaError PROFILE_INVALID. */
export function checkMqttProfile(json: unknown): MqttProfile {
  const like = "packages/profiles/mqtt/mqtt.json";
  return checkedProfile(json, steps, { what: "An MQTT profile", like });
}

/** Everything that is wrong with an MQTT profile. */
export function mqttProfileFaults(json: unknown): readonly ProfileFinding[] {
  return profileFaults(json, steps);
}

function senseFaults(profile: MqttProfile): readonly ProfileFinding[] {
  return [...presenceFaults(profile), ...counterFaults(profile)];
}

/** What says that a device came or went is no message with counters. */
function presenceFaults({ messages, presence }: MqttProfile): readonly ProfileFinding[] {
  const topics = Object.values(messages).flatMap((all) => all.map((one) => one.topic));
  if (presence === null || !topics.includes(presence.topic)) return [];
  const message = "Messages come on this topic.";
  return [finding("presence.topic", message, presence.topic, "a topic of its own")];
}

function counterFaults({ counters, messages }: MqttProfile): readonly ProfileFinding[] {
  const count = Object.keys(counters).length;
  return Object.entries(counters).flatMap(([name, spec]) => {
    const path = `counters.${name}`;
    const isConfigured = spec.unit === "configured";
    const lost = spec.terms.flatMap(({ message }, at) =>
      Object.hasOwn(messages, message)
        ? []
        : [
            finding(
              `${path}.terms[${at}].message`,
              "The message is not described.",
              message,
              Object.keys(messages).join(", "),
            ),
          ],
    );
    const alone = "configured, as the only counter, with the unit configured";
    const isNamed = isConfigured === (name === "configured") && (!isConfigured || count === 1);
    const named = isNamed
      ? []
      : [finding(path, "The unit is configured for one counter alone.", name, alone)];
    return [...unitFaults(path, spec.unit), ...lost, ...named];
  });
}

/** A counter keeps one unit of billing for good, whatever the payload says. */
function unitFaults(path: string, unit: MqttCounterSpec["unit"]): readonly ProfileFinding[] {
  if (typeof unit !== "object") return [];
  const kept = unit.allowed.map((raw) => keptUnits[raw].unit);
  if (new Set(kept).size <= 1) return [];
  const allowed = "units of one unit of billing, such as Wh and kWh";
  return [finding(`${path}.unit.allowed`, "The units do not go together.", unit.allowed, allowed)];
}

function vectorFaults(profile: MqttProfile): readonly ProfileFinding[] {
  const faults = profile.vectors.flatMap((_, at) => vectorFault(profile, at));
  if (faults.length > 0) return faults;
  const expected = profile.vectors.map(({ expect }) => expect);
  // The counter of a configured kind is named after its unit once it is configured.
  const isConfigured = Object.hasOwn(profile.counters, "configured");
  const names = isConfigured ? [] : Object.keys(profile.counters);
  const isProven = expected.some((one) => Object.values(one).some(Number.isInteger));
  const allowed = "a vector with its count";
  return isConfigured && !isProven
    ? [finding("counters.configured", "No vector proves it.", "configured", allowed)]
    : unprovenFaults(names, expected);
}

function vectorFault(profile: MqttProfile, at: number): readonly ProfileFinding[] {
  const vector = profile.vectors[at];
  if (vector === undefined) return [];
  try {
    const counts = countsOfMessages(configureMqttMeter(profile, vector.settings), vector.messages);
    const found = Object.entries(counts).map(([name, count]): [string, number | string] => [
      name,
      count.kind === "count" ? count.count : count.reason,
    ]);
    return resultFaults(`vectors[${at}]`, vector.expect, Object.fromEntries(found));
  } catch (error) {
    return settingFaults(`vectors[${at}].settings`, error);
  }
}
