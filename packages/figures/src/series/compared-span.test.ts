import { parseInstant, toOffsetString } from "@mega/domain";
import { expect, test } from "vitest";
import { comparedSpan } from "./compared-span.ts";

const zone = "Europe/Brussels";

// A span, what it is compared with, and that span; local times of Brussels with their offset.
const table = `
  2026-03-01T00:00:00+01:00 2026-04-01T00:00:00+02:00 | previous | 2026-02-01T00:00:00+01:00 2026-03-01T00:00:00+01:00
  2026-03-01T00:00:00+01:00 2026-04-01T00:00:00+02:00 | year     | 2025-03-01T00:00:00+01:00 2025-04-01T00:00:00+02:00
  2025-06-01T00:00:00+02:00 2026-06-01T00:00:00+02:00 | previous | 2024-06-01T00:00:00+02:00 2025-06-01T00:00:00+02:00
  2026-10-26T00:00:00+01:00 2026-10-27T00:00:00+01:00 | previous | 2026-10-25T00:00:00+02:00 2026-10-26T00:00:00+01:00
  2026-03-30T00:00:00+02:00 2026-03-31T00:00:00+02:00 | previous | 2026-03-29T00:00:00+01:00 2026-03-30T00:00:00+02:00
  2026-05-27T00:00:00+02:00 2026-05-28T00:00:00+02:00 | year     | 2025-05-27T00:00:00+02:00 2025-05-28T00:00:00+02:00
  2028-02-29T00:00:00+01:00 2028-03-01T00:00:00+01:00 | year     | 2027-03-01T00:00:00+01:00 2027-03-01T00:00:00+01:00
  2026-05-27T06:00:00+02:00 2026-05-27T12:00:00+02:00 | previous | 2026-05-27T00:00:00+02:00 2026-05-27T06:00:00+02:00
  2026-05-27T06:00:00+02:00 2026-05-27T12:00:00+02:00 | year     | 2025-05-27T06:00:00+02:00 2025-05-27T12:00:00+02:00
`;

test.each(table.trim().split("\n"))("compared: %s", (row) => {
  const [given = "", compare = "", wanted] = row.split("|").map((cell) => cell.trim());
  const [fromMs = 0, toMs = 0] = given.split(" ").map((text) => parseInstant(text) ?? 0);
  const span = comparedSpan({ fromMs, toMs }, compare === "year" ? "year" : "previous", zone);
  expect(`${toOffsetString(span.fromMs, zone)} ${toOffsetString(span.toMs, zone)}`).toBe(wanted);
});
