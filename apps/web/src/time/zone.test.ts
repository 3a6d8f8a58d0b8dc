import { expect, test } from "vitest";
import { dayParts, instantsOf, localDay, startOfDay } from "./zone.ts";

const brussels = "Europe/Brussels";
const iso = (ms: number) => new Date(ms).toISOString();

test("a local time has one instant on an ordinary day", () => {
  const found = instantsOf({ year: 2026, month: 5, day: 2, hour: 18, minute: 3 }, brussels);
  expect(found.map(iso)).toEqual(["2026-05-02T16:03:00.000Z"]);
});

test("the doubled hour of autumn has two instants, the gap of spring none", () => {
  const doubled = instantsOf({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, brussels);
  expect(doubled.map(iso)).toEqual(["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]);
  expect(instantsOf({ year: 2026, month: 3, day: 29, hour: 2, minute: 30 }, brussels)).toEqual([]);
});

test("a day of 23 or 25 hours lasts that long", () => {
  const hours = (month: number, day: number) =>
    (startOfDay(2026, month, day + 1, brussels) - startOfDay(2026, month, day, brussels)) /
    3_600_000;
  expect([hours(3, 29), hours(10, 25), hours(5, 2)]).toEqual([23, 25, 24]);
});

test("a zone whose midnight is skipped begins its day at one", () => {
  expect(iso(startOfDay(2018, 11, 4, "America/Sao_Paulo"))).toBe("2018-11-04T03:00:00.000Z");
});

test("days beyond the month's end run on", () => {
  expect(localDay(startOfDay(2026, 12, 32, brussels), brussels)).toBe("2027-01-01");
  expect(dayParts("2026-02-30")).toBeUndefined();
  expect(dayParts("2026-02")).toEqual([2026, 2, 1]);
});
