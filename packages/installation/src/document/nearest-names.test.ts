import { expect, test } from "vitest";
import { nearestNames } from "./nearest-names.ts";

const names = ["eastron-sdm120", "eastron-sdm630", "mqtt-water", "mqtt-heat", "p1", "kamstrup-p1"];

test.each([
  ["sdm630", "eastron-sdm630"],
  ["sdm360", "eastron-sdm630"],
  ["Eastron SDM120", "eastron-sdm120"],
  ["mqtt-watter", "mqtt-water"],
  ["heat", "mqtt-heat"],
  ["p1", "p1"],
  ["", "p1"],
])("%j is nearest to %s", (word, name) => {
  expect(nearestNames(word, names, 1)).toEqual([name]);
});

test("no more names are given than there are", () => {
  expect(nearestNames("x", [], 3)).toEqual([]);
  expect(nearestNames("x", names, 99)).toHaveLength(names.length);
});
