import { expect, test } from "vitest";
import { evidenceOf } from "./evidence.ts";
import type { P1CounterSpec } from "./p1-profile.ts";
import { parseTelegram } from "./parse-telegram.ts";

const telegram = parseTelegram(
  Buffer.from(
    [
      "/MGA5\\253770001_A",
      "",
      "0-0:96.1.4(50217)",
      "0-0:96.1.1(31534147)",
      "0-0:1.0.0(260502160311S)",
      "1-0:1.8.1(048210.400*kWh)",
      "1-0:1.8.2(039871.900*kWh)",
      "1-0:2.8.1(002104.250*kWh)",
      "1-0:32.7.0(231.4*V)",
      "0-1:24.1.0(003)",
      "0-1:96.1.1(37464C4F)",
      "0-1:24.2.3(260502160000S)(21874.620*m3)",
      "0-2:24.1.0(007)",
      "0-2:24.2.1(260502160000S)(04127.381*m3)",
      "!ABCD",
    ].join("\r\n"),
    "latin1",
  ),
);
const common = { unit: "kWh", decimals: 3, ratedMaximumPerHour: "69" } as const;
const text = (spec: P1CounterSpec) => Buffer.from(evidenceOf(spec, telegram)).toString("latin1");

test("a sum of tariffs keeps both tariffs, the time and the meter's number, and nothing else", () => {
  const place = { kind: "sum", objects: ["1-0:1.8.1", "1-0:1.8.2"], orTotal: "1-0:1.8.0" } as const;
  expect(text({ ...common, place })).toBe(
    "0-0:96.1.4(50217)\r\n0-0:96.1.1(31534147)\r\n0-0:1.0.0(260502160311S)\r\n" +
      "1-0:1.8.1(048210.400*kWh)\r\n1-0:1.8.2(039871.900*kWh)\r\n",
  );
});

test("a meter behind the port keeps the lines of the meters behind it", () => {
  const place = { kind: "subMeter", objects: ["24.2.1", "24.2.3"] } as const;
  const kept = text({ ...common, unit: "m3", place });
  expect(kept).toContain("0-1:24.2.3(260502160000S)(21874.620*m3)\r\n");
  expect(kept).toContain("0-2:24.1.0(007)\r\n");
  expect(kept).not.toContain("1-0:");
});

test("a telegram without the lines gives none", () => {
  const place = { kind: "byCountry", be: "1-0:1.8.9", nl: "1-0:1.8.9" } as const;
  expect(evidenceOf({ ...common, place }, parseTelegram(Buffer.from("/X\r\n\r\n!"))).length).toBe(
    0,
  );
});
