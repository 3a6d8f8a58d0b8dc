import type { ChannelRow } from "@mega/contract";
import { expect, test } from "vitest";
import { mostDecimals, roomClass, shownDecimals } from "./align.ts";

test("a figure in a smaller unit shows fewer decimals and never fewer than none", () => {
  expect(shownDecimals(3, "kWh", "auto")).toBe(3);
  expect(shownDecimals(3, "kWh", "Wh")).toBe(0);
  expect(shownDecimals(1, "kWh", "Wh")).toBe(0);
  expect(shownDecimals(3, "m3", "Wh")).toBe(3);
});

test("the counter with the most decimals sets the comma", () => {
  const row = (unit: string, decimals: number) =>
    ({ counters: [{ unit, decimals }] }) as ChannelRow;
  expect(mostDecimals([row("kWh", 1), row("m3", 3)], "auto")).toBe(3);
  expect(mostDecimals([], "auto")).toBe(0);
});

test("whole figures make room for the comma as well", () => {
  expect(roomClass(3, 3)).toBe("");
  expect(roomClass(1, 3)).toBe("room-2");
  expect(roomClass(0, 3)).toBe("room-3 room-c");
});
