/** Months as one small number, so that a table of readings can be cut at one. */

import type { MonthKey } from "@mega/domain";

/** "2026-05" → 24316. */
export function monthNumber(month: MonthKey): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** 24316 → "2026-05". */
export function monthOfNumber(monthNo: number): MonthKey {
  const year = String(Math.floor(monthNo / 12)).padStart(4, "0");
  return `${year}-${String((monthNo % 12) + 1).padStart(2, "0")}`;
}
