import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { builtInProfiles } from "./built-in.ts";
import { isObject } from "./check-rules.ts";
import type { ModbusCounter, WordOrder } from "./profile.ts";
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

test.each(each)("%s proves each of its live values and its serial number", (_, profile) => {
  const { live, serialNumber, vectors } = profile;
  const proven = vectors.flatMap(({ expectLive = {} }) =>
    Object.entries(expectLive).flatMap(([id, figure]) => (figure === null ? [] : [id])),
  );
  expect([...new Set(proven)].sort()).toEqual(Object.keys(live).sort());
  const numbers = vectors.filter(({ expectSerialNumber }) => expectSerialNumber !== undefined);
  expect(numbers.length > 0).toBe(serialNumber !== null);
});

test.each(each)("%s fails its vectors with any of the usual slips in a counter", (id, profile) => {
  for (const [counterId, counter] of Object.entries(profile.counters)) {
    for (const slip of slips(counter)) {
      const counters = { ...profile.counters, [counterId]: { ...counter, ...slip } };
      const found = profileCheck({ ...profile, counters });
      expect(found, `${id} ${counterId} ${JSON.stringify(slip)}`).not.toEqual([]);
    }
  }
});

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

/** Counted from 1, one value too far, the words swapped, the other function, ten times too much. */
function slips(counter: ModbusCounter): readonly Partial<ModbusCounter>[] {
  const { wordAddress, type, wordOrder, step, unit } = counter;
  const isShort = type === "u16" || type === "s16";
  return [
    { wordAddress: wordAddress + 1 },
    { wordAddress: wordAddress + 2 },
    { wordAddress: Math.max(0, wordAddress - 1) + (wordAddress === 0 ? 3 : 0) },
    ...(isShort ? [] : [{ wordOrder: swapped(wordOrder) }]),
    { function: counter.function === 3 ? 4 : 3 },
    ...(unit === "pulse" ? [] : [{ unit: unit === "kWh" ? ("Wh" as const) : ("kWh" as const) }]),
    ...(type.startsWith("float") || unit === "pulse" ? [] : [{ step: tenfold(step) }]),
  ];
}

function swapped(wordOrder: WordOrder): WordOrder {
  return wordOrder === "high-first" ? "low-first" : "high-first";
}

/** The next power of ten. */
function tenfold(step: string): string {
  const steps = ["0.0001", "0.001", "0.01", "0.1", "1", "10", "100"];
  return steps[steps.indexOf(step) + 1] ?? "1000";
}
