import type { ChannelRow, CountersTable } from "@mega/contract";
import { expect, test } from "vitest";
import {
  channelMeant,
  choicesOf,
  exportedRows,
  figureOf,
  visibleLines,
  visibleMonths,
  visibleRows,
  yearGroups,
} from "./table-view.ts";

const row = (channelNo: number, name: string, used = true) =>
  ({ channelNo, name, used, meter: null, counters: [] }) as unknown as ChannelRow;
const months = ["2026-02", "2026-01", "2025-12"].map((month, index) => ({
  month,
  provisional: index === 0,
}));
const table = {
  months,
  rows: [row(1, "Rémi Guido"), row(2, "APT 01"), row(3, "APT 02"), row(4, "", false)],
} as unknown as CountersTable;
const choices = (query: string) => choicesOf(new URLSearchParams(query));
const numbers = (rows: readonly ChannelRow[]) => rows.map(({ channelNo }) => channelNo);

test("free channels are shown only when all are asked for", () => {
  expect(numbers(visibleRows(table, choices("")))).toEqual([1, 2, 3]);
  expect(numbers(visibleRows(table, choices("show=all")))).toEqual([1, 2, 3, 4]);
});

test("a search forgives accents and case, and a channel stands above it", () => {
  expect(numbers(visibleRows(table, choices("q=remi")))).toEqual([1]);
  expect(numbers(visibleRows(table, choices("q=ch2")))).toEqual([2]);
  expect(numbers(visibleRows(table, choices("q=remi&ch=3")))).toEqual([3]);
});

test("ticked channels leave the page, and all that is visible where none is ticked", () => {
  expect(numbers(exportedRows(table, choices("sel=3,1")))).toEqual([1, 3]);
  expect(numbers(exportedRows(table, choices("")))).toEqual([1, 2, 3]);
  expect(numbers(exportedRows(table, choices("sel=1&ch=2")))).toEqual([2]);
});

test("months stand newest first or by the calendar, and hidden ones are left out", () => {
  const shown = (query: string) => visibleMonths(table, choices(query)).map(({ month }) => month);
  expect(shown("")).toEqual(["2026-02", "2026-01", "2025-12"]);
  expect(shown("order=calendar")).toEqual(["2026-01", "2026-02", "2025-12"]);
  expect(shown("without=2026-01")).toEqual(["2026-02", "2025-12"]);
});

test("months of a year are one group of the head", () => {
  expect(yearGroups(months)).toEqual([
    { year: "2026", count: 2 },
    { year: "2025", count: 1 },
  ]);
});

test("what the address says wrong counts as not said", () => {
  const asked = choices("unit=J&order=x&ch=500&sel=1,a,0,129&hide=password&without=2026");
  expect(asked).toEqual(choices("sel=1"));
});

test("hidden lines leave the order of the others", () => {
  const lines = visibleLines(choices("hide=diff1,index2")).map(
    ({ kind, counterNo }) => `${kind}${counterNo}`,
  );
  expect(lines).toEqual(["index1", "diff2"]);
});

test.each([
  ["2", 2],
  ["CH3", 3],
  ["0", 0],
  ["", 0],
  ["0 = tous", 0],
  ["2 = APT 01", 2],
  ["remi", 1],
  ["apt", undefined],
  ["nobody", undefined],
  ["99", undefined],
])('"%s" means channel %s', (typed, channelNo) => {
  expect(channelMeant(typed, table.rows)).toBe(channelNo);
});

test("a month that a counter lacks is missing, and a counter that a channel lacks is nothing", () => {
  const cell = { month: "2026-02", index: "5.0", indexMark: "I", consumption: null };
  const counter = { counterNo: 1, cells: [{ ...cell, consumptionMark: null }] };
  const one = { ...row(1, "a"), counters: [counter] } as unknown as ChannelRow;
  const index = { kind: "index", counterNo: 1 } as const;
  expect(figureOf(one, index, "2026-02")).toEqual({ text: "5.0", mark: "I" });
  expect(figureOf(one, index, "2026-01")).toEqual({ text: null, mark: null });
  expect(figureOf(one, { kind: "diff", counterNo: 1 }, "2026-02")?.text).toBeNull();
  expect(figureOf(one, { kind: "index", counterNo: 2 }, "2026-02")).toBeUndefined();
});
