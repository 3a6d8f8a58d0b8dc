// A seeded share of `npm run soak:fuzz`: every target, few cases, in this process.

import { describe, expect, test } from "vitest";
import { readFuzzArguments } from "./run/fuzz-arguments.ts";
import { runCases, showCase } from "./run/run-cases.ts";
import { fuzzTargets } from "./targets.ts";

const seed = 20_261_126;

/** Few where the product is slow to make; the long run has a million each. */
const shares: Readonly<Record<string, number>> = { http: 400, imports: 250, p1: 400 };
const share = 700;

describe("a counterpart that speaks nonsense", () => {
  test.each(Object.keys(fuzzTargets))("is told from one that speaks sense: %s", async (name) => {
    const target = await fuzzTargets[name]?.load();
    if (target === undefined) throw new Error(`${name} is no target`);
    const count = shares[name] ?? share;
    const report = await runCases(target, { name, seed, from: 0, count });
    expect(report.faults).toEqual([]);
    expect(report.broken).toEqual({ crash: 0, hang: 0, invented: 0 });
    expect(report.accepted).toBeGreaterThan(count / 100);
    expect(report.refused).toBeGreaterThan(count / 100);
  });
});

test("a case is the same whenever it is drawn, without those before it", async () => {
  const target = await fuzzTargets["mqtt"]?.load();
  if (target === undefined) throw new Error("mqtt is no target");
  const at = (from: number) => showCase(target, { name: "mqtt", seed, from });
  expect(await at(17)).toBe(await at(17));
  expect(await at(17)).not.toBe(await at(18));
});

test("a case is replayed with one target, a seed and its number", () => {
  const names = Object.keys(fuzzTargets);
  const words = ["--only", "rtu", "--seed", "7", "--case", "4711"];
  expect(readFuzzArguments(words, names, 1)).toEqual({
    kind: "arguments",
    given: { cases: 1_000_000, seed: 7, only: ["rtu"], caseNumber: 4711 },
  });
});

test.each([
  [["--cases"], "--cases needs a value"],
  [["--cases", "0"], "--cases takes 1 to"],
  [["--cases", "1e6"], "--cases takes 1 to"],
  [["--seed", "-1"], "--seed takes 0 to"],
  [["--only", "rtu,x"], '"x" is no target'],
  [["--case", "3"], "--case needs --only"],
  [["--loud", "1"], '"--loud" is not known'],
])("%j is refused with what is allowed", (words, why) => {
  const read = readFuzzArguments(words, Object.keys(fuzzTargets), 1);
  expect(read).toMatchObject({ kind: "usage", why: expect.stringContaining(why) });
});
