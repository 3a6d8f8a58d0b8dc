import { expect, test } from "vitest";
import { monthStartMs, monthsEndingIn } from "./calendar.ts";

const hourMs = 3_600_000;
const zone = "Europe/Brussels";

test("a month begins at local midnight, on both sides of a clock change", () => {
  expect(new Date(monthStartMs(2026, 4, zone)).toISOString()).toBe("2026-03-31T22:00:00.000Z");
  expect(new Date(monthStartMs(2026, 11, zone)).toISOString()).toBe("2026-10-31T23:00:00.000Z");
});

test("March has 743 hours, October 745, and February of a leap year 696", () => {
  const hours = (month: number, year = 2028) =>
    (monthStartMs(year, month + 1, zone) - monthStartMs(year, month, zone)) / hourMs;
  expect([hours(3), hours(10), hours(2), hours(2, 2027)]).toEqual([743, 745, 696, 672]);
});

test("months run on over the end of a year", () => {
  const months = monthsEndingIn(
    monthStartMs(2027, 11, zone),
    monthStartMs(2028, 3, zone) + hourMs,
    zone,
  );
  expect(months.map(({ month }) => month)).toEqual(["2027-11", "2027-12", "2028-01", "2028-02"]);
});
