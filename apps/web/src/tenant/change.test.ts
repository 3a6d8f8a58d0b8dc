import { expect, test } from "vitest";
import { changeInPercent } from "./change.ts";

test.each([
  ["240.350", "224.416", "7.1"],
  ["240.350", "247.783", "-3.0"],
  ["100", "100.0", "0.0"],
  ["0.000", "5.000", "-100.0"],
  ["1000.05", "1000.00", "0.0"],
  ["1000.5", "1000.0", "0.1"],
  ["999.5", "1000.0", "-0.1"],
  ["3", "1", "200.0"],
  ["-0.120", "1.000", "-112.0"],
])("%s against %s is %s per cent", (now, before, percent) => {
  expect(changeInPercent(now, before)).toBe(percent);
});

test("nothing is said against nothing", () => {
  expect(changeInPercent("5.000", "0.000")).toBeNull();
  expect(changeInPercent("5.000", "-1.000")).toBeNull();
});
