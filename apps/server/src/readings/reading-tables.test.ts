import { expect, test } from "vitest";
import { monthsWanted } from "./reading-tables.ts";

const nowMs = Date.UTC(2026, 10, 26);

test("months have their tables before they begin", () => {
  expect(monthsWanted(nowMs, [])).toEqual(["2026-11", "2026-12", "2027-01"]);
  expect(monthsWanted(Date.UTC(2026, 10, 30, 23, 59), [])).toEqual([
    "2026-11",
    "2026-12",
    "2027-01",
  ]);
});

test("past months get theirs when rounds wait, clocks that were never set do not", () => {
  const waiting = [
    Date.UTC(2024, 1, 29),
    Date.UTC(2024, 1, 3),
    Date.UTC(2020, 0, 1),
    Date.UTC(2019, 11, 31),
    0,
    -1,
    Date.UTC(2027, 1, 1),
    Date.UTC(2099, 0, 1),
  ];
  expect(monthsWanted(nowMs, waiting)).toEqual([
    "2020-01",
    "2024-02",
    "2026-11",
    "2026-12",
    "2027-01",
  ]);
});

test("no more than ten years of tables are made at once", () => {
  const years = Array.from({ length: 84 }, (_none, no) => Date.UTC(2020, no, 5));
  const far = Array.from({ length: 200 }, (_none, no) => Date.UTC(2030, no, 5));
  expect(monthsWanted(Date.UTC(2050, 0), [...years, ...far])).toHaveLength(130);
});
