import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReadingRow } from "../readings/reading-row.ts";
import { packRounds, unpackRounds } from "./cold-form.ts";
import { NumberReader, NumberWriter } from "./varints.ts";

const whole = fc.maxSafeInteger();
const count = fc.option(fc.oneof(fc.nat(1_000_000), fc.maxSafeNat()));
const offset = fc.option(fc.integer({ min: -(2 ** 23) + 1, max: 2 ** 23 - 1 }));
const numbers = fc.option(fc.array(whole, { minLength: 1, maxLength: 6 }));

const row: fc.Arbitrary<ReadingRow> = fc
  .array(fc.tuple(fc.nat(255), offset, count), { maxLength: 6 })
  .chain((cells) =>
    fc.record({
      seq: fc.maxSafeNat(),
      dueAtMs: fc.integer({ min: 1_577_836_800_000, max: 1_900_000_000_000 }),
      monthNo: fc.nat(60_000),
      clockState: fc.constantFrom("U", "I", "S", "R"),
      states: fc.constant(Uint8Array.from(cells, ([state]) => state)),
      offsetsMs: fc.constant(cells.map(([, ms]) => ms)),
      counts: fc.constant(cells.map(([, , one]) => one)),
      farTimes: numbers,
      decisions: numbers,
    }),
  );

test("whatever rounds go in come out the same", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      expect(unpackRounds(packRounds(rows))).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});

test("whatever numbers are written are read back", () => {
  fc.assert(
    fc.property(fc.array(whole), (written) => {
      const out = new NumberWriter();
      for (const number of written) out.put(number);
      const from = new NumberReader(out.bytes);
      expect(written.map(() => from.take())).toEqual(written.map((number) => number + 0));
      expect(from.isAtEnd).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test.each([0, 1, 63, 64, -63, -64, 8191, 8192, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER])(
  "%d is read back",
  (number) => {
    const out = new NumberWriter();
    out.put(number);
    expect(new NumberReader(out.bytes).take()).toBe(number);
  },
);

test("a value that was cut is refused", () => {
  const rows: readonly ReadingRow[] = Array.from({ length: 40 }, (_none, no) => ({
    ...{ seq: no + 1, dueAtMs: 1_800_000_000_000 + no * 3_600_000, monthNo: 24_000 },
    clockState: "S",
    states: Uint8Array.of(0),
    offsetsMs: [1000 + no],
    counts: [no * 7],
    farTimes: null,
    decisions: null,
  }));
  const packed = packRounds(rows);
  expect(() => unpackRounds(packed.slice(0, -3))).toThrow();
});
