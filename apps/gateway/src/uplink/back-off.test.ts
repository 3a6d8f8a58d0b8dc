import { expect, test } from "vitest";
import { backOffMs } from "./back-off.ts";

test("pauses double from 4 s to 15 min and are drawn from the whole span", () => {
  const longest = [1, 2, 3, 8, 9, 40].map((failures) => backOffMs(failures, 0.999999, null));
  expect(longest.map((ms) => Math.round(ms / 1000))).toEqual([4, 8, 16, 512, 900, 900]);
  expect(backOffMs(9, 0.5, null)).toBe(450_000);
  expect(backOffMs(9, 0, null)).toBe(1000);
});

test("a server that names a time is waited for, up to an hour", () => {
  expect(backOffMs(1, 0.5, 120_000)).toBe(120_000);
  expect(backOffMs(1, 0.5, 86_400_000)).toBe(3_600_000);
  expect(backOffMs(9, 0.5, 1000)).toBe(450_000);
});
