import { parseInstant } from "@mega/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeP1 } from "./decode-p1.ts";
import { liveValues } from "./live-values.ts";
import { loadP1Profiles } from "./load-p1.ts";
import type { P1Profile } from "./p1-profile.ts";
import { p1Instant } from "./p1-time.ts";
import { parseTelegram } from "./parse-telegram.ts";
import { TelegramFramer } from "./telegram-framer.ts";
import { bytesOf, telegramBytes } from "./testing/telegrams.ts";

const timeZone = "Europe/Brussels";
const profiles = loadP1Profiles();

function profile(id: string): P1Profile {
  const found = profiles.get(id);
  if (found === undefined) throw new Error(`${id} is not there`);
  return found.profile;
}

function vectorLines(id: string, index: number): readonly string[] {
  return profile(id).vectors[index]?.telegram ?? [];
}

function decode(id: string, lines: readonly string[], equipmentId?: string) {
  const telegram = parseTelegram(bytesOf(lines.join("\r\n")));
  const receivedAtMs = at("2026-05-02T14:03:12Z");
  const named = equipmentId === undefined ? {} : { equipmentId };
  return decodeP1(profile(id), telegram, { timeZone, receivedAtMs, ...named });
}

function at(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}

for (const [id, { profile }] of profiles) {
  for (const [index, vector] of profile.vectors.entries()) {
    test(`profile ${id} gives what its vector ${index + 1} says`, () => {
      const [event] = new TelegramFramer().push(telegramBytes(vector.telegram, vector.checksum));
      if (event?.kind !== "telegram") throw new Error("the vector is no telegram");
      const { counts } = decodeP1(profile, parseTelegram(event.bytes), {
        timeZone,
        receivedAtMs: 0,
        ...(vector.country === undefined ? {} : { country: vector.country }),
        ...(vector.equipmentId === undefined ? {} : { equipmentId: vector.equipmentId }),
      });
      const plain = Object.entries(counts).map(([name, count]) => [
        name,
        count.kind === "count" ? count.count : count.reason,
      ]);
      expect(Object.fromEntries(plain)).toEqual(vector.expect);
    });
  }
}

test("day and night change places between Belgium and the Netherlands", () => {
  const objects = ["1-0:1.8.1(000001.000*kWh)", "1-0:1.8.2(000002.000*kWh)"];
  const belgian = decode("p1", ["/T", "0-0:96.1.4(50217)", ...objects]).counts;
  const dutch = decode("p1", ["/T", "1-3:0.2.8(50)", ...objects]).counts;
  expect(belgian["importDay"]).toEqual({ kind: "count", count: 1000, decimals: 3, unit: "kWh" });
  expect(belgian["importNight"]).toMatchObject({ count: 2000 });
  expect(dutch["importDay"]).toMatchObject({ count: 2000 });
  expect(dutch["importNight"]).toMatchObject({ count: 1000 });
});

test("one tariff alone is no total", () => {
  const { counts } = decode("p1", ["/T", "1-3:0.2.8(50)", "1-0:1.8.1(000001.000*kWh)"]);
  expect(counts["import"]).toMatchObject({ kind: "none", reason: "not-available" });
});

test("an object that stands twice gives no count", () => {
  const line = "1-0:1.8.1(000001.000*kWh)";
  const { counts } = decode("p1", ["/T", line, line, "1-0:1.8.2(000001.000*kWh)"]);
  expect(counts["import"]).toMatchObject({ kind: "none", reason: "bad-payload" });
});

test("a double beyond the objects of any meter gives no count", () => {
  const more = Array.from({ length: 300 }, (_, at) => `0-0:96.9.${at}(${at})`);
  const lines = ["/T", "1-0:1.8.0(000001.000*kWh)", ...more, "1-0:1.8.0(000002.000*kWh)"];
  expect(decode("p1", lines).counts["import"]).toMatchObject({ kind: "none" });
});

test("a value behind more values than any meter sends gives no count", () => {
  const value = `(260502160000S)(00001.000*m3)${"(1)".repeat(62)}(00002.000*m3)`;
  const lines = ["/T", "0-1:24.1.0(003)", `0-1:24.2.1${value}`];
  expect(decode("p1-gas", lines).counts["volume"]).toMatchObject({ kind: "none" });
});

