import { buildingTruth, parseScenario } from "@mega/simulator";
import { expect, test } from "vitest";
import { benchMeters, scenarioText } from "./bench-building.ts";
import { tallyRound } from "./compare-readings.ts";

const referenceMs = Date.UTC(2026, 10, 26, 3);
const text = scenarioText({ busPort: 1, brokerPort: 1 }, "-P13M");
const truth = buildingTruth(parseScenario(text, { referenceMs }));
const meterIds = benchMeters.map(({ id }) => id);
const shown = meterIds.map((meterId) => ({
  meterId,
  index: (truth.indexAt(meterId, "import", referenceMs) / 1_000_000).toFixed(3),
  takenAtMs: referenceMs,
}));

test("what the meters showed is right, for all 128 of them", () => {
  expect(tallyRound(meterIds, shown, truth)).toEqual({ right: 128, wrong: 0, missed: 0 });
});

test("an index of another meter, or of ten minutes ago, is wrong; none is missed", () => {
  const [first, second, ...rest] = shown;
  if (first === undefined || second === undefined) throw new Error("there are two meters");
  const swapped = { ...first, index: second.index };
  const late = { ...second, takenAtMs: referenceMs + 600_000 };
  expect(tallyRound(meterIds, [swapped, late, ...rest.slice(1)], truth)).toEqual({
    right: 125,
    wrong: 2,
    missed: 1,
  });
});
