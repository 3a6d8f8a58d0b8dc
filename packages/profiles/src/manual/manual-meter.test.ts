import { expect, test } from "vitest";
import { builtInProfiles } from "../built-in.ts";
import { loadProfiles, profileOf } from "../load-profiles.ts";
import { profileCheck } from "../profile-check.ts";
import { changedProfile } from "../testing/meter-profiles.ts";
import { configureManualMeter } from "./manual-meter.ts";
import { countOfTyped } from "./typed-count.ts";

function manual(id: string) {
  const { profile } = profileOf(loadProfiles(), id);
  if (profile.kind !== "manual") throw new Error(`${id} is for another kind of meter`);
  return profile;
}

// Profile, unit, decimals, typed; then what is kept: unit, decimals of a step, count or the refusal.
const table = `
  manual-electricity | kWh | 1 | 9634.8   | kWh 1 96348
  manual-electricity | Wh  | 0 | 9634865  | kWh 3 9634865
  manual-electricity | MWh | 3 | 9.634    | MWh 3 9634
  manual-heat        | GJ  | 2 | 12.5     | GJ 2 1250
  manual-heat        | MJ  | 0 | 12500    | GJ 3 12500
  manual-water       | m3  | 3 | 872.234  | m3 3 872234
  manual-water       | L   | 0 | 872234   | m3 3 872234
  manual-water       | m3  | 3 | 872.2345 | m3 3 too-many-decimals
  manual-gas         | m3  | 3 | 20,5     | m3 3 format
  manual-gas         | m3  | 3 | -1       | m3 3 format
  manual-gas         | m3  | 6 | 99999999999.5 | m3 6 beyond-display
`;

test.each(table.trim().split("\n"))("typed: %s", (row) => {
  const [id = "", unit = "", decimals = "", typed = "", wanted] = row
    .split("|")
    .map((c) => c.trim());
  const [counter] = configureManualMeter(manual(id), { unit, decimals: Number(decimals) });
  if (counter === undefined) throw new Error("no counter");
  const found = countOfTyped(counter, typed);
  const said = found.kind === "count" ? found.count : found.code;
  expect(`${counter.keptUnit} ${counter.decimals} ${said}`).toBe(wanted);
});

test("a display that starts again at nought does not show its maximum", () => {
  const settings = { unit: "m3", decimals: 1, rolloverAt: "100000" };
  const [counter] = configureManualMeter(manual("manual-water"), settings);
  expect(counter?.rolloverCount).toBe(1_000_000);
});

test.each([
  [{ unit: "GJ", decimals: 1 }, "unit"],
  [{ unit: "kWh", decimals: 7 }, "decimals"],
  [{ unit: "kWh", decimals: 0, rolloverAt: "99999.5" }, "rolloverAt"],
  [{ unit: "kWh", decimals: 0, rolloverAt: "many" }, "rolloverAt"],
])("settings %j are refused at %s", (settings, setting) => {
  expect(() => configureManualMeter(manual("manual-electricity"), settings)).toThrow(
    expect.objectContaining({ context: expect.objectContaining({ setting }) }),
  );
});

const files = Object.keys(builtInProfiles()).filter((file) => file.startsWith("manual/"));

test.each(files)("%s is refused with a vector that says something else", (file) => {
  expect(profileCheck(builtInProfiles()[file])).toEqual([]);
  expect(profileCheck(changedProfile(file, ["vectors", "0", "decimals"], 5))).not.toEqual([]);
  expect(profileCheck(changedProfile(file, ["vectors"], []))).not.toEqual([]);
  expect(profileCheck(changedProfile(file, ["id"], "typed-water"))).not.toEqual([]);
  expect(profileCheck(changedProfile(file, ["counters"], {}))).not.toEqual([]);
});

test("the names of typed meters are kept from profiles of every other kind", () => {
  const [found] = profileCheck(changedProfile("meters/moco.json", ["id"], "manual-moco"));
  expect(found).toMatchObject({ path: "id", value: '"manual-moco"' });
});