test.each([
  "-00001.000*kWh",
  "-00000.000*kWh",
  "000001.000*Wh",
  "000001.000",
  "NaN*kWh",
  "",
  "*kWh",
  "1e3*kWh",
  "12*kWh*m3",
])("the value %j gives no count", (value) => {
  const lines = ["/T", `1-0:1.8.1(${value})`, "1-0:1.8.2(000001.000*kWh)"];
  expect(decode("p1", lines).counts["import"]).toMatchObject({ kind: "none" });
});

test("both passes of the doubled hour are told apart by the letter", () => {
  expect(p1Instant("251026023000S", timeZone)).toBe(at("2025-10-26T00:30:00Z"));
  expect(p1Instant("251026023000W", timeZone)).toBe(at("2025-10-26T01:30:00Z"));
});

test("impossible and contradictory times are none", () => {
  expect(p1Instant("632525252525W", timeZone)).toBeUndefined();
  expect(p1Instant("260702120000W", timeZone)).toBeUndefined();
  expect(p1Instant("260102120000S", timeZone)).toBeUndefined();
  expect(p1Instant("260329023000S", timeZone)).toBeUndefined();
  expect(p1Instant("000101000001W", timeZone)).toBe(at("1999-12-31T23:00:01Z"));
});

test("a sub-meter is found by its id when its number changes", () => {
  const [, ...rest] = vectorLines("p1-gas", 0);
  const swapped = rest.map((line) =>
    line.replace(/^0-([12]):/, (_, n) => `0-${n === "1" ? 2 : 1}:`),
  );
  const { counts, serialNumber } = decode("p1-gas", ["/T", ...swapped], "7FLO2100000001");
  expect(counts["volume"]).toMatchObject({ count: 112_384 });
  expect(serialNumber).toBe("7FLO2100000001");
});

test("an exchanged gas meter beside the old one needs an id", () => {
  const lines = [
    ...vectorLines("p1-gas", 0).slice(0, -1),
    "0-3:24.1.0(003)",
    "0-3:96.1.1(4E4557)",
    "0-3:24.2.3(260502160000S)(00007.001*m3)",
    "!",
  ];
  expect(decode("p1-gas", lines).counts["volume"]).toMatchObject({ reason: "not-available" });
  expect(decode("p1-gas", lines, "NEW").counts["volume"]).toMatchObject({ count: 7001 });
  expect(decode("p1-gas", lines, "4e4557").counts["volume"]).toMatchObject({ count: 7001 });
});

test.each([
  ["three days before the telegram", "260429160000S", "none"],
  ["six hours before the telegram", "260502100000S", "count"],
  ["one year ahead, as at New Year", "270502160000S", "count"],
  ["in 1999, as after an exchange", "000101000000W", "count"],
  ["never", "632525252525W", "count"],
])("a gas value captured %s gives a %s", (_, capture, kind) => {
  const lines = vectorLines("p1-gas", 0).map((line) =>
    line.replace("(260502160000S)(00112", `(${capture})(00112`),
  );
  expect(decode("p1-gas", lines, "7FLO2100000001").counts["volume"]?.kind).toBe(kind);
});

test("peaks are read and those of impossible months are left out", () => {
  const live = liveValues(parseTelegram(bytesOf(vectorLines("p1", 0).join("\r\n"))), timeZone);
  expect(live).toEqual({
    importW: 420,
    exportW: 0,
    quarterHourW: 412,
    monthPeak: { powerW: 4213, atMs: at("2026-05-01T16:45:00Z") },
    peakHistory: [{ powerW: 3695, atMs: at("2026-02-14T17:30:00Z") }],
  });
});

test("any bytes are taken apart without an exception", () => {
  const text = vectorLines("p1", 0).join("\r\n");
  const change = fc.record({ at: fc.nat(text.length - 1), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const bytes = bytesOf(text);
      for (const { at, byte } of changes) bytes[at] = byte;
      const telegram = parseTelegram(bytes);
      liveValues(telegram, timeZone);
      for (const { profile } of profiles.values()) {
        const { counts } = decodeP1(profile, telegram, { timeZone, receivedAtMs: 0 });
        for (const count of Object.values(counts)) {
          if (count.kind === "count") expect(Number.isSafeInteger(count.count)).toBe(true);
        }
      }
    }),
    { numRuns: 1000 },
  );
});
