import type { CounterRow } from "@mega/contract";
import { expect, test } from "vitest";
import { monthChanges } from "./month-changes.ts";

function cell(month: string, consumption: string | null): CounterRow["cells"][number] {
  return {
    month,
    index: null,
    indexMark: null,
    consumption,
    consumptionMark: null,
    opening: null,
    closed: true,
    revision: null,
  };
}

const months = ["2026-05", "2026-04", "2026-03"].map((month) => ({
  month,
  provisional: month === "2026-05",
}));
const cells = [cell("2026-05", "50.0"), cell("2026-04", "110.0"), cell("2026-03", "100.0")];
const earlier = new Map([
  ["2025-04", "100.0"],
  ["2025-03", "80.0"],
]);

test("closed months are compared with the month before and with the same one a year earlier", () => {
  const changes = monthChanges({ months, cells, earlier, firstWhole: "2025-03" });
  expect(changes.get("2026-04")).toEqual({ onMonth: "10.0", onYear: "10.0" });
  expect(changes.get("2026-03")).toEqual({ onMonth: null, onYear: "25.0" });
});

test("the month that runs is compared with none here", () => {
  const changes = monthChanges({ months, cells, earlier, firstWhole: "2025-03" });
  expect(changes.get("2026-05")).toEqual({ onMonth: null, onYear: null });
});

test("a month that is not wholly the person's is compared with nothing", () => {
  const changes = monthChanges({ months, cells, earlier, firstWhole: "2026-04" });
  expect(changes.get("2026-04")).toEqual({ onMonth: null, onYear: null });
});

test("a month without a figure, or with one that waits, is no comparison", () => {
  const holes = [
    cell("2026-04", null),
    { ...cell("2026-03", "1.0"), consumptionMark: "Q" as const },
  ];
  const changes = monthChanges({ months, cells: holes, earlier, firstWhole: "2025-03" });
  expect([...changes.values()]).toEqual([
    { onMonth: null, onYear: null },
    { onMonth: null, onYear: null },
  ]);
});
