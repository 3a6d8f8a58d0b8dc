import { decimalText } from "@mega/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCounter, decodeMeter } from "./decode.ts";
import { wantedRanges } from "./plan-blocks.ts";
import type { MeterUnit, ModbusCounter, NumberType, WordOrder } from "./profile.ts";
import { modbusProfile, modbusProfiles } from "./testing/meter-profiles.ts";
import type { WordBlock } from "./words.ts";

function counter(change: Partial<ModbusCounter> = {}): ModbusCounter {
  return {
    function: 3,
    wordAddress: 0,
    type: "u32",
    wordOrder: "high-first",
    direction: "import",
    unit: "kWh",
    step: "1",
    rollsOverAt: null,
    ratedMaximumPerHour: null,
    ...change,
  };
}

function words(wordAddress: number, hex: string): WordBlock {
  const list = hex.split(" ").map((word) => Number.parseInt(word, 16));
  return { kind: "words", function: 3, wordAddress, words: list };
}

function text(of: ModbusCounter, blocks: readonly WordBlock[], declared?: MeterUnit): string {
  const decoded = decodeCounter(of, blocks, declared);
  if (decoded.kind === "none") return decoded.reason;
  const { count: amount, decimals, unit } = decoded;
  return `${decimalText({ amount, decimals })} ${unit}`;
}

// type     order      unit step   words                  → figure
const numbers = `
  u16      high-first  kWh  1      04D2                  → 1234 kWh
  u16      high-first  kWh  1      FFFF                  → not-available
  s16      high-first  kWh  0.1    04D2                  → 123.4 kWh
  s16      high-first  kWh  0.1    FFFF                  → not-available
  u32      high-first  kWh  0.01   0012 D687             → 12345.67 kWh
  u32      low-first   kWh  0.01   D687 0012             → 12345.67 kWh
  u32      high-first  Wh   1      0012 D687             → 1234.567 kWh
  u32      high-first  Wh   10     0012 D687             → 12345.67 kWh
  u32      high-first  MWh  0.001  0012 D687             → 1234.567 MWh
  u32      high-first  MJ   1      0012 D687             → 1234.567 GJ
  u32      high-first  L    1      0012 D687             → 1234.567 m3
  u32      high-first  kWh  10     0000 000C             → 120 kWh
  u32      high-first  kWh  1      FFFF FFFF             → not-available
  s32      low-first   kWh  0.1    D687 0012             → 123456.7 kWh
  s32      low-first   kWh  0.1    FFFF 7FFF             → not-available
  s32      high-first  kWh  0.1    FFFF FFFF             → not-available
  u64      high-first  kWh  0.01   0000 0002 540B E3FF   → 99999999.99 kWh
  u64      low-first   kWh  0.01   E3FF 540B 0002 0000   → 99999999.99 kWh
  u64      high-first  kWh  0.01   FFFF FFFF FFFF FFFF   → not-available
  u64      high-first  kWh  1      0020 0000 0000 0000   → not-available
  u64      high-first  kWh  1      001F FFFF FFFF FFFF   → 9007199254740991 kWh
  s64      high-first  Wh   1      0000 0000 05E3 0A78   → 98765.432 kWh
  s64      high-first  Wh   1      8000 0000 0000 0000   → not-available
  float32  high-first  kWh  0.001  449A 51EC             → 1234.560 kWh
  float32  low-first   kWh  0.001  51EC 449A             → 1234.560 kWh
  float32  high-first  kWh  0.001  7FC0 0000             → not-available
  float32  high-first  kWh  0.001  FF80 0000             → not-available
  float32  high-first  kWh  0.001  4F80 0000             → not-available
  float32  high-first  kWh  0.001  8000 0000             → 0.000 kWh
  float32  high-first  kWh  0.001  BF80 0000             → not-available
  float32  high-first  kWh  0.001  0000 0001             → 0.000 kWh
  float64  high-first  Wh   1      4170 0000 1000 0000   → 16777.217 kWh
  float64  high-first  Wh   1      7FF8 0000 0000 0000   → not-available
`;

test.each(rows(numbers))("%s", (_, line) => {
  const [given = "", wanted = ""] = line.split("→").map((part) => part.trim());
  const [type = "", wordOrder = "", unit = "", step = "", ...hex] = given.split(/\s+/);
  const at = counter({
    type: type as NumberType,
    wordOrder: wordOrder as WordOrder,
    unit: unit as MeterUnit,
    step,
  });
  expect(text(at, [words(0, hex.join(" "))])).toBe(wanted);
});

function rows(table: string): readonly (readonly [string, string])[] {
  return table
    .trim()
    .split("\n")
    .map((line) => [line.trim().replace(/\s+/g, " "), line.trim()] as const);
}

test("a whole number and its part make one figure", () => {
  const fraction = { ...place(2), step: "0.001" };
  const at = counter({ fraction });
  expect(text(at, [words(0, "0000 3039 0000 02A6")])).toBe("12345.678 kWh");
  expect(text(at, [words(0, "0000 3039 0000 0007")])).toBe("12345.007 kWh");
  expect(text(at, [words(0, "0000 3039 0000 03E8")])).toBe("not-available");
  expect(text(at, [words(0, "0000 3039")])).toBe("not-polled");
  expect(text(at, [words(0, "0000 3039 FFFF FFFF")])).toBe("not-available");
});

