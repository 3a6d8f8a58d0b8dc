import { expect, test } from "vitest";
import { compareReadings, type ReadingsGiven } from "./compare-readings.ts";

/** Asked at 0.6 ms of a second, which the witness writes down as 0; late by 1439.8 ms. */
const late = { atMs: 0, leftAtMs: 1439.8, delivered: "late", serial: null, shown: { energy: 7 } };

const differences = (takenMs: number) =>
  compareReadings({
    life: { sources: [{ accepted: [] }] },
    stored: [[{ takenMs, count: 7 }]],
    answers: [late],
    countIn: () => 7,
    clock: [{ fromMs: 0, offsetMs: 0, vouched: true }],
    months: [],
  } as unknown as ReadingsGiven).length;

test("a late answer taken for the question asked again is none that was invented", () => {
  expect([1438, 1439, 1440, 1441].map(differences)).toEqual([1, 0, 0, 1]);
});
