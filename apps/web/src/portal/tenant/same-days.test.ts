import type { SeriesBar } from "@mega/contract";
import { expect, test } from "vitest";
import { startOfDay } from "../../time/zone.ts";
import { firstWholeMonth, type SameDaysGround, sameDays } from "./same-days.ts";

const timeZone = "Europe/Brussels";

/** A bar for each day of a month, "1.000" each. */
function days(month: string, count: number, holes: readonly number[] = []): SeriesBar[] {
  const [year = 0, no = 0] = month.split("-").map(Number);
  return Array.from({ length: count }, (_, index) => ({
    from: new Date(startOfDay(year, no, index + 1, timeZone)).toISOString(),
    to: new Date(startOfDay(year, no, index + 2, timeZone)).toISOString(),
    counterNo: 1,
    consumption: holes.includes(index + 1) ? null : "1.000",
    mark: null,
  }));
}

function compare(part: Partial<SameDaysGround> & Pick<SameDaysGround, "bars" | "today">) {
  return sameDays({ decimals: 3, timeZone, since: "2024-12-31T23:00:00Z", back: 1, ...part });
}

test("whole days are compared with the same days of the month before, the day that runs with none", () => {
  const bars = [...days("2026-04", 30), ...days("2026-05", 28)];
  expect(compare({ bars, today: "2026-05-28" })).toEqual({
    kind: "figure",
    month: "2026-04",
    lastDay: 27,
    consumption: "27.000",
    percent: "0.0",
  });
});

test("a month that is longer than the other is compared as far as the other goes", () => {
  const bars = [...days("2026-02", 28), ...days("2026-03", 30)];
  expect(compare({ bars, today: "2026-03-31" })).toMatchObject({ lastDay: 28 });
});

test("the day of a changed clock counts as one day", () => {
  const bars = [...days("2026-03", 31), ...days("2026-04", 30)];
  expect(compare({ bars, today: "2026-04-30" })).toMatchObject({ consumption: "29.000" });
});

test("a day without a figure on either side is no comparison, and never a 0", () => {
  const april = days("2026-04", 30);
  const may = days("2026-05", 27);
  expect(compare({ bars: [...days("2026-04", 30, [9]), ...may], today: "2026-05-28" }).kind).toBe(
    "gap",
  );
  expect(compare({ bars: [...april, ...days("2026-05", 27, [1])], today: "2026-05-28" }).kind).toBe(
    "gap",
  );
  expect(compare({ bars: [...april, ...may.slice(1)], today: "2026-05-28" }).kind).toBe("gap");
});

test("on the first of a month the comparison starts tomorrow", () => {
  expect(compare({ bars: days("2026-04", 30), today: "2026-05-01" })).toEqual({ kind: "tomorrow" });
});

test.each([
  ["2026-01-31T23:00:00Z", 1, { kind: "starts", month: "2026-03" }],
  ["2026-02-01T12:00:00Z", 1, { kind: "starts", month: "2026-04" }],
  ["2026-01-31T23:00:00Z", 12, { kind: "starts", month: "2027-02" }],
] as const)("with figures from %s on, %i months back, it starts later", (since, back, wanted) => {
  const bars = days("2026-02", 14);
  expect(compare({ bars, today: "2026-02-15", since, back })).toEqual(wanted);
});

test("a year earlier is another month of days like the one before", () => {
  const bars = [...days("2025-05", 31), ...days("2026-05", 27)];
  const since = "2025-01-01T00:00:00Z";
  expect(compare({ bars, today: "2026-05-28", since, back: 12 })).toMatchObject({
    month: "2025-05",
    consumption: "27.000",
  });
});

test.each([
  ["2026-01-31T23:00:00Z", "2026-02"],
  ["2026-02-01T09:00:00Z", "2026-03"],
  ["2026-01-15T05:02:00Z", "2026-02"],
  ["2025-12-31T22:30:00Z", "2026-01"],
])("figures from %s on have their first whole month in %s", (since, month) => {
  expect(firstWholeMonth(since, timeZone)).toBe(month);
});
