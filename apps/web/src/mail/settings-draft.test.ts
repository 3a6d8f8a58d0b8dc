import { expect, test } from "vitest";
import { sampleConfig } from "../config/draft/testing/sample.ts";
import {
  needed,
  readDayOfMonth,
  readMailAddress,
  readTimeOfDay,
  withCopies,
  withMail,
  withReport,
} from "./settings-draft.ts";

test.each([
  ["8:05", "08:05"],
  [" 23:59 ", "23:59"],
  ["7h30", "07:30"],
  ["24:00", null],
  ["08:60", null],
  ["8", null],
])("the time %j is read as %j", (text, wanted) => {
  const read = readTimeOfDay(text);
  expect(read.kind === "value" ? read.value : null).toBe(wanted);
});

test("addresses and days follow their rules", () => {
  expect(readMailAddress(" a@example.org ")).toEqual({ kind: "value", value: "a@example.org" });
  expect(readMailAddress("a@")).toEqual({ kind: "slip", code: "mail-address" });
  expect(readDayOfMonth("28")).toEqual({ kind: "value", value: 28 });
  expect(readDayOfMonth("29")).toEqual({ kind: "slip", code: "day-of-month" });
});

test("a field that has to be filled in says so while it is empty", () => {
  const read = needed(readMailAddress);
  expect(read("  ")).toEqual({ kind: "slip", code: "required" });
  expect(read("a@example.org")).toEqual({ kind: "value", value: "a@example.org" });
});

test("parts change, and what is emptied is left out", () => {
  const mail = { server: "smtp.example.org", to: "a@example.org" };
  const on = withMail(sampleConfig, mail);
  expect(on.mail).toEqual(mail);
  const weekly = withReport(on, { rhythm: "week", weekday: "friday" });
  expect(weekly.mail?.report).toEqual({ rhythm: "week", weekday: "friday" });
  expect(withReport(weekly, { weekday: undefined }).mail?.report).toEqual({ rhythm: "week" });
  expect(withCopies(on, ["b@example.org"]).mail?.cc).toEqual(["b@example.org"]);
  expect(withCopies(withCopies(on, ["b@example.org"]), []).mail).toEqual(mail);
});
