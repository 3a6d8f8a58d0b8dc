import { expect, test } from "vitest";
import { nextChange, offsetText } from "./zone-change.ts";

const november = Date.parse("2026-11-26T00:00:00Z");

test("the offset of a zone is written with its sign", () => {
  expect(offsetText(november, "Europe/Brussels")).toBe("+01:00");
  expect(offsetText(november, "America/St_Johns")).toBe("−03:30");
  expect(offsetText(Date.parse("2026-07-01T00:00:00Z"), "Europe/Brussels")).toBe("+02:00");
});

test("the next change of the clocks is found to the second", () => {
  expect(nextChange(november, "Europe/Brussels")).toBe(Date.parse("2027-03-28T01:00:00Z"));
  expect(nextChange(Date.parse("2026-05-01T00:00:00Z"), "Europe/Brussels")).toBe(
    Date.parse("2026-10-25T01:00:00Z"),
  );
});

test("a zone whose clocks never change has none", () => {
  expect(nextChange(november, "Asia/Tokyo")).toBeNull();
});
