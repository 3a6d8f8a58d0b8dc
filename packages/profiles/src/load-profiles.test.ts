import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkProfileFile, loadProfiles, profileOf } from "./load-profiles.ts";
import { profileCheck } from "./profile-check.ts";
import { builtInList } from "./testing/built-in-list.ts";

const root = new URL("../", import.meta.url);
const files = ["manual", "meters", "mqtt", "p1"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => `${folder}/${name}`),
);

function readProfile(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(file, root), "utf8"));
}

test.each(files)("%s passes the check and its vectors", (file) => {
  expect(profileCheck(readProfile(file))).toEqual([]);
});

test("The list of built-in profiles names every file in the folders", () => {
  const written = readFileSync(new URL("src/built-in.ts", root), "utf8");
  const named = (text: string) => text.match(/from "\.\.\/[^"]+"/g)?.sort();
  expect(named(written)).toEqual(named(builtInList(files)));
});

test("A user's profile loads beside the built-in ones, a wrong one is named with its faults", () => {
  const folder = mkdtempSync(join(tmpdir(), "profiles-"));
  try {
    const mine = { ...readProfile("meters/emm220.json"), id: "my-meter" };
    const twice = readProfile("meters/emm220.json");
    writeFileSync(join(folder, "a-mine.json"), JSON.stringify(mine));
    writeFileSync(join(folder, "b-twice.json"), JSON.stringify(twice));
    writeFileSync(join(folder, "c-broken.json"), "{");
    writeFileSync(join(folder, "d-extra.json"), JSON.stringify({ ...mine, colour: "red" }));
    const loaded = loadProfiles(folder);
    expect(profileOf(loaded, "my-meter").origin).toBe("user");
    expect(profileOf(loaded, "my-meter").hash).toMatch(/^[0-9a-f]{64}$/);
    expect(loaded.refused.map(({ file }) => file.slice(folder.length + 1))).toEqual([
      "b-twice.json",
      "c-broken.json",
      "d-extra.json",
    ]);
    expect(loaded.refused[2]?.findings).toMatchObject([{ path: "colour", value: '"red"' }]);
    expect(checkProfileFile(join(folder, "a-mine.json"))).toEqual([]);
    expect(() => profileOf(loaded, "no-such")).toThrow("no-such");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("A folder that is not there holds no profiles", () => {
  expect(loadProfiles("/nowhere/at/all").refused).toEqual([]);
});
