import fc from "fast-check";
import { expect, test } from "vitest";
import { type ProjectedReading, packRun, unpackRun } from "./packed-run.ts";
import { inOrder } from "./reading-runs.ts";

const HOUR_MS = 3_600_000;

const anyReading: fc.Arbitrary<ProjectedReading> = fc.record({
  takenAtMs: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  seq: fc.integer({ min: 1, max: 1e9 }),
  count: fc.option(fc.maxSafeInteger().map(Math.abs)),
  code: fc.integer({ min: 0, max: 255 }),
  clockState: fc.constantFrom("U", "I", "S", "R"),
  monthNo: fc.integer({ min: 0, max: 1e5 }),
  decision: fc.option(
    fc.record({ seq: fc.integer({ min: 1, max: 1e9 }), discarded: fc.boolean() }),
  ),
});

test("whatever is packed comes back", () => {
  fc.assert(
    fc.property(fc.array(anyReading, { minLength: 1, maxLength: 50 }), (any) => {
      const readings = any.sort(inOrder);
      const place = { sourceNo: 7, fromMs: readings[0]?.takenAtMs ?? 0 };
      expect(unpackRun(place, packRun(place, readings))).toEqual(readings);
    }),
  );
});

const hours = Array.from({ length: 100 }, (_, hour): ProjectedReading => {
  const takenAtMs = 1_777_586_520_000 + hour * HOUR_MS + ((hour * 37) % 90);
  const seen = { seq: 10 + hour, count: 9_634_865 + 340 * hour, code: 0 };
  return { takenAtMs, ...seen, clockState: "S", monthNo: 24_316, decision: null };
});
const place = { sourceNo: 3, fromMs: hours[0]?.takenAtMs ?? 0 };

test("a reading by the hour costs at most 6 bytes", () => {
  expect(packRun(place, hours).length / hours.length).toBeLessThan(6);
});

test("a bit that turns, another source and another time are noticed", () => {
  const packed = packRun(place, hours);
  for (let bit = 0; bit < 8 * packed.length; bit++) {
    const at = bit >> 3;
    const turned = packed.with(at, (packed[at] ?? 0) ^ (1 << (bit & 7)));
    expect(unpackRun(place, turned)).toBeUndefined();
  }
  expect(unpackRun({ ...place, sourceNo: 4 }, packed)).toBeUndefined();
  expect(unpackRun({ ...place, fromMs: place.fromMs + 1 }, packed)).toBeUndefined();
  expect(unpackRun(place, packed.subarray(0, 3))).toBeUndefined();
});
