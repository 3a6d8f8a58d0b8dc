import type { ChannelRow, CountersTable } from "@mega/contract";
import { dictionaries } from "@mega/locale";
import { expect, test } from "vitest";
import { asHtmlTable, asTsv, clipboardRows } from "./clipboard-table.ts";
import { choicesOf } from "./table-view.ts";

const cell = (month: string, index: string | null, consumption: string | null) => ({
  month,
  index,
  indexMark: null,
  consumption,
  consumptionMark: null,
});
const row = {
  channelNo: 2,
  name: "=remi <guido>",
  used: true,
  inTotals: true,
  meter: null,
  logTime: "2026-05-02T16:03:00Z",
  firstInit: null,
  counters: [
    {
      counterNo: 1,
      counterId: "import",
      unit: "kWh",
      decimals: 3,
      cells: [cell("2026-05", "1115.200", "-0.500"), cell("2026-04", null, null)],
    },
  ],
} as unknown as ChannelRow;
const table = {
  timeZone: "Europe/Brussels",
  months: [
    { month: "2026-05", provisional: true },
    { month: "2026-04", provisional: false },
  ],
  rows: [row],
} as unknown as CountersTable;
const rows = (query: string) =>
  clipboardRows(table, choicesOf(new URLSearchParams(query)), dictionaries.fr, "fr");

test("figures have the decimals of the language, no grouping and an ASCII minus", () => {
  const [, index, diff] = rows("");
  expect(index?.slice(-2)).toEqual(["1115,200", ""]);
  expect(diff?.slice(-2)).toEqual(["-0,500", ""]);
});

test("a missing figure is an empty cell and never a zero", () => {
  expect(rows("").flat()).not.toContain("0");
  expect(rows("")[1]?.at(-1)).toBe("");
});

test("lines without a counter are left out and hidden columns too", () => {
  expect(rows("")).toHaveLength(3);
  expect(rows("hide=name,logTime,firstInit,units,diff1")).toEqual([
    ["CH", "Ligne", "mai 2026", "avril 2026"],
    ["2", "Index 1", "1115,200", ""],
  ]);
});

test("figures follow the unit on screen", () => {
  expect(rows("unit=Wh&hide=diff1")[1]?.slice(-3)).toEqual(["Wh", "1115200", ""]);
});

test("a name that a spreadsheet takes for a formula is disarmed", () => {
  expect(rows("")[1]?.[1]).toBe("'=remi <guido>");
});

test("quotes around a formula do not arm it again", () => {
  const quoted = { ...table, rows: table.rows.map((one) => ({ ...one, name: '"=1+1"' })) };
  const choices = choicesOf(new URLSearchParams(""));
  const [, first] = clipboardRows(quoted, choices, dictionaries.fr, "fr");
  expect(first?.[1]).toBe('\'"=1+1"');
});

test("text has a tab between cells and none inside, HTML is escaped", () => {
  expect(asTsv([["a\tb", "c"], ["d"]])).toBe("a b\tc\r\nd");
  expect(asHtmlTable([["h"], ['<a & "b">']])).toBe(
    "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>&lt;a &amp; &quot;b&quot;></td></tr></tbody></table>",
  );
});
