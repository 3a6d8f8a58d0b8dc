import { addMonths, monthOf, monthSpan } from "@mega/domain";
import { countScale } from "@mega/profiles";
import { expect, test } from "vitest";
import { checkScenario } from "../scenario/check-scenario.ts";
import type { Fault } from "../scenario/faults.ts";
import { modbusProfiles } from "../testing/demo-building.ts";
import { buildingTruth } from "../truth/building-truth.ts";
import { buildingParts } from "../wire/building-parts.ts";
import { busKinds, rollingKinds } from "./meter-kinds.ts";
import { type RandomBuilding, randomBuilding } from "./random-building.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 2027-11-01T00:00 in Brussels: the leap day of 2028 lies within the year that follows. */
const startMs = 1_825_023_600_000;
const timeZone = "Europe/Brussels";
const whole = { rtuMeters: 32, mqttMeters: 96, startMs, months: 14, timeZone };
/** 2028-03-26T01:00Z and 2028-10-29T01:00Z. */
const clockChangesMs = [1_837_645_200_000, 1_856_394_000_000];
const months = Array.from({ length: 14 }, (_, at) =>
  monthSpan(addMonths(monthOf(startMs, timeZone), at), timeZone),
);
const profiles = modbusProfiles();
// 6 and 20 once exchanged one meter twice, with one serial number.
const seeds = [1, 2, 6, 20];
const buildings = seeds.map((seed) => randomBuilding(seed, whole));

function faultsOf({ scenario }: RandomBuilding) {
  return scenario.meters.flatMap((meter) => meter.faults.map((fault) => ({ meter, fault })));
}

function spanOf(fault: Fault): readonly [number, number] {
  return "atMs" in fault ? [fault.atMs, fault.atMs] : [fault.fromMs, fault.toMs];
}

test("the same seed is the same building, another one is another", () => {
  expect(randomBuilding(1, whole)).toEqual(buildings[0]);
  expect(buildings[1]?.scenario.meters).not.toEqual(buildings[0]?.scenario.meters);
});

test.each(buildings.map((building, at) => [seeds[at], building] as const))(
  "building %s is sound, can be served, and has meters of many kinds",
  (_, { scenario }) => {
    expect(checkScenario(scenario)).toEqual([]);
    expect(() => buildingParts(scenario, profiles)).not.toThrow();
    const kinds = (place: string) =>
      new Set(scenario.meters.filter((meter) => meter.place.kind === place).map((m) => m.profile));
    expect(kinds("bus").size).toBeGreaterThan(25);
    expect(kinds("mqtt").size).toBe(12);
    const serials = scenario.meters.map(({ serialNumber }) => serialNumber);
    expect(new Set(serials).size).toBe(128);
  },
);

test("every kind of fault comes several times in a year of 128 meters, and once in a short one", () => {
  const names = (building: RandomBuilding) =>
    faultsOf(building).map(({ fault }) =>
      "shows" in fault
        ? `${fault.kind} ${fault.shows}`
        : "register" in fault
          ? `${fault.kind} ${fault.register}`
          : "holds" in fault
            ? `${fault.kind} ${fault.holds}`
            : fault.kind,
    );
  const wanted = [
    ...["dead", "outage", "noisy", "slow", "duplicate"],
    ...["glitch zero", "glitch old", "glitch high", "reset", "unsaved", "jitter"],
    ...["export falls", "export holds", "unit", "retained", "doubled", "late", "mixed-up"],
    ...["null", "text", "nan", "truncated", "negative"].map((holds) => `bad-payload ${holds}`),
  ];
  for (const building of buildings) {
    const found = names(building);
    for (const name of wanted) {
      const times = found.filter((one) => one === name).length;
      expect([name, times >= 2]).toEqual([name, true]);
    }
    const exchanges = building.siteNotes.filter(({ kind }) => kind === "exchange");
    expect(exchanges.length).toBeGreaterThan(8);
    expect(exchanges.filter(({ visible }) => !visible).length).toBeGreaterThan(1);
    expect(building.siteNotes.some(({ kind }) => kind === "rollover")).toBe(true);
  }
  const short = randomBuilding(3, { ...whole, rtuMeters: 6, mqttMeters: 10, months: 3 });
  const found = names(short);
  expect(wanted.filter((name) => !found.includes(name))).toEqual([]);
});

