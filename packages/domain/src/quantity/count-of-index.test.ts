import { expect, test } from "vitest";
import { countOfIndex } from "./count-of-index.ts";
import { type CountScale, indexOfCount } from "./index-of-count.ts";
import { decimalText, parseDecimal } from "./quantity.ts";

const scale = (part: Partial<CountScale>): CountScale => ({
  medium: "electricity",
  unit: "kWh",
  decimals: 3,
  factor: { numerator: 1, denominator: 1 },
  start: { amount: 0, decimals: 0 },
  ...part,
});

const found = (part: Partial<CountScale>, text: string) => {
  const index = parseDecimal(text);
  if (index === undefined) throw new Error(`${text} is no decimal`);
  return countOfIndex(scale(part), index);
};

test("the count of a printed index is the smallest one that prints it", () => {
  expect(found({}, "9471.200")).toBe(9_471_200);
  expect(found({}, "9471.2")).toBe(9_471_200);
  expect(found({ decimals: 5 }, "9471.2")).toBe(947_120_000);
  expect(found({ decimals: 2, start: { amount: 5, decimals: 1 } }, "1.52")).toBe(102);
  expect(found({ factor: { numerator: 1, denominator: 300 }, decimals: 0 }, "0.003")).toBe(1);
  expect(found({ factor: { numerator: 40, denominator: 1 }, decimals: 2 }, "1.2")).toBe(3);
});

test("an index that no count prints has none", () => {
  expect(found({ decimals: 2, start: { amount: 5, decimals: 1 } }, "0.49")).toBeUndefined();
  expect(found({}, "1.0005")).toBeUndefined();
  expect(found({ factor: { numerator: 40, denominator: 1 }, decimals: 2 }, "1.1")).toBeUndefined();
  expect(found({ decimals: 9 }, "999999999999")).toBeUndefined();
});

test("every printed index leads to a count that prints it again", () => {
  const scales = [
    scale({}),
    scale({ decimals: 6 }),
    scale({ factor: { numerator: 1, denominator: 7 }, decimals: 1 }),
    scale({ medium: "heat", decimals: 3, start: { amount: -125, decimals: 2 } }),
  ];
  for (const source of scales) {
    for (let count = 0; count < 5000; count += 7) {
      const printed = indexOfCount(source, count);
      const back = countOfIndex(source, printed) ?? Number.NaN;
      expect(back).toBeLessThanOrEqual(count);
      expect(decimalText(indexOfCount(source, back))).toBe(decimalText(printed));
    }
  }
});
