import { expect, test } from "vitest";
import {
  dayFault,
  endAfter,
  lastDay,
  partedStays,
  requestOf,
  type StayDraft,
} from "./stay-draft.ts";

const zone = "Europe/Brussels";
const draft: StayDraft = {
  email: " zoe@example.org ",
  name: "Zoé",
  language: "fr",
  channel: "3",
  from: "2026-05-01",
  to: "",
};

test("a stay begins and ends at midnight of its building, its last day included", () => {
  expect(requestOf({ ...draft, to: "2026-10-31" }, zone)).toEqual({
    email: "zoe@example.org",
    name: "Zoé",
    language: "fr",
    channelNo: 3,
    from: "2026-04-30T22:00:00.000Z",
    to: "2026-10-31T23:00:00.000Z",
  });
  expect(requestOf(draft, zone)?.to).toBeNull();
});

test("a stay without a channel, a person or sound days is not sent", () => {
  for (const part of [
    { channel: "" },
    { from: "" },
    { from: "2026-02-30" },
    { to: "2026-04-30" },
    { email: "zoe" },
    { name: " " },
  ]) {
    expect(requestOf({ ...draft, ...part }, zone), JSON.stringify(part)).toBeNull();
  }
});

test("the days are told wrong one after the other, and empty ones are no fault", () => {
  expect(dayFault({ from: "", to: "" })).toBeNull();
  expect(dayFault({ from: "2026-13-01", to: "" })).toBe("from");
  expect(dayFault({ from: "2026-05-01", to: "soon" })).toBe("to");
  expect(dayFault({ from: "2026-05-02", to: "2026-05-01" })).toBe("order");
  expect(dayFault({ from: "2026-05-01", to: "2026-05-01" })).toBeNull();
});

test("an end and its last day are each other's, over a change of the clocks too", () => {
  for (const day of ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2026-12-31"]) {
    expect(lastDay(endAfter(day, zone), zone)).toBe(day);
  }
});

test("a stay is over from its end on", () => {
  const stay = {
    stayId: 1,
    channelNo: 1,
    accountId: 1,
    email: "a@b",
    name: "A",
    from: "2026-01-01T00:00:00Z",
    to: "2026-05-01T00:00:00Z",
    state: "active",
  } as const;
  const at = Date.parse("2026-05-01T00:00:00Z");
  expect(partedStays([stay], at).past).toHaveLength(1);
  expect(partedStays([stay], at - 1).open).toHaveLength(1);
  expect(partedStays([{ ...stay, to: null }], at).open).toHaveLength(1);
});
