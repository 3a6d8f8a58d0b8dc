/** Few reads, every range in exactly one, never beyond what a meter allows. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { holeWordsMax, lineTiming } from "./line-timing.ts";
import { planReads, seamOf } from "./planner.ts";

const at9600 = lineTiming({ baud: 9600, charBits: 10, latencyMs: 0 });
const at115200 = lineTiming({ baud: 115_200, charBits: 10, latencyMs: 0 });

test("the hole that pays follows the line and the turnaround", () => {
  expect(holeWordsMax(at9600, 0)).toBe(10);
  expect(holeWordsMax(at9600, 20)).toBe(17);
  expect(holeWordsMax(at9600, 50)).toBe(32);
  expect(holeWordsMax(at115200, 0)).toBe(26);
});

test("over TCP only a unit that answers at once is read across wide holes", () => {
  const hidden = lineTiming({ baud: 0, charBits: 0, latencyMs: 0 });
  expect(holeWordsMax(hidden, 2)).toBe(125);
  expect(holeWordsMax(hidden, undefined)).toBe(10);
  // A line of 9600 behind a converter: 50 ms carry 24 words.
  expect(holeWordsMax(hidden, 50)).toBe(24);
});

const range = fc.record({
  functionCode: fc.constantFrom(3 as const, 4 as const),
  address: fc.integer({ min: 0, max: 300 }),
  count: fc.integer({ min: 1, max: 8 }),
});

test("each range stands whole in exactly one block, within the limits", () => {
  fc.assert(
    fc.property(
      fc.array(range, { maxLength: 30 }),
      fc.integer({ min: 8, max: 125 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 40 }),
      (ranges, maxWordsPerRead, holesAllowed, hole) => {
        const blocks = planReads(ranges, { maxWordsPerRead, holesAllowed }, hole);
        const placed = blocks.flatMap(({ rangeIndexes }) => rangeIndexes).sort((a, b) => a - b);
        expect(placed).toEqual(ranges.map((_, index) => index));
        for (const { functionCode, address, count, rangeIndexes } of blocks) {
          expect(count).toBeLessThanOrEqual(maxWordsPerRead);
          const wanted = new Set<number>();
          for (const index of rangeIndexes) {
            const inside = ranges[index];
            if (inside === undefined) throw new Error("A range that was not asked for.");
            expect(inside.functionCode).toBe(functionCode);
            expect(inside.address).toBeGreaterThanOrEqual(address);
            expect(inside.address + inside.count).toBeLessThanOrEqual(address + count);
            for (let word = 0; word < inside.count; word++) wanted.add(inside.address + word);
          }
          if (!holesAllowed) expect(wanted.size).toBe(count);
        }
      },
    ),
  );
});

test("a range beyond the limit of the meter is refused, not torn", () => {
  const limits = { maxWordsPerRead: 4, holesAllowed: false };
  const wide = [{ functionCode: 3, address: 0, count: 5 }] as const;
  expect(() => planReads(wide, limits, 0)).toThrow(/not 1 to 4/);
});

test("a block is split at its widest hole, and a seam keeps it split", () => {
  const ranges = [
    { functionCode: 4, address: 0, count: 2 },
    { functionCode: 4, address: 3, count: 2 },
    { functionCode: 4, address: 9, count: 2 },
  ] as const;
  const limits = { maxWordsPerRead: 40, holesAllowed: true };
  const [block] = planReads(ranges, limits, 10);
  expect(block && seamOf(block, ranges)).toBe(9);
  const split = planReads(ranges, limits, 10, (_, address) => address === 9);
  expect(split.map(({ address, count }) => [address, count])).toEqual([
    [0, 5],
    [9, 2],
  ]);
  const alone = { functionCode: 4, address: 9, count: 2, rangeIndexes: [2] } as const;
  expect(seamOf(alone, ranges)).toBeUndefined();
});
