import fc from "fast-check";
import { expect, test } from "vitest";
import { addMonths, localTime, monthOf, parseInstant, toOffsetString } from "./calendar.ts";
import { latestReportDueMs, nextReportDueMs, type ReportSchedule } from "./report-schedule.ts";

const brussels = "Europe/Brussels";
const DAY_MS = 86_400_000;
const startMs = parseInstant("2026-01-01T00:00:00+01:00") ?? 0;
const endMs = parseInstant("2028-01-01T00:00:00+01:00") ?? 0;

/** Every due time of a span, each found from the one before. */
function dues(schedule: ReportSchedule, timeZone: string, fromMs = startMs, toMs = endMs) {
  const found: number[] = [];
  let at = nextReportDueMs(schedule, fromMs - 1, timeZone);
  while (at !== null && at < toMs) {
    found.push(at);
    at = nextReportDueMs(schedule, at, timeZone);
  }
  return found;
}

const timeOfDay = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
});
const schedules: fc.Arbitrary<ReportSchedule> = fc.oneof(
  fc.record({ kind: fc.constant("hour" as const) }),
  fc.record({ kind: fc.constant("day" as const), at: timeOfDay }),
  fc.record({
    kind: fc.constant("week" as const),
    weekday: fc.integer({ min: 1, max: 7 }),
    at: timeOfDay,
  }),
  fc.record({
    kind: fc.constant("month" as const),
    dayOfMonth: fc.integer({ min: 1, max: 28 }),
    at: timeOfDay,
  }),
);
const zones = fc.constantFrom(brussels, "Europe/London", "America/New_York", "Asia/Kolkata", "UTC");

test("over two years with their clock changes every local day is due exactly once", () => {
  fc.assert(
    fc.property(timeOfDay, zones, (at, timeZone) => {
      const days = dues({ kind: "day", at }, timeZone).map((ms) =>
        toOffsetString(ms, timeZone).slice(0, 10),
      );
      expect(new Set(days).size).toBe(days.length);
      expect(Math.abs(days.length - 730)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 40 },
  );
});

test("over two years a month is due on its day in each of the 24 months", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 28 }), timeOfDay, (dayOfMonth, at) => {
      const found = dues({ kind: "month", dayOfMonth, at }, brussels);
      const months = found.map((ms) => monthOf(ms, brussels));
      expect(months).toEqual(Array.from({ length: 24 }, (_, no) => addMonths("2026-01", no)));
      for (const ms of found) expect(localTime(ms, brussels).day).toBe(dayOfMonth);
    }),
    { numRuns: 40 },
  );
});

test("a week is due on its weekday, seven local days apart", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), timeOfDay, (weekday, at) => {
      const found = dues({ kind: "week", weekday, at }, brussels);
      expect(found.length).toBeGreaterThanOrEqual(104);
      for (const ms of found) {
        const { year, month, day } = localTime(ms, brussels);
        expect(new Date(Date.UTC(year, month - 1, day)).getUTCDay()).toBe(weekday % 7);
      }
    }),
    { numRuns: 20 },
  );
});

test("the newest due time and the next one agree at every instant", () => {
  fc.assert(
    fc.property(
      schedules,
      zones,
      fc.integer({ min: startMs, max: endMs }),
      (schedule, timeZone, atMs) => {
        const latest = latestReportDueMs(schedule, atMs, timeZone) ?? Number.NaN;
        const next = nextReportDueMs(schedule, atMs, timeZone) ?? Number.NaN;
        expect(latest).toBeLessThanOrEqual(atMs);
        expect(next).toBeGreaterThan(atMs);
        expect(nextReportDueMs(schedule, latest, timeZone)).toBe(next);
        expect(latestReportDueMs(schedule, next, timeZone)).toBe(next);
        expect(next - latest).toBeLessThanOrEqual(32 * DAY_MS);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  // 02:30 does not exist on 29 March and exists twice on 25 October.
  ["2026-03-28T12:00:00Z", "2026-03-29T03:30:00+02:00"],
  ["2026-10-24T12:00:00Z", "2026-10-25T02:30:00+02:00"],
  ["2026-10-25T00:30:00Z", "2026-10-26T02:30:00+01:00"],
])("a report at half past two is due after %s at %s", (after, due) => {
  const schedule = { kind: "day", at: { hour: 2, minute: 30 } } as const;
  const found = nextReportDueMs(schedule, parseInstant(after) ?? 0, brussels) ?? 0;
  expect(toOffsetString(found, brussels)).toBe(due);
});

test("a report that is off is never due", () => {
  expect(latestReportDueMs({ kind: "off" }, startMs, brussels)).toBeNull();
  expect(nextReportDueMs({ kind: "off" }, startMs, brussels)).toBeNull();
});
