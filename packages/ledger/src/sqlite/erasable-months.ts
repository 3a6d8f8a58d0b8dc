/** Which months may lose their keys. */

import { MegaError, type MonthKey, monthOf } from "@mega/domain";
import { invalidMonth } from "../append/field-rules.ts";
import type { LedgerState } from "../append/state.ts";

/**
 * Throws REQUEST_INVALID for a month after that of the newest round. The keys of a month that is
 * being written must stay: a round that cannot be sealed would be refused with all its meters.
 */
export function assertErasable(state: LedgerState, beforeMonth: MonthKey): void {
  const { zone, lastRound } = state;
  const wrong = invalidMonth(beforeMonth);
  const newest = zone && lastRound ? monthOf(lastRound.dueAtMs, zone.timeZone) : null;
  if (!wrong && (newest === null || beforeMonth <= newest)) return;
  const allowed = newest === null ? 'a month such as "2026-05"' : `${newest} or a month before it`;
  throw new MegaError("REQUEST_INVALID", `beforeMonth is "${beforeMonth}"; allowed: ${allowed}`, {
    context: { field: "beforeMonth", value: beforeMonth, allowed },
  });
}
