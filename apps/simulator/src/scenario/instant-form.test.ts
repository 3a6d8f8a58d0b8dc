import { parseInstant, toUtcString } from "@mega/domain";
import { expect, test } from "vitest";
import { instantReader } from "./instant-form.ts";

const timeZone = "Europe/Brussels";

// reference               text               instant, or "allowed …"
const table = `
  2026-11-25T21:17:40Z  | 2024-01-01T00:00:00Z | 2024-01-01T00:00:00.000Z
  2026-11-25T21:17:40Z  | -PT4H                | 2026-11-25T17:00:00.000Z
  2026-11-25T21:17:40Z  | +PT90M               | 2026-11-25T22:30:00.000Z
  2026-11-25T21:17:40Z  | -P45D                | 2026-10-11T20:00:00.000Z
  2026-11-25T21:17:40Z  | -P5M3DT4H            | 2026-06-22T16:00:00.000Z
  2026-11-25T21:17:40Z  | -P1Y1M               | 2025-10-25T20:00:00.000Z
  2026-11-25T21:17:40Z  | -P2W                 | 2026-11-11T21:00:00.000Z
  2026-11-25T21:17:40Z  | month                | 2026-10-31T23:00:00.000Z
  2026-11-25T21:17:40Z  | month-1              | 2026-09-30T22:00:00.000Z
  2026-11-25T21:17:40Z  | month-3 -PT30M       | 2026-07-31T21:30:00.000Z
  2026-11-25T21:17:40Z  | month-11 +P14DT9H    | 2025-12-15T08:00:00.000Z
  2026-03-31T10:00:00Z  | -P1M                 | 2026-02-28T11:00:00.000Z
  2026-11-01T00:00:00Z  | -P1W                 | 2026-10-24T23:00:00.000Z
  2026-11-01T01:00:00Z  | -P1W                 | 2026-10-25T00:00:00.000Z
  2026-11-01T03:00:00Z  | -P1W                 | 2026-10-25T03:00:00.000Z
  2026-04-05T00:00:00Z  | -P1W                 | 2026-03-29T01:00:00.000Z
  2026-04-05T02:00:00Z  | -P1W                 | 2026-03-29T02:00:00.000Z
  2026-11-25T21:17:40Z  | P5D                  | allowed
  2026-11-25T21:17:40Z  | -P                   | allowed
  2026-11-25T21:17:40Z  | -P1DT                | allowed
  2026-11-25T21:17:40Z  | month+1              | allowed
  2026-11-25T21:17:40Z  | month-1 PT8H         | allowed
  2026-11-25T21:17:40Z  | yesterday            | allowed
`;

test.each(table.trim().split("\n"))("%s", (row) => {
  const [reference = "", text = "", wanted] = row.split("|").map((cell) => cell.trim());
  const read = instantReader({ referenceMs: parseInstant(reference) ?? null, timeZone })(text);
  expect("atMs" in read ? toUtcString(read.atMs) : "allowed").toBe(wanted);
});

test("without a reference a relative instant says what is missing", () => {
  const read = instantReader({ referenceMs: null, timeZone })("-P45D");
  expect(read).toEqual({
    allowed: "an instant like 2024-01-01T00:00:00Z, as no reference was given",
  });
});
