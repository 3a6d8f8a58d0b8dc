import type { Source } from "@mega/domain";
import { expect, test } from "vitest";
import { settle } from "./settle.ts";

const HOUR_MS = 3_600_000;
/** 1 count is 1 kWh, at most 100 kWh pass in an hour. */
const source: Source = {
  sourceNo: 1,
  meterId: "m",
  counterId: "import",
  serialNumber: null,
  profileId: "p",
  profileHash: "",
  medium: "electricity",
  unit: "kWh",
  decimals: 0,
  factor: { numerator: 1, denominator: 1 },
  start: { amount: 0, decimals: 0 },
  rolloverCount: null,
  ratedMaximumPerHour: { amount: 100, decimals: 0 },
};

// The count recorded, what waits behind it as "count@hour", and what of it counts then.
const table = `
  0    | 0@0 1@1 2@2                        | 0 1 2
  0    | 0@0 5000@1 1@2                     | 0 1
  2    | 3@1 900@2 901@3 904@11 905@12      | 3
  1000 | 1100@1 1300@2 1301@3 1302@4 1303@5 | 1100 1300 1301 1302 1303
`;

test.each(table.trim().split("\n"))("settled: %s", (row) => {
  const [count = "", waiting = "", wanted] = row.split("|").map((cell) => cell.trim());
  const readings = waiting.split(" ").map((item, at) => {
    const [shown, hour] = item.split("@").map(Number);
    const taken = { takenAtMs: (hour ?? 0) * HOUR_MS, count: shown ?? 0 };
    return { ...taken, seq: at + 1, sourceNo: 1, reason: "fell" as const };
  });
  const { released, left } = settle(source, { takenAtMs: 0, count: Number(count) }, readings);
  expect(released.map((one) => one.count).join(" ")).toBe(wanted);
  expect(released.length + left.length).toBe(readings.length);
});
