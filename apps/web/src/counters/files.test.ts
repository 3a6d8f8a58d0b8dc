import type { CountersTable } from "@mega/contract";
import { expect, test } from "vitest";
import { choicesOf } from "../table/table-view.ts";
import { csvAddress, documentAddress, jsonAddress } from "./files.ts";

const table = {
  months: [{ month: "2026-05" }, { month: "2026-04" }],
  rows: [1, 2, 3].map((channelNo) => ({ channelNo, name: `n${channelNo}`, used: channelNo < 3 })),
} as unknown as CountersTable;
const choices = (query: string) => choicesOf(new URLSearchParams(query));
const excel = { dialect: "excel-be", shape: "wide", language: "nl" } as const;
const queryOf = (address: string) =>
  Object.fromEntries(new URL(address, "http://x").searchParams.entries());

test("a file holds what is shown: the used channels and the months that are not hidden", () => {
  expect(jsonAddress(table, choices(""))).toBe("/api/v1/export.json?channels=1%2C2");
  expect(jsonAddress(table, choices("show=all"))).toBe("/api/v1/export.json");
  expect(queryOf(jsonAddress(table, choices("show=all&without=2026-05")))).toEqual({
    months: "2026-04",
  });
});

test("ticked channels alone go into the file", () => {
  expect(queryOf(csvAddress(table, choices("sel=2"), excel))).toEqual({ ...excel, channels: "2" });
});

test("the wide file has the columns on screen, the long one has its own", () => {
  const hidden = choices("show=all&hide=name,diff2");
  expect(queryOf(csvAddress(table, hidden, excel))["columns"]).toBe(
    "logTime,firstInit,units,index1,diff1,index2",
  );
  const long = { ...excel, shape: "long" } as const;
  expect(queryOf(csvAddress(table, hidden, long))["columns"]).toBeUndefined();
});

test("Excel and PDF have the channels, months and columns on screen", () => {
  const shown = choices("sel=2&hide=name,index2,diff2&without=2026-05");
  for (const extension of ["xlsx", "pdf"] as const) {
    const address = documentAddress(table, shown, { extension, language: "de" });
    expect(address.split("?")[0]).toBe(`/api/v1/export.${extension}`);
    expect(queryOf(address)).toEqual({
      language: "de",
      channels: "2",
      months: "2026-04",
      columns: "logTime,firstInit,units,index1,diff1",
    });
  }
});
