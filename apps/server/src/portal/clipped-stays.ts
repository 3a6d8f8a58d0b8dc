/**
 * Stays as far as the gateway's own periods go: the gateway is master of them. Whoever is given a channel
 * for ever has it until another period begins there, since then somebody else pays for it; and whoever is
 * given it from the day on which his period begins sees nothing of the hours before. Pure.
 */

import type { Stay } from "@mega/figures";
import type { LedgerView } from "@mega/ledger";

/** A begin is given as a day; the period of that day is the tenant's own. */
const DAY_MS = 24 * 60 * 60_000;

/** The stays, each within its period. */
export function clippedStays<S extends Stay>(
  { tenancies }: Pick<LedgerView, "tenancies">,
  stays: readonly S[],
): readonly S[] {
  return stays.map((stay) => {
    const begins = (tenancies.get(stay.channelNo) ?? []).map(({ startedAtMs }) => startedAtMs);
    return { ...stay, ...clipped(stay, begins) };
  });
}

/** @param begins of the channel's periods, in order */
function clipped({ fromMs, toMs }: Stay, begins: readonly number[]): Pick<Stay, "fromMs" | "toMs"> {
  const before = begins.findLastIndex((beginMs) => beginMs <= fromMs + DAY_MS);
  const own = Math.max(before, 0);
  const beginMs = begins[own];
  // Before the first period of a channel there is nobody whose figures these are.
  const firstMs = own > 0 && beginMs !== undefined ? Math.max(fromMs, beginMs) : fromMs;
  const lastMs = Math.min(
    toMs ?? Number.POSITIVE_INFINITY,
    begins[own + 1] ?? Number.POSITIVE_INFINITY,
  );
  return { fromMs: firstMs, toMs: Number.isFinite(lastMs) ? lastMs : null };
}
