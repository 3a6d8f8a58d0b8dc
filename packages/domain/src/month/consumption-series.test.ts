import { expect, test } from "vitest";
import type { Source } from "../installation/source.ts";
import { decimalText } from "../quantity/quantity.ts";
import { consumptionSeries } from "./consumption-series.ts";

const minuteMs = 60_000;
const source: Source = {
  sourceNo: 1,
  meterId: "m",
  counterId: "import",
  serialNumber: null,
  profileId: "p",
  profileHash: "",
  medium: "electricity",
  unit: "kWh",
  decimals: 3,
  factor: { numerator: 1, denominator: 1 },
  start: { amount: 0, decimals: 0 },
  rolloverCount: 100_000,
  ratedMaximumPerHour: { amount: 100, decimals: 0 },
};

// Bars of a length over a span in minutes; readings as "minute:count"; then the bars wanted.
const table = `
  60  | 0-180  | 2:0 62:100 122:300 182:600       | 0.100 actual, 0.200 actual, 0.300 actual
  60  | 0-180  | 2:0 62:100 182:600               | 0.100 actual, missing, missing
  60  | 0-180  | 7:0 67:60 127:120 187:180        | missing, 0.060 interpolated, 0.060 interpolated
  60  | 0-120  | 0:0 15:5 30:10 45:20 75:50 90:60 120:70 | 0.035 interpolated, 0.035 interpolated
  60  | 0-120  | 0:0 60:0 120:0                   | 0.000 actual, 0.000 actual
  60  | 0-120  |                                  | missing, missing
  60  | 0-120  | 0:99990 60:10 120:20             | 0.020 actual, 0.010 actual
  1440 | 0-2880 | 2:0 1380:1000 1500:1120 2882:3000 | 1.060 interpolated, 1.940 interpolated
  1440 | 0-2880 | 2:0 1000:1000 1500:1500 2882:3000 | 1.440 estimated, 1.560 estimated
  1440 | 0-2880 | 2:0 2882:3000                   | missing, missing
`;

test.each(table.trim().split("\n"))("bars: %s", (row) => {
  const [length = "", span = "", given = "", wanted] = row.split("|").map((cell) => cell.trim());
  const [fromMs = 0, toMs = 0] = span.split("-").map((minutes) => Number(minutes) * minuteMs);
  const lengthMs = Number(length) * minuteMs;
  const boundaries = [];
  for (let at = fromMs; at < toMs; at += lengthMs) {
    boundaries.push({ fromMs: at, toMs: at + lengthMs });
  }
  const readings = given.split(/\s+/).flatMap((item, seq) => {
    const [minute, count] = item.split(":").map(Number);
    return count === undefined ? [] : [{ takenAtMs: (minute ?? 0) * minuteMs, count, seq }];
  });
  const bars = consumptionSeries({ source, boundaries, readings }).map(({ consumed, method }) =>
    consumed === null ? method : `${decimalText(consumed)} ${method}`,
  );
  expect(bars.join(", ")).toBe(wanted);
});
