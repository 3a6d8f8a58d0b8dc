import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseConfig } from "../document/load-config.ts";
import { planReadings } from "./plan-readings.ts";
import { loadProfileSet, withProfileTexts } from "./profile-set.ts";

const builtIn = new URL("../../../profiles/meters/eastron-sdm120.json", import.meta.url);
const config = parseConfig(
  `
version: 1
building: { name: Test }
gateway: { model: MEGA16 }
buses: [{ id: main, link: { kind: rtu-over-tcp, host: 127.0.0.1, port: 1 } }]
meters: [{ id: flat, profile: my-meter, bus: main, address: 1 }]
channels: [{ no: 1, name: Flat one, meter: flat }]
`,
  "test",
);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-profiles-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeMyMeter(change: (profile: Record<string, unknown>) => void): void {
  const profile = JSON.parse(readFileSync(builtIn, "utf8")) as Record<string, unknown>;
  profile["id"] = "my-meter";
  change(profile);
  writeFileSync(join(folder, "my-meter.json"), JSON.stringify(profile));
}

test("a user's own profile is loaded from the folder and read like any other", () => {
  writeMyMeter(() => undefined);
  const { plan } = planReadings(config, loadProfileSet(folder));
  expect(plan.meters[0]?.counters.map(({ source }) => source.profileId)).toContain("my-meter");
});

test("a user's profile without vectors is refused, and the meter that names it says why", () => {
  writeMyMeter((profile) => delete profile["vectors"]);
  const profiles = loadProfileSet(folder);
  expect(profiles.refused.map(({ file }) => file)).toHaveLength(1);
  expect(() => planReadings(config, profiles)).toThrow(/my-meter\.json: .*vectors/s);
});

test("a profile that came as a text is read like one of the folder", () => {
  writeMyMeter(() => undefined);
  const text = readFileSync(join(folder, "my-meter.json"), "utf8");
  const wanted = planReadings(config, loadProfileSet(folder)).plan;
  const set = withProfileTexts(loadProfileSet("/nowhere"), [{ file: "my-meter.json", text }]);
  expect(planReadings(config, set).plan).toEqual(wanted);
});

test("texts are refused as files are: no JSON, faults, an id that is taken", () => {
  const taken = readFileSync(builtIn, "utf8");
  const set = withProfileTexts(loadProfileSet("/nowhere"), [
    { file: "broken.json", text: "{" },
    { file: "my-meter.json", text: '{ "kind": "modbus", "id": "my-meter" }' },
    { file: "taken.json", text: taken },
  ]);
  const found = set.refused.map(({ file, findings }) => [file, findings[0]?.path]);
  expect(found.map(([file]) => file)).toEqual(["broken.json", "my-meter.json", "taken.json"]);
  expect(found[2]).toEqual(["taken.json", "id"]);
  expect(() => planReadings(config, set)).toThrow(/a profile without faults; my-meter\.json: /);
});

test("a profile that nobody has written is answered with the nearest names", () => {
  expect(() => planReadings(config, loadProfileSet(folder))).toThrow(/one of \d+ profiles/);
});
