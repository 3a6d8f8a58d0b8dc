import { expect, test } from "vitest";
import { niceTop } from "./chart.tsx";
import { sumOf } from "./sum.ts";

test("a sum of printed figures is exact where floats are not", () => {
  expect(sumOf(["0.1", "0.2"], 1)).toBe("0.3");
  expect(sumOf(["99999999999.999", "0.001"], 3)).toBe("100000000000.000");
  expect(sumOf(["-0.500", "0.250"], 3)).toBe("-0.250");
  expect(sumOf(["7", "8"], 0)).toBe("15");
});

test("a sum of nothing is nothing, not zero", () => {
  expect(sumOf([], 3)).toBeNull();
});

test("the axis ends at a round number that is not below the highest bar", () => {
  expect([0, 0.7, 7.9, 240, 280].map(niceTop)).toEqual(["1", "0.8", "8", "250", "300"]);
});
