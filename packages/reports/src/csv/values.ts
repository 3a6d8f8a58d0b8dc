/** Values of cells from the table's texts. */

import { assert, parseInstant } from "@mega/domain";
import type { CsvValue } from "./dialect.ts";

/** Words. */
export function text(value: string): CsvValue {
  return { kind: "text", text: value };
}

/** A decimal of the table; null is missing. */
export function figure(decimal: string | null): CsvValue {
  return { kind: "figure", decimal };
}

/** An instant of the table, as local time or with its offset. */
export function timeAt(instant: string | null): CsvValue {
  return { kind: "time", atMs: msOf(instant) };
}

/** The offset from UTC at an instant of the table. */
export function offsetAt(instant: string | null): CsvValue {
  return { kind: "offset", atMs: msOf(instant) };
}

function msOf(instant: string | null): number | null {
  if (instant === null) return null;
  const atMs = parseInstant(instant);
  assert(atMs !== undefined, `the table's instants are RFC 3339, not ${instant}`);
  return atMs;
}
