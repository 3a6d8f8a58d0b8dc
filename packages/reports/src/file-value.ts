/** Values of cells in files, from the table's texts: each format writes them in its own way. */

import { assert, localTime, parseInstant } from "@mega/domain";

/** The value of a cell before it is written; null is missing and written as nothing. */
export type FileValue =
  | { readonly kind: "text"; readonly text: string }
  /** A number of something: a channel, a counter, a revision. */
  | { readonly kind: "whole"; readonly value: number }
  /** Decimal text as on the wire. */
  | { readonly kind: "figure"; readonly decimal: string | null }
  | { readonly kind: "time"; readonly atMs: number | null }
  | { readonly kind: "offset"; readonly atMs: number | null };

/** Words. */
export function text(value: string): FileValue {
  return { kind: "text", text: value };
}

/** A number of something. */
export function whole(value: number): FileValue {
  return { kind: "whole", value };
}

/** A decimal of the table; null is missing. */
export function figure(decimal: string | null): FileValue {
  return { kind: "figure", decimal };
}

/** An instant of the table, as local time or with its offset. */
export function timeAt(instant: string | null): FileValue {
  return { kind: "time", atMs: msOf(instant) };
}

/** The offset from UTC at an instant of the table. */
export function offsetAt(instant: string | null): FileValue {
  return { kind: "offset", atMs: msOf(instant) };
}

function msOf(instant: string | null): number | null {
  if (instant === null) return null;
  const atMs = parseInstant(instant);
  assert(atMs !== undefined, `the table's instants are RFC 3339, not ${instant}`);
  return atMs;
}

/** "UTC+02:00": with letters before it, so that no spreadsheet takes it for a sum. */
export function offsetText(atMs: number, timeZone: string): string {
  const { offsetMinutes } = localTime(atMs, timeZone);
  const minutes = Math.abs(offsetMinutes);
  const two = (value: number) => String(Math.trunc(value)).padStart(2, "0");
  return `UTC${offsetMinutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
