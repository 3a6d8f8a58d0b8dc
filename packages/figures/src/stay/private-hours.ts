/**
 * Who may see values by the hour. They tell when somebody is at home, so that hours within a stay
 * are shown to nobody but its tenant, once he has chosen it; for everybody else the day is the
 * finest. Hours outside every stay are the building's, and staff look for faults in them. Pure.
 */

import type { HoursHidden } from "@mega/contract";
import type { Span } from "@mega/domain";
import type { LedgerView } from "@mega/ledger";
import { touchesStay } from "./stays.ts";

/** Why the hours of a span are not shown; null where they are. */
export type HoursRule = (span: Span) => HoursHidden | null;

/** A stay behind a channel; milliseconds since 1970 UTC. */
export interface StayBehind {
  /** Null once the account is deleted. */
  readonly accountId: string | null;
  /** Whether its tenant chose to see values by the hour. */
  readonly hourly: boolean;
  readonly fromMs: number;
  /** Null while it lasts. */
  readonly toMs: number | null;
}

/** Who asks for hours. */
export interface HoursAsker {
  /** Null for who is nobody's account. */
  readonly accountId: string | null;
  /** What he is told where he may not see them. */
  readonly why: HoursHidden;
}

/** The rule for one who asks, of a channel with all stays that ever were behind any. */
export function hoursRule(
  view: Pick<LedgerView, "bindings">,
  channelNo: number,
  staysBehind: (channelNo: number) => readonly StayBehind[],
  { accountId, why }: HoursAsker,
): HoursRule {
  const stays = channelsOfSources(view, channelNo).flatMap(staysBehind);
  return (span) => (maySeeHours(stays, accountId, span) ? null : why);
}

/**
 * The channel, and those that ever showed one of its counters: where two channels show one meter, the
 * hours of the one are those of the other.
 */
function channelsOfSources(
  { bindings }: Pick<LedgerView, "bindings">,
  channelNo: number,
): number[] {
  const sourcesOf = (no: number) =>
    (bindings.get(no) ?? []).flatMap(({ counter1, counter2 }) => [counter1, counter2]);
  const own = new Set(sourcesOf(channelNo).filter((sourceNo) => sourceNo !== null));
  const others = [...bindings.keys()].filter(
    (no) => no !== channelNo && sourcesOf(no).some((one) => one !== null && own.has(one)),
  );
  return [channelNo, ...others];
}

/**
 * Whether an account may see the hours of a span. Of two stays at once both tenants must have chosen
 * it: the hours of the one are those of the other.
 */
export function maySeeHours(
  stays: readonly StayBehind[],
  accountId: string | null,
  span: Span,
): boolean {
  const touched = stays.filter((stay) => touchesStay(stay, span));
  if (touched.length === 0) return true;
  const isOwn = accountId !== null && touched.some((stay) => stay.accountId === accountId);
  return isOwn && touched.every(({ hourly }) => hourly);
}
