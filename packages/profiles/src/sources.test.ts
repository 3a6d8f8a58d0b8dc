import { decimalText, indexOfCount, parseDecimal } from "@mega/domain";
import { expect, test } from "vitest";
import { decodeMeter } from "./decode.ts";
import { declaredUnits, type MeterSettings, sourcesOfMeter } from "./sources.ts";
import { modbusProfile, modbusProfiles } from "./testing/meter-profiles.ts";

const noDecimal = { amount: 0, decimals: 0 };
const decimal = (text: string) => parseDecimal(text) ?? noDecimal;

test("a pulse input gets its unit, weight and start from the installation's settings", () => {
  const settings: MeterSettings = {
    counters: {
      pulse1: {
        unit: "m3",
        pulseWeight: { numerator: 1, denominator: 100 },
        start: decimal("123.45"),
        medium: "hotWater",
        ratedMaximumPerHour: decimal("5"),
      },
      pulse2: {
        unit: "kWh",
        pulseWeight: { numerator: 1, denominator: 300 },
        medium: "electricity",
        ratedMaximumPerHour: decimal("11.4"),
      },
    },
  };
  const moco = modbusProfile("moco");
  const { sources, faults } = sourcesOfMeter(moco, settings, ["pulse1", "pulse2"]);
  expect(faults).toEqual([]);
  expect(sources[0]).toMatchObject({ medium: "hotWater", unit: "m3", rolloverCount: 2 ** 32 });
  const words = { kind: "words", function: 3, wordAddress: 27, words: [0, 7, 0, 299] } as const;
  const { counters } = decodeMeter(moco, [words], declaredUnits(settings));
  // 123.45 + 7 × 0.01 m3; 299/300 kWh, cut off after three decimals.
  const printed = sources.map((source) => {
    const counter = counters[source.counterId];
    const index = indexOfCount(source, counter?.kind === "count" ? counter.count : -1);
    return `${decimalText(index)} ${index.unit}`;
  });
  expect(printed).toEqual(["123.52 m3", "0.996 kWh"]);
});

test("a pulse input without unit, weight or greatest flow is a fault and no source", () => {
  const weight = { numerator: 1, denominator: 1000 };
  const fault = (own: NonNullable<MeterSettings["counters"]>[string]) =>
    sourcesOfMeter(modbusProfile("moco"), { counters: { pulse3: own } }, ["pulse3"]).faults[0];
  expect(fault({ pulseWeight: weight })?.message).toContain("unit");
  expect(fault({ unit: "m3" })?.message).toContain("weight");
  expect(fault({ unit: "m3", pulseWeight: weight })?.message).toContain("in an hour");
  expect(fault({ unit: "L", pulseWeight: weight })?.message).toContain("cannot be declared in L");
});

test("a heat meter is billed in the unit it was ordered with", () => {
  const inGj: MeterSettings = {
    counters: { energy: { unit: "GJ", ratedMaximumPerHour: decimal("0.2") } },
  };
  const { sources } = sourcesOfMeter(modbusProfile("kamstrup"), inGj, ["energy"]);
  expect(sources).toMatchObject([{ medium: "heat", unit: "GJ", decimals: 3 }]);
});

test("a count with a part after the point is declared in its finest step", () => {
  const rated: MeterSettings = { counters: { volume: { ratedMaximumPerHour: decimal("5") } } };
  const { sources } = sourcesOfMeter(modbusProfile("water"), rated, ["volume"]);
  expect(sources).toMatchObject([{ unit: "m3", decimals: 3, rolloverCount: null }]);
});

test("a transformer ratio weighs energy and nothing else", () => {
  const settings: MeterSettings = {
    currentTransformer: { numerator: 40, denominator: 1 },
    counters: { import: { ratedMaximumPerHour: decimal("150") } },
  };
  const factor = (id: string, counterId: string) =>
    sourcesOfMeter(modbusProfile(id), settings, [counterId]).sources[0]?.factor;
  expect(factor("abb-b24", "import")).toEqual({ numerator: 40, denominator: 1 });
  expect(factor("kamstrup", "volume")).toEqual({ numerator: 1, denominator: 1 });
});

test.each(modbusProfiles.map((profile) => [profile.id, profile] as const))(
  "%s declares every counter, or says what the installer must give",
  (_, profile) => {
    const { sources, faults } = sourcesOfMeter(profile);
    expect([...sources, ...faults]).toHaveLength(Object.keys(profile.counters).length);
    for (const { counterId, rolloverCount } of sources) {
      const rolls = profile.counters[counterId]?.rollsOverAt ?? null;
      expect(rolloverCount === null).toBe(rolls === null);
    }
    for (const { message } of faults) expect(message).toMatch(/must be given\.$/);
  },
);
