import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteReader, ByteWriter, runsOf, valuesOfRuns } from "./byte-columns.ts";

const MAX = Number.MAX_SAFE_INTEGER;

test("numbers of every size come back, with their sign", () => {
  const anyWhole = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.maxSafeInteger());
  fc.assert(
    fc.property(fc.array(anyWhole), (numbers) => {
      const writer = new ByteWriter(1);
      for (const number of numbers) {
        writer.signed(number);
        writer.number(Math.abs(number));
      }
      const reader = new ByteReader(writer.written());
      for (const number of numbers) {
        expect(reader.signed()).toBe(number);
        expect(reader.number()).toBe(Math.abs(number));
      }
      expect([reader.ended, reader.failed]).toEqual([true, false]);
    }),
  );
});

test("numbers have one form, and end", () => {
  const failing: readonly (readonly [string, "number" | "signed", readonly number[]])[] = [
    ["nothing", "number", []],
    ["more promised", "number", [0x80]],
    ["longer than need be", "number", [0x81, 0x00]],
    ["beyond 2^53", "number", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x10]],
    ["endless", "number", new Array(40).fill(0x80)],
    ["minus nothing", "signed", [0x40]],
    ["longer than need be", "signed", [0x81, 0x00]],
    ["longer than need be", "signed", [0x81, 0x81, 0x00]],
  ];
  for (const [why, form, bytes] of failing) {
    const reader = new ByteReader(Uint8Array.from(bytes));
    reader[form]();
    expect(reader.failed, why).toBe(true);
    expect(reader.ended, why).toBe(true);
  }
  const writer = new ByteWriter();
  writer.signed(-MAX);
  expect(new ByteReader(writer.written()).signed()).toBe(-MAX);
});

test("runs give so many values and no other number of them", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 })), (values) => {
      expect(valuesOfRuns(runsOf(values), values.length)).toEqual(values);
      expect(valuesOfRuns(runsOf(values), values.length + 1)).toBeUndefined();
    }),
  );
  for (const bytes of [[1, 0], [1, 3], [1, 1, 1, 1], [1], [1, 2, 3, 0]]) {
    expect(valuesOfRuns(Uint8Array.from(bytes), 2), String(bytes)).toBeUndefined();
  }
});
