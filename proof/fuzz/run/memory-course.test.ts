import { expect, test } from "vitest";
import { courseOf } from "./memory-course.ts";

const heaps = (...heapBytes: readonly number[]) =>
  courseOf(heapBytes.map((bytes) => ({ heapBytes: bytes, residentBytes: 0 })));
const grown = (...heapBytes: readonly number[]) => {
  const { before, after } = heaps(...heapBytes);
  return after.heapBytes - before.heapBytes;
};

test("what is held for a moment is no growth, wherever it is measured", () => {
  expect(grown(70, 74, 71, 90, 70, 73, 75, 70, 91)).toBe(0);
  expect(grown(91, 70, 74, 71, 70, 73, 70, 75, 71)).toBe(0);
});

test("what leaks shows, whatever comes and goes beside it", () => {
  expect(grown(70, 80, 72, 90, 76, 78, 80, 99, 84)).toBe(10);
});

test("a run that measured once has not grown", () => {
  expect(grown(70)).toBe(0);
  expect(() => heaps()).toThrow("never measured");
});
