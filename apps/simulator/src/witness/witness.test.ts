import { expect, test } from "vitest";
import { witnessBook } from "./witness.ts";

test("answers are found by meter and time, however many there are", () => {
  const book = witnessBook();
  const flat = book.pageOf("flat", ["import", "export"]);
  const water = book.pageOf("water", ["volume"]);
  for (let minute = 0; minute < 5000; minute++) {
    const times = { atMs: minute * 60_000, leftAtMs: minute * 60_000 + 20 };
    const serial = minute < 4000 ? "A1" : "B2";
    flat.write({ ...times, delivered: "intact", serial, shown: [minute, Number.NaN] });
    if (minute % 2 === 0) water.write({ ...times, delivered: "lost", serial: null, shown: [7] });
  }
  expect(book.answersOf("flat")).toHaveLength(5000);
  expect(book.answersOf("flat", { fromMs: 3_999 * 60_000, toMs: 4_001 * 60_000 })).toEqual([
    {
      atMs: 239_940_000,
      leftAtMs: 239_940_020,
      delivered: "intact",
      serial: "A1",
      shown: { import: 3999 },
    },
    {
      atMs: 240_000_000,
      leftAtMs: 240_000_020,
      delivered: "intact",
      serial: "B2",
      shown: { import: 4000 },
    },
  ]);
  expect(book.answersOf("water", { toMs: 1 })).toMatchObject([
    { serial: null, shown: { volume: 7 } },
  ]);
  expect(book.answersOf("nobody")).toEqual([]);
  expect(book.counts).toEqual({ intact: 5000, spoilt: 0, late: 0, lost: 2500 });
});

test("a page that was opened is the same page again", () => {
  const book = witnessBook();
  expect(book.pageOf("flat", ["import"])).toBe(book.pageOf("flat", ["import"]));
});
