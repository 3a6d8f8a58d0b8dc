import { expect, test } from "vitest";
import { nextIndexDueMs } from "./due-index.ts";

// The last reading and the next end of a month that needs one, Brussels time.
test.each([
  ["2026-05-12T10:00:00+02:00", "2026-06-01T00:00:00+02:00"],
  ["2026-05-31T23:54:59+02:00", "2026-06-01T00:00:00+02:00"],
  ["2026-05-31T23:55:00+02:00", "2026-07-01T00:00:00+02:00"],
  ["2026-06-01T00:00:00+02:00", "2026-07-01T00:00:00+02:00"],
  ["2026-10-20T12:00:00+02:00", "2026-11-01T00:00:00+01:00"],
  ["2026-12-31T23:59:00+01:00", "2027-02-01T00:00:00+01:00"],
])("after a reading at %s an index is due at %s", (latest, due) => {
  expect(nextIndexDueMs(Date.parse(latest), "Europe/Brussels")).toBe(Date.parse(due));
});
