import { expect, test } from "vitest";
import { modbusProfileFaults } from "./check-modbus.ts";
import { findingText } from "./check-rules.ts";
import { changedProfile, modbusProfiles } from "./testing/meter-profiles.ts";

const file = "meters/gavazzi-em340.json";
const water = "meters/water.json";
const sum = "meters/siemens-pac2200.json";

function findings(path: string, value: unknown, of = file): readonly string[] {
  return modbusProfileFaults(changedProfile(of, path.split("."), value)).map(findingText);
}

// path                                value → what the finding begins with; nothing for none
const changes: readonly (readonly [string, unknown, string])[] = [
  ["vectors", undefined, "vectors: The key is missing."],
  ["vectors", [], "vectors: The list is not right."],
  ["source", undefined, "source: The key is missing."],
  ["source.document", "", "source.document: The text is not right."],
  ["source.page", undefined, "source.page: The key is missing."],
  ["counters.import.unit", undefined, "counters.import.unit: The key is missing."],
  ["counters.import.unit", "kW", "counters.import.unit: The value is not known."],
  ["counters.import.step", "0.2", "counters.import.step: The text is not right."],
  ["counters.import.step", "0.0000000001", "counters.import.step: The text is not right."],
  ["counters.import.rollsOverAt", "0.05", "counters.import.rollsOverAt: It is no whole number"],
  ["counters.import.wordAddress", 65_536, "counters.import.wordAddress: The number is not"],
  ["counters.import.wordAddress", 65_535, "(file): A value runs past the last word."],
  ["counters.import.function", 1, "counters.import.function: The value is not known."],
  ["counters.import.wordOrder", "middle", "counters.import.wordOrder: The value is not known."],
  ["counters.import.invalid", ["7FFF"], "counters.import.invalid[0]: The text is not right."],
  ["counters.import.colour", "red", "counters.import.colour: Unknown key."],
  ["counters.import.ratedMaximumPerHour", 49, "counters.import.ratedMaximumPerHour: The text"],
  ["counters", {}, "counters: The number of entries is not right."],
  ["limits.maxWordsPerRead", 1, "limits.maxWordsPerRead: A value needs more."],
  ["limits.maxWordsPerRead", 126, "limits.maxWordsPerRead: The number is not right."],
  ["notes.de", undefined, "notes.de: The key is missing."],
  ["status", "sure", "status: The value is not known."],
  ["id", "a-name-of-two-and-thirty-letters", "id: The text is not right."],
  ["vectors.1.expect.import", "1.0 kWh", "vectors[1].expect.import: The words of the vector give"],
  ["vectors.0.expect.constructor", null, "vectors[0].expect.constructor: It is not described."],
  ["vectors.0.expectLive", { toString: "1 W" }, "vectors[0].expectLive.toString: It is not descr"],
  ["vectors.0.expectSerialNumber", "1", "vectors[0].expectSerialNumber: The words of the vector"],
  ["vectors.0.words", { "4:52": ["d687"] }, "vectors[0].words.4:52[0]: The text is not right."],
  ["brand", "Gavazzi", ""],
];

test.each(changes)(
  "a meter profile with %s as %j is refused for that reason",
  (path, value, text) => {
    const found = findings(path, value);
    if (text === "") expect(found).toEqual([]);
    else expect(found.some((line) => line.startsWith(text))).toBe(true);
  },
);

const number = { function: 3, wordAddress: 20, type: "u32", wordOrder: "high-first" };

test.each([
  ["counters.volume.fraction.step", "1", "counters.volume.fraction.step: It is not finer"],
  ["counters.volume.fraction.type", "float32", "counters.volume.fraction: The two parts"],
  ["counters.volume.sign", "absolute", "counters.volume.sign: A counter with a part"],
  ["counters.volume.plus", [number], "counters.volume.plus: A counter is a sum or has a part"],
  ["counters.volume.unitFrom", number, "counters.volume.unitCode: The unit register needs"],
  ["counters.volume.unitChoices", [{ unit: "L", step: "0.001" }], "counters.volume.fraction.step"],
])("a counter with a part after the point and %s as %j is refused", (path, value, text) => {
  expect(findings(path, value, water).some((line) => line.startsWith(text))).toBe(true);
});

test.each([
  ["counters.import.rollsOverAt", "1000000000", "counters.import.rollsOverAt: A sum has no"],
  ["counters.import.plus", [number], "counters.import.plus: The numbers of a sum are all floats"],
  ["counters.import.plus", [], "counters.import.plus: The list is not right."],
])("a counter that is a sum with %s as %j is refused", (path, value, text) => {
  expect(findings(path, value, sum).some((line) => line.startsWith(text))).toBe(true);
});

test("a counter that no vector proves is refused", () => {
  const extra = { ...modbusProfiles[0]?.counters["import"], wordAddress: 200, function: 4 };
  const found = findings("counters.partial", extra);
  expect(found).toEqual([
    'counters.partial: No vector proves it. Found "partial"; allowed: a vector with its figure.',
  ]);
});

test("a pulse is counted one by one", () => {
  const found = findings("counters.pulse1.step", "10", "meters/moco.json");
  expect(found[0]).toContain("counters.pulse1.step: A pulse is counted one by one.");
});

test.each([null, 7, "text", [], {}, { kind: "modbus" }])("%j is no meter profile", (json) => {
  expect(modbusProfileFaults(json).length).toBeGreaterThan(0);
});
