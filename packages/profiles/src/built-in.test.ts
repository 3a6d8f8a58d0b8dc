import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { builtInProfiles } from "./built-in.ts";
import { isObject } from "./check-rules.ts";
import { profileCheck } from "./profile-check.ts";
import { changedProfile, modbusProfiles } from "./testing/meter-profiles.ts";

const each = modbusProfiles.map((profile) => [profile.id, profile] as const);

test("every file in the folder of meters is in the list and named like its profile", () => {
  const files = readdirSync(new URL("../meters/", import.meta.url)).sort();
  const listed = Object.entries(builtInProfiles())
    .filter(([file]) => file.startsWith("meters/"))
    .map(([file, json]) => [file, isObject(json) ? `meters/${json["id"]}.json` : ""] as const);
  expect(listed.map(([file]) => file.slice("meters/".length)).sort()).toEqual(files);
  for (const [file, named] of listed) expect(named).toBe(file);
});

test.each(["emm220", "moco", "calorie", "water", "kamstrup"])(
  "the kind %s of the leaflet is there as a pattern to be adapted",
  (id) => {
    expect(modbusProfiles.find((profile) => profile.id === id)?.status).toBe("generic");
  },
);

test.each(each)(
  "%s has two vectors, one with a great figure and one without a figure",
  (_, { vectors }) => {
    const figures = vectors.flatMap(({ expect: given }) => Object.values(given));
    // Beyond one word of 16 bits, where a lost or swapped word would show.
    const great = (figure: string | null) =>
      figure !== null && Number(figure.replace(/\D.*$/, "")) > 30_000;
    expect(vectors.length).toBeGreaterThanOrEqual(2);
    expect(figures.some(great)).toBe(true);
    expect(figures).toContain(null);
  },
);

test.each(each)(
  "%s has a unit, a source with its page, and notes in four languages",
  (_, profile) => {
    expect(profile.source.document).toMatch(/./);
    expect(profile.source.page).toMatch(/./);
    for (const { unit } of Object.values(profile.counters)) expect(unit).toMatch(/./);
    expect(new Set(Object.values(profile.notes)).size).toBe(4);
  },
);

test.each(each.filter(([, { status }]) => status === "generic" || status === "one-source"))(
  "%s, which nobody confirmed, asks in its notes for a look at the display",
  (_, { notes }) => {
    expect(notes.en).toMatch(/display|dial|by hand|Look at the meter|shows at once/);
  },
);

test.each(["vectors", "source"])("a profile of any kind without %s is refused", (key) => {
  for (const file of ["meters/moco.json", "mqtt/mqtt.json", "p1/p1.json"]) {
    expect(profileCheck(changedProfile(file, [key], undefined)).length).toBeGreaterThan(0);
  }
});

test.each([
  ["meters/calorie.json", "energy"],
  ["mqtt/mqtt.json", "import"],
  ["p1/p1.json", "import"],
])("a profile like %s whose counter has no unit is refused", (file, counter) => {
  const found = profileCheck(changedProfile(file, ["counters", counter, "unit"], undefined));
  expect(found.length).toBeGreaterThan(0);
});
