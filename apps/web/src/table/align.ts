/**
 * Commas of a column stand under one another although meters count in different steps: a figure with
 * fewer decimals gets empty room behind it, never zeros.
 */

import type { ChannelRow } from "@mega/contract";
import { displayUnit, type UnitMode } from "./display-unit.ts";

/** Room is made for so many digits at most; the style sheet knows a class for each. */
const ROOM_DIGITS_MAX = 6;

/** Decimals of a counter's figures as they are shown in a unit. */
export function shownDecimals(decimals: number, unit: string, mode: UnitMode): number {
  return Math.max(0, decimals - displayUnit(unit, mode).places);
}

/** The most decimals that any figure of the rows shows. */
export function mostDecimals(rows: readonly ChannelRow[], mode: UnitMode): number {
  const all = rows.flatMap((row) =>
    row.counters.map(({ decimals, unit }) => shownDecimals(decimals, unit, mode)),
  );
  return Math.max(0, ...all);
}

/** Classes that give a figure of so many decimals the room of the missing ones. */
export function roomClass(decimals: number, most: number): string {
  const missing = Math.min(ROOM_DIGITS_MAX, most - decimals);
  if (missing <= 0) return "";
  return decimals === 0 ? `room-${missing} room-c` : `room-${missing}`;
}
