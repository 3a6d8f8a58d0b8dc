// Profiles of P1, MQTT and typed meters are checked as deeply as those of meters on a bus.

import { expect, test } from "vitest";
import { builtInProfiles } from "./built-in.ts";
import { findingText } from "./check-rules.ts";
import { checkMqttProfile } from "./mqtt/check-mqtt.ts";
import { checkP1Profile } from "./p1/check-p1.ts";
import { profileCheck } from "./profile-check.ts";
import { changedProfile } from "./testing/meter-profiles.ts";

const others = Object.keys(builtInProfiles()).filter((file) => !file.startsWith("meters/"));

test.each(others)("%s is right, and wrong with another figure in a vector", (file) => {
  expect(profileCheck(builtInProfiles()[file])).toEqual([]);
  const expect0 = Object.keys(Reflect.get(firstVector(file), "expect"));
  const path = ["vectors", "0", "expect", expect0[0] ?? ""];
  const [found] = profileCheck(changedProfile(file, path, 7));
  expect(found?.path).toBe(`vectors[0].expect.${expect0[0]}`);
});

function firstVector(file: string): object {
  const { vectors } = builtInProfiles()[file] as { readonly vectors: readonly object[] };
  return vectors[0] ?? {};
}

// file, path, value → what the finding begins with
const changes: readonly (readonly [string, string, unknown, string])[] = [
  ["p1/p1.json", "id", "P1", "id: The text is not right."],
  ["p1/p1.json", "colour", "red", "colour: Unknown key."],
  ["p1/p1.json", "source.section", undefined, "source.section: The key is missing."],
  ["p1/p1.json", "notes.nl", "", "notes.nl: The text is not right."],
  ["p1/p1.json", "checksum", "maybe", "checksum: The value is not known."],
  ["p1/p1.json", "captureAgeMaxHours", 24, "captureAgeMaxHours: The age does not fit"],
  ["p1/p1.json", "subMeterTypes", [3], "counters.import.place.kind: The place does not fit"],
  ["p1/p1.json", "counters.import.unit", "Wh", "counters.import.unit: The value is not known."],
  ["p1/p1.json", "counters.import.decimals", 7, "counters.import.decimals: The number is not"],
  ["p1/p1.json", "counters.import.decimals", 2, "vectors[0].expect.import: The vector gives"],
  ["p1/p1.json", "counters.import.place.kind", "all", "counters.import.place.kind: The value"],
  ["p1/p1.json", "counters.import.place.orTotal", "1.8.0", "counters.import.place.orTotal: The"],
  ["p1/p1.json", "counters.import.place.objects", [], "counters.import.place.objects: The list"],
  ["p1/p1.json", "counters.import.ratedMaximumPerHour", "0", "counters.import.ratedMaximumPerHour"],
  ["p1/p1.json", "vectors.0.telegram.0", "MGA5", "vectors[0].telegram[0]: It is no telegram."],
  ["p1/p1.json", "vectors.0.checksum", "absent", "vectors[0].checksum: The profile takes no"],
  ["p1/p1.json", "vectors.0.expect.other", 1, "vectors[0].expect.other: The vector gives"],
  ["p1/p1-gas.json", "subMeterTypes", [], "subMeterTypes: The list is not right."],
  ["p1/p1-gas.json", "captureAgeMaxHours", null, "captureAgeMaxHours: The age does not fit"],
  ["mqtt/mqtt.json", "prefix", "a/+/b", "prefix: The text is not right."],
  ["mqtt/mqtt.json", "prefix", "a/{house}", "prefix: A place to fill in is not known."],
  ["mqtt/mqtt.json", "presence.topic", "{prefix}/{channel}", "presence.topic: Messages come on"],
  ["mqtt/mqtt.json", "messages", {}, "messages: The number of entries is not right."],
  ["mqtt/mqtt.json", "messages.reading", [], "messages.reading: The list is not right."],
  ["mqtt/mqtt.json", "messages.reading.0.serial", "serial", "messages.reading[0].serial: The text"],
  ["mqtt/mqtt.json", "messages.reading.0.deviceTime.form", "ms", "messages.reading[0].deviceTime"],
  ["mqtt/mqtt.json", "counters.import.unit", "kW", "counters.import.unit: The value is not known."],
  [
    "mqtt/mqtt.json",
    "counters.import.unit",
    "configured",
    "counters.import: The unit is configured",
  ],
  [
    "mqtt/mqtt.json",
    "counters.import.unit.allowed",
    ["kWh", "m3"],
    "counters.import.unit.allowed:",
  ],
  ["mqtt/mqtt.json", "counters.import.terms.0.sign", 0, "counters.import.terms[0].sign: The value"],
  [
    "mqtt/mqtt.json",
    "counters.import.terms.0.message",
    "x",
    "counters.import.terms[0].message: The",
  ],
  ["mqtt/mqtt.json", "counters.import.terms.0.pointers", [], "counters.import.terms[0].pointers:"],
  ["mqtt/mqtt.json", "keepsCounters", "yes", "keepsCounters: It is neither."],
  ["mqtt/mqtt.json", "vectors", [], "vectors: The list is not right."],
  ["mqtt/mqtt.json", "vectors.0.settings.mac", "x", "vectors[0].settings.mac: The text is not"],
  ["mqtt/mqtt-generic.json", "vectors.0.settings.topic", undefined, "vectors[0].settings.topic: "],
  ["manual/manual-water.json", "id", "manual-", "id: The text is not right."],
  ["manual/manual-water.json", "medium", "beer", "medium: The value is not known."],
  ["manual/manual-water.json", "counters.volume.units", {}, "counters.volume.units: The number of"],
  [
    "manual/manual-water.json",
    "counters.volume.units.m3.ratedMaximumPerHour",
    "x",
    "counters.volume",
  ],
  ["manual/manual-water.json", "vectors.0.unit", "kWh", "vectors[0].unit: The setting"],
  ["manual/manual-water.json", "vectors.0.decimals", 7, "vectors[0].decimals: The number is not"],
];

test.each(changes)("%s with %s as %j is refused for that reason", (file, path, value, text) => {
  const found = profileCheck(changedProfile(file, path.split("."), value)).map(findingText);
  expect(found.find((line) => line.startsWith(text)) ?? found).toContain(text);
});

test("a counter that no vector proves is refused, whatever reads the meter", () => {
  for (const file of ["p1/p1.json", "mqtt/mqtt.json", "manual/manual-water.json"]) {
    const { counters, vectors } = builtInProfiles()[file] as {
      readonly counters: Readonly<Record<string, object>>;
      readonly vectors: readonly { readonly expect: object }[];
    };
    const [first] = Object.values(counters);
    const unproven = { ...counters, more: first };
    const found = profileCheck(changedProfile(file, ["counters"], unproven));
    expect(vectors.length).toBeGreaterThan(0);
    expect(found.some(({ path }) => path.endsWith(".more"))).toBe(true);
  }
});

test("a built-in profile that is not right does not load", () => {
  expect(() => checkP1Profile(null)).toThrow(/no object/);
  expect(() => checkP1Profile(changedProfile("p1/p1.json", ["source"], {}))).toThrow(/source/);
  expect(() => checkMqttProfile([])).toThrow(/no object/);
  expect(() => checkMqttProfile(changedProfile("mqtt/mqtt.json", ["vectors"], []))).toThrow(
    /vectors/,
  );
});