test("tariffs are added before they are rounded, and one that is missing leaves no figure", () => {
  const sum = counter({ plus: [place(2)] });
  expect(text(sum, [words(0, "0000 3039 0000 02A6")])).toBe("13023 kWh");
  expect(text(sum, [words(0, "0000 3039")])).toBe("not-polled");
  expect(text(sum, [words(0, "0000 3039 FFFF FFFF")])).toBe("not-available");
  // 0.4 and 0.4 are 0.8, which is nearer to 1 than to 0.
  const floats = counter({ type: "float32", plus: [{ ...place(2), type: "float32" }] });
  expect(text(floats, [words(0, "3ECC CCCD 3ECC CCCD")])).toBe("1 kWh");
});

test("a counter that runs downwards from 0 counts its amount; any other negative is none", () => {
  const at = { type: "s32" as const, step: "0.1" };
  expect(text(counter(at), [words(0, "FFFE 1DC0")])).toBe("not-available");
  expect(text(counter({ ...at, sign: "absolute" }), [words(0, "FFFE 1DC0")])).toBe("12345.6 kWh");
});

test("a meter in another mode or unit than was declared has no figure", () => {
  const mode = counter({
    modeCheck: { ...place(10), type: "u16", allowed: [2], meaning: "It is in another mode." },
  });
  expect(text(mode, [words(0, "0000 3039"), words(10, "0002")])).toBe("12345 kWh");
  expect(text(mode, [words(0, "0000 3039"), words(10, "0001")])).toBe("not-available");
  expect(text(mode, [words(0, "0000 3039")])).toBe("not-polled");
  const unit = counter({
    unitCode: 2,
    unitFrom: { ...place(10), type: "u16" },
    unitChoices: [{ unit: "MWh", step: "0.001", code: 3 }],
  });
  const inMwh = [words(0, "0000 3039"), words(10, "0003")];
  expect(text(unit, inMwh, "MWh")).toBe("12.345 MWh");
  expect(text(unit, inMwh)).toBe("not-available");
  expect(text(unit, inMwh, "GJ")).toBe("not-available");
});

test("a failed range says why there is no figure", () => {
  const failed: WordBlock = {
    kind: "failed",
    function: 3,
    wordAddress: 0,
    wordCount: 2,
    reason: "exception",
    detail: "Exception 2.",
  };
  expect(decodeCounter(counter(), [failed])).toMatchObject({ reason: "exception" });
});

test("the words of a counter are kept as they came, those of its checks behind them", () => {
  const at = counter({
    wordOrder: "low-first",
    modeCheck: { ...place(10), type: "u16", allowed: [2], meaning: "It is in another mode." },
  });
  const { raw } = decodeCounter(at, [words(0, "D687 0012"), words(10, "0002")]);
  expect([...raw]).toEqual([0xd6, 0x87, 0x00, 0x12, 0x00, 0x02]);
});

test("whatever the words are, decoding never throws and gives whole counts or a reason", () => {
  const units: readonly MeterUnit[] = ["Wh", "kWh", "MWh", "MJ", "GJ", "L", "m3", "pulse"];
  const word = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0x7fff, 0xffff));
  const anything = fc.record({
    profile: fc.constantFrom(...modbusProfiles),
    words: fc.array(word, { minLength: 64, maxLength: 64 }),
    lost: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
    declared: fc.option(fc.constantFrom(...units), { nil: undefined }),
  });
  fc.assert(
    fc.property(anything, ({ profile, words: some, lost, declared }) => {
      const blocks = wantedRanges(profile, { live: "all", serialNumber: true }).map(
        (range, index): WordBlock =>
          lost[index % lost.length] === true
            ? { kind: "failed", ...range, reason: "timeout", detail: "silent" }
            : {
                kind: "words",
                function: range.function,
                wordAddress: range.wordAddress,
                words: Array.from(
                  { length: range.wordCount },
                  (_, offset) => some[(7 * index + offset) % some.length] ?? 0,
                ),
              },
      );
      const ids = Object.keys(profile.counters);
      const given =
        declared === undefined ? {} : Object.fromEntries(ids.map((id) => [id, declared]));
      const decoded = decodeMeter(profile, blocks, given);
      for (const entry of Object.values(decoded.counters)) {
        if (entry.kind === "none") expect(entry.reason).toMatch(/./);
        else expect(Number.isSafeInteger(entry.count) && entry.count >= 0).toBe(true);
      }
      for (const { value } of Object.values(decoded.live)) {
        expect(value === null || Number.isSafeInteger(value.amount)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

test("a serial number is read as number, hexadecimal digits or characters", () => {
  const serial = (id: string, wordFunction: 3 | 4, wordAddress: number, hex: string) => {
    const block = { ...words(wordAddress, hex), function: wordFunction };
    return decodeMeter(modbusProfile(id), [block]).serialNumber;
  };
  expect(serial("abb-b23", 3, 0x8900, "0023 1D32")).toBe("2301234");
  expect(serial("inepro-pro380", 3, 0x1000, "1804 0123")).toBe("18040123");
  expect(serial("gavazzi-em340", 4, 0x5000, "4250 3033 3430 4E00 0000 0000 0000")).toBe("BP0340N");
  expect(serial("gavazzi-em340", 4, 0x5000, "0000 0000 0000 0000 0000 0000 0000")).toBeUndefined();
  expect(serial("abb-b23", 3, 0x8900, "FFFF FFFF")).toBeUndefined();
});

function place(wordAddress: number) {
  return { function: 3, wordAddress, type: "u32", wordOrder: "high-first" } as const;
}
