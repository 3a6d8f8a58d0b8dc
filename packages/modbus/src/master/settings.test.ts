/** What a bus may be told, and how it says what it may not. */

import { expect, test } from "vitest";
import { BusSettingsError, busSettings, defaultBusSettings } from "./settings.ts";

test("what is not given has its default", () => {
  expect(busSettings({})).toEqual(defaultBusSettings);
  expect(busSettings({ retries: 2 })).toEqual({ ...defaultBusSettings, retries: 2 });
});

test.each([
  [{ window: 17 }, /window is 17; 1 to 16/],
  [{ minGapMs: -1 }, /minGapMs is -1; 0 to 1000/],
  [{ responseTimeoutMs: 0.5 }, /responseTimeoutMs is 0.5; 1 to 60000/],
  [{ queueLengthMax: Number.POSITIVE_INFINITY }, /queueLengthMax is Infinity/],
  [{ devices: [{ unit: 248 }] }, /unit is 248; 1 to 247/],
  [{ devices: [{ unit: 1, minGapMs: 60_001 }] }, /minGapMs is 60001; 0 to 60000/],
  [{ devices: [{ unit: 1 }, { unit: 1 }] }, /listed twice/],
])("%j is refused with the field, the value and what is allowed", (given, complaint) => {
  expect(() => busSettings(given)).toThrow(BusSettingsError);
  expect(() => busSettings(given)).toThrow(complaint);
});

test("over Modbus TCP more meters and every unit are allowed", () => {
  const devices = Array.from({ length: 256 }, (_, unit) => ({ unit }));
  expect(busSettings({ transport: "tcp", devices }).devices.length).toBe(256);
});
