import type { Series, SeriesBar } from "@mega/contract";
import { expect, test } from "vitest";
import { comparisonOf } from "./comparison.ts";

const march = { since: null, now: "2026-03-10T00:00:00Z" };

const bar = (month: number, consumption: string | null, mark: SeriesBar["mark"]): SeriesBar => ({
  from: `2026-0${month}-01T00:00:00Z`,
  to: `2026-0${month + 1}-01T00:00:00Z`,
  counterNo: 1,
  consumption,
  mark,
});

function series(bars: readonly SeriesBar[], before: readonly SeriesBar[] = []): Series {
  return {
    channelNo: 3,
    bucket: "month",
    from: "2026-01-01T00:00:00Z",
    to: "2026-06-01T00:00:00Z",
    timeZone: "UTC",
    counters: [{ counterNo: 1, counterId: "import", unit: "kWh", decimals: 3 }],
    bars: [...bars],
    compare: { from: "2025-01-01T00:00:00Z", to: "2025-06-01T00:00:00Z", bars: [...before] },
  };
}

test("the newest month that has ended is compared with the one before and with a year earlier", () => {
  const bars = [bar(1, "200", null), bar(2, "220", null), bar(3, "40", "provisional")];
  const before = [bar(1, "100", null), bar(2, "200", "E"), bar(3, "300", null)];
  expect(comparisonOf(series(bars, before), march)).toMatchObject({
    bar: { consumption: "220" },
    onMonth: "10.0",
    onYear: "10.0",
  });
});

test("a month without a figure is compared with nothing, and a gap is never 0", () => {
  const bars = [bar(1, null, "gap"), bar(2, "220", null), bar(3, "40", "provisional")];
  expect(comparisonOf(series(bars), march)).toMatchObject({
    onMonth: null,
    onYear: null,
  });
});

test("while only the first month runs there is nothing to compare", () => {
  expect(comparisonOf(series([bar(3, "40", "provisional")]), march)).toBeNull();
});

test("the month in which a tenant came is not held against the next one", () => {
  const bars = [bar(1, "90", null), bar(2, "220", null), bar(3, "40", "provisional")];
  const since = "2026-01-17T10:00:00Z";
  expect(comparisonOf(series(bars), { ...march, since })).toMatchObject({
    bar: { consumption: "220" },
    onMonth: null,
  });
});
