import { expect, test } from "vitest";
import { type OwnSpanGround, ownSpan } from "./own-span.ts";

const ground = {
  lastMs: Date.parse("2026-05-28T16:03:00Z"),
  firstMs: Date.parse("2026-03-10T10:30:00Z"),
  timeZone: "Europe/Brussels",
};

function shown(search: string, part: Partial<OwnSpanGround> = {}) {
  const { span, before, after } = ownSpan({
    ...ground,
    params: new URLSearchParams(search),
    hourly: false,
    ...part,
  });
  return [span.bucket, span.day, before, after];
}

test.each([
  ["the newest month stands first", "", ["day", "2026-05-01", "2026-04-01", null]],
  ["a month is named", "d=2026-04", ["day", "2026-04-01", "2026-03-01", "2026-05-01"]],
  ["nothing lies before the stay", "d=2026-03", ["day", "2026-03-01", null, "2026-04-01"]],
  ["before the stay its begin is shown", "d=2020-01", ["day", "2026-03-01", null, "2026-04-01"]],
  ["behind the stay its end is shown", "d=2030-01", ["day", "2026-05-01", "2026-04-01", null]],
  ["hours that were not chosen are days", "p=hour", ["day", "2026-05-01", "2026-04-01", null]],
] as const)("%s", (_name, search, wanted) => {
  expect(shown(search)).toEqual(wanted);
});

test("hours that were chosen are those of a day, from neighbour to neighbour", () => {
  const hourly = { hourly: true };
  expect(shown("p=hour", hourly)).toEqual(["hour", "2026-05-28", "2026-05-27", null]);
  expect(shown("p=hour&d=2026-03-10", hourly)).toEqual(["hour", "2026-03-10", null, "2026-03-11"]);
});
