// The quick way to write a number agrees with the slow and exact one of the profiles, for every counter
// and every live value of every meter kind that ships with the program.

import {
  countScale,
  decodeMeter,
  encodeCounters,
  encodeMeter,
  type ModbusProfile,
  type WordBlock,
  wordCountOf,
} from "@mega/profiles";
import fc from "fast-check";
import { expect, test } from "vitest";
import { modbusProfiles } from "../testing/demo-building.ts";
import { shownCounter } from "./meter-counts.ts";
import { wordsOfNumber } from "./number-words.ts";
import type { Shows } from "./shows.ts";

const profiles = [...modbusProfiles().values()];
const numbers = profiles.flatMap((profile) =>
  Object.entries(profile.live).map(([name, at]) => [profile, name, at] as const),
);

test("a live value is written as the profiles write it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...numbers),
      fc.integer({ min: 0, max: 6000 }),
      ([profile, name, at], amount) => {
        const isFloat = at.type === "float32" || at.type === "float64";
        const value = isFloat ? amount / 10 : amount;
        const exponent = Math.round(Math.log10(Number(at.step)));
        const decimals = isFloat ? 1 : -exponent;
        const live = { [name]: { amount, decimals } };
        const bare = { ...profile, identification: [] };
        const [block] = encodeMeter(bare, { counters: {}, live });
        expect(wordsOfNumber(value, at)).toEqual(block?.words);
      },
    ),
    { numRuns: 2000 },
  );
});

test("whole numbers below 0 and beyond 32 bits are written like the others", () => {
  const at = { function: 3, wordAddress: 0, wordOrder: "low-first" } as const;
  expect(wordsOfNumber(-2, { ...at, type: "s16" })).toEqual([0xfffe]);
  expect(wordsOfNumber(-70_000, { ...at, type: "s32" })).toEqual([0xee90, 0xfffe]);
  expect(wordsOfNumber(-2, { ...at, type: "s64" })).toEqual([0xfffe, 0xffff, 0xffff, 0xffff]);
  const large = 2 ** 52 + 0x1_2345;
  expect(wordsOfNumber(large, { ...at, type: "u64" })).toEqual([0x2345, 1, 0, 0x10]);
});

/** A meter of which every counter stands at so many micro-units, and which told its serial number. */
function standsAt(figure: number): Shows {
  return { figure: () => () => figure, serialAt: () => "1", lowerStepsAt: () => 0 };
}

function decodedCount(profile: ModbusProfile, counterId: string, count: number): unknown {
  const blocks: readonly WordBlock[] = encodeCounters(profile, { [counterId]: count });
  return decodeMeter(profile, blocks).counters[counterId];
}

test("what a counter is said to show is what its words are read as, floats of 24 bits too", () => {
  const counters = profiles.flatMap((profile) =>
    Object.entries(profile.counters)
      .filter(([, counter]) => counter.unit !== "pulse" && wordCountOf[counter.type] > 1)
      .map(([counterId]) => [profile, counterId] as const),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...counters),
      fc.integer({ min: 0, max: 2_000_000_000_000 }),
      ([profile, counterId], figure) => {
        const { countAt, microOf } = shownCounter(profile, standsAt(figure), counterId);
        const count = countAt(0);
        expect(decodedCount(profile, counterId, count)).toMatchObject({ kind: "count", count });
        const counter = profile.counters[counterId];
        const scale = counter === undefined ? undefined : countScale(counter, undefined);
        if (counter?.type === "float32" || scale?.unit === undefined) return;
        const step = microOf(scale.countsPerStep);
        expect(microOf(count)).toBeLessThanOrEqual(figure);
        expect(figure - microOf(count)).toBeLessThan(step);
      },
    ),
    { numRuns: 3000 },
  );
});
