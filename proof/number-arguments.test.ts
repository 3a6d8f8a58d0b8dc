import { expect, test } from "vitest";
import { readArguments as readPowercut } from "./powercut/arguments.ts";
import { chanceFrom } from "./powercut/chance.ts";
import { readArguments as readServer } from "./server/arguments.ts";

const commands = [
  ["soak:powercut", readPowercut],
  ["soak:server", readServer],
] as const;

test.each(commands)("%s takes a date, and the largest of 31 bits, as its seed", (_name, read) => {
  for (const seed of [1, 20_261_126, 2_147_483_647]) {
    expect(read(["--seed", String(seed)]).seed).toBe(seed);
  }
});

test.each(commands)("%s refuses other seeds with what is allowed", (_name, read) => {
  for (const text of ["0", "-1", "1.5", "1e3", "0x10", "", "today", "2147483648"]) {
    expect(() => read([`--seed=${text}`])).toThrow(
      `--seed is ${text}; allowed: a whole number from 1 to 2147483647`,
    );
  }
});

test("how often something is done keeps a limit of its own", () => {
  const allowed = "allowed: a whole number from 1 to 10000000";
  expect(() => readServer(["--rounds", "20261126"])).toThrow(`--rounds is 20261126; ${allowed}`);
  expect(() => readPowercut(["--cuts", "10000001"])).toThrow(`--cuts is 10000001; ${allowed}`);
});

test("seeds that differ only above 32 bits draw other numbers", () => {
  const drawn = (seed: number) => {
    const chance = chanceFrom(seed);
    return Array.from({ length: 8 }, () => chance(1000));
  };
  // As a run's seed and the one 2^26 further, each times a million.
  const [one, other] = [20_261_126, 20_261_126 + 2 ** 26].map((seed) => drawn(seed * 1_000_000));
  expect(one).not.toEqual(other);
  expect(drawn(7)).toEqual(drawn(7));
});
