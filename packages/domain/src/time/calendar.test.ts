import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addMonths,
  daySpan,
  hoursOf,
  latestMonths,
  monthOf,
  monthSpan,
  parseInstant,
  toOffsetString,
} from "./calendar.ts";

const brussels = "Europe/Brussels";
const hoursIn = (month: string) => {
  const { fromMs, toMs } = monthSpan(month, brussels);
  return (toMs - fromMs) / 3_600_000;
};

test("a month has as many hours as the building lives through", () => {
  expect(hoursIn("2026-03")).toBe(743);
  expect(hoursIn("2026-10")).toBe(745);
  expect(hoursIn("2026-02")).toBe(672);
  expect(hoursIn("2028-02")).toBe(696);
  expect(hoursIn("2026-05")).toBe(744);
});

test("a month begins at local midnight, whatever the offset of the day", () => {
  expect(monthSpan("2026-04", brussels).fromMs).toBe(parseInstant("2026-03-31T22:00:00Z"));
  expect(monthSpan("2026-11", brussels).fromMs).toBe(parseInstant("2026-10-31T23:00:00Z"));
});

test("the last millisecond of a month belongs to it and the next one does not", () => {
  const { fromMs, toMs } = monthSpan("2026-10", brussels);
  expect(monthOf(fromMs, brussels)).toBe("2026-10");
  expect(monthOf(toMs - 1, brussels)).toBe("2026-10");
  expect(monthOf(toMs, brussels)).toBe("2026-11");
  expect(monthOf(fromMs - 1, brussels)).toBe("2026-09");
});

test("zones asked for in turn do not answer for each other", () => {
  const instantMs = parseInstant("2026-05-31T23:30:00Z") ?? 0;
  expect(
    [brussels, "UTC", brussels, "America/Lima"].map((zone) => monthOf(instantMs, zone)),
  ).toEqual(["2026-06", "2026-05", "2026-06", "2026-05"]);
});

test("months are added over the turn of the year, and back", () => {
  expect(addMonths("2026-11", 2)).toBe("2027-01");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
  expect(addMonths("2026-12", -24)).toBe("2024-12");
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: -600, max: 600 }),
      (no, count) => {
        const month = `2026-${String(no).padStart(2, "0")}`;
        expect(addMonths(addMonths(month, count), -count)).toBe(month);
      },
    ),
  );
});

test("the latest months are listed newest first", () => {
  const instantMs = parseInstant("2026-02-15T12:00:00Z") ?? 0;
  expect(latestMonths(instantMs, brussels, 3)).toEqual(["2026-02", "2026-01", "2025-12"]);
});

test("the days of the changes of the clock have 23 and 25 hours", () => {
  const spring = daySpan(parseInstant("2026-03-29T10:00:00Z") ?? 0, brussels);
  const autumn = daySpan(parseInstant("2026-10-25T10:00:00Z") ?? 0, brussels);
  expect([hoursOf(spring).length, hoursOf(autumn).length]).toEqual([23, 25]);
});

test("the doubled hour is told apart by its offset", () => {
  const first = parseInstant("2026-10-25T00:30:00Z") ?? 0;
  expect(toOffsetString(first, brussels)).toBe("2026-10-25T02:30:00+02:00");
  expect(toOffsetString(first + 3_600_000, brussels)).toBe("2026-10-25T02:30:00+01:00");
});

test("an instant in UTC is read as the same one with an offset of 0 is, whatever its figures", () => {
  const two = (most: number) =>
    fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, "0"));
  const year = fc.integer({ min: 0, max: 9999 }).map((value) => String(value).padStart(4, "0"));
  const fraction = fc.constantFrom("", ".5", ".000", ".123", ".1234567");
  fc.assert(
    fc.property(
      fc.tuple(year, two(13), two(32), two(25), two(61), two(61), fraction),
      ([y, month, day, hour, minute, second, part]) => {
        const written = `${y}-${month}-${day}T${hour}:${minute}:${second}${part}`;
        expect(parseInstant(`${written}Z`)).toBe(parseInstant(`${written}+00:00`));
      },
    ),
    { numRuns: 2000 },
  );
});