test("faults that change figures keep 40 days apart, and most months of most meters are clean", () => {
  const changing = [
    "glitch",
    "reset",
    "unsaved",
    "export",
    "unit",
    "late",
    "mixed-up",
    "duplicate",
  ];
  for (const building of buildings) {
    const { scenario } = building;
    let touched = 0;
    for (const meter of scenario.meters) {
      const spans = [
        ...meter.faults.filter(({ kind }) => changing.includes(kind)).map(spanOf),
        ...meter.exchanges.map(({ atMs }) => [atMs, atMs] as const),
      ].sort(([one], [other]) => one - other);
      for (const [at, [fromMs]] of spans.entries()) {
        const [, beforeMs] = spans[at - 1] ?? [0, 0];
        // An export is moved to whole hours afterwards.
        expect(fromMs - beforeMs).toBeGreaterThan(40 * dayMs - hourMs);
      }
      const all = [...meter.faults.map(spanOf), ...meter.exchanges.map(({ atMs }) => [atMs, atMs])];
      for (const { fromMs, toMs } of months) {
        if (all.some(([from = 0, to = 0]) => from < toMs && to >= fromMs)) touched += 1;
      }
    }
    expect(touched / (128 * 14)).toBeLessThan(0.2);
  }
});

test("faults lie across the ends of months and both changes of the clocks", () => {
  for (const building of buildings) {
    const spans = faultsOf(building).map(({ fault }) => spanOf(fault));
    const across = (atMs: number) => spans.filter(([from, to]) => from < atMs && to > atMs).length;
    const ends = months.reduce((sum, { toMs }) => sum + across(toMs), 0);
    expect(ends).toBeGreaterThan(15);
    for (const changeMs of clockChangesMs) expect(across(changeMs)).toBeGreaterThanOrEqual(2);
  }
});

test("the notes tell what stood on the meters, to the step of their displays", () => {
  for (const { scenario, siteNotes } of buildings) {
    const truth = buildingTruth(scenario);
    for (const note of siteNotes) {
      if (note.kind === "rollover") {
        const index = (atMs: number) => truth.indexAt(note.meterId, note.counterId, atMs);
        expect(index(note.toMs)).toBeLessThan(index(note.fromMs));
      }
      if (note.kind !== "exchange" && note.kind !== "set-back") continue;
      const [before, after] =
        note.kind === "exchange" ? [note.taken, note.put] : [note.lastSeen, note.goesOnFrom];
      for (const [face, atMs] of [
        [before, note.fromMs - 1],
        [after, note.fromMs],
      ] as const) {
        for (const [counterId, shown] of Object.entries(face.shown)) {
          const behind = truth.indexAt(note.meterId, counterId, atMs) - shown;
          expect(behind).toBeGreaterThanOrEqual(0);
          expect(behind).toBeLessThanOrEqual(1_000_000);
        }
        expect(face.serialNumber).toBe(truth.serialAt(note.meterId, atMs));
      }
      if (note.kind === "exchange") {
        expect(after.serialNumber).not.toBe(before.serialNumber);
        const meter = scenario.meters.find(({ id }) => id === note.meterId);
        expect(meter?.exchanges).toHaveLength(1);
      }
    }
  }
});

test("what a kind of meter is said to be is what its profile says", () => {
  for (const kind of [...busKinds, ...rollingKinds]) {
    const profile = profiles.get(kind.profile);
    expect([kind.profile, profile?.serialNumber !== null]).toEqual([
      kind.profile,
      kind.serial !== null,
    ]);
    const counterId =
      kind.oneWay ??
      { power: "import", heat: "energy", gas: "volume", water: "volume" }[kind.measures];
    const counter = profile?.counters[counterId];
    const scale = counter === undefined ? undefined : countScale(counter, undefined);
    if (scale === undefined) throw new Error(`${kind.profile} has no ${counterId}.`);
    const step = scale.countsPerStep * 10 ** (6 - scale.decimals);
    // Near the end of its register a float of 24 bits is coarser than its profile.
    if (kind.rollsOverAt === undefined)
      expect([kind.profile, kind.stepMicro]).toEqual([kind.profile, step]);
    expect(Number(counter?.rollsOverAt ?? 0)).toBe(
      kind.rollsOverAt?.units ?? Number(counter?.rollsOverAt ?? 0),
    );
  }
});

test("options out of their range are named", () => {
  const made = (more: Partial<typeof whole>) => () => randomBuilding(1, { ...whole, ...more });
  expect(made({ mqttMeters: 97 })).toThrow("The sum of meters is 129; allowed is 1 to 128.");
  expect(made({ months: 0 })).toThrow("months is 0; allowed is a whole number from 1 to 120.");
  expect(made({ rtuMeters: -1 })).toThrow("rtuMeters is -1");
  expect(made({ startMs: startMs + 1 })).toThrow("a whole hour");
});
