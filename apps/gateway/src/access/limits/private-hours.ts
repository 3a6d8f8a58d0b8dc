/**
 * Who may see values by the hour. They tell when somebody is at home, so that hours within a stay
 * are shown to nobody but its tenant, once he has chosen it; for everybody else the day is the
 * finest. Hours outside every stay are the building's, and staff look for faults in them.
 */

import type { HoursHidden } from "@mega/contract";
import type { Span } from "@mega/domain";
import type { LedgerHost, LedgerView } from "@mega/ledger";
import type { Access } from "../access.ts";
import type { Principal } from "../principal.ts";
import { type StayBehind, staysBehind } from "../stays-behind.ts";
import { touchesStay } from "./stays.ts";

/** Why the hours of a span are not shown; null where they are. */
export type HoursRule = (span: Span) => HoursHidden | null;

/** What the rule is made from. */
interface HoursGround {
  readonly access: Pick<Access, "database">;
  readonly ledger: Pick<LedgerHost, "snapshot">;
}

/** The rule for one who asks, of one channel after the other. */
export function hoursRuleOf(
  { access, ledger }: HoursGround,
  principal: Principal | null,
): (channelNo: number) => HoursRule {
  // Whoever has the machine has the files: there is nothing to hide from him.
  if (principal?.kind === "machine") return () => () => null;
  const accountId = principal?.kind === "user" ? principal.accountId : null;
  const isTenant = principal?.kind === "user" && principal.role === "tenant";
  const why = isTenant && !principal.hourly ? "not-chosen" : "stay";
  return (channelNo) => {
    const channels = channelsOfSources(ledger.snapshot(), channelNo);
    const stays = channels.flatMap((no) => staysBehind(access.database, no));
    return (span) => (maySeeHours(stays, accountId, span) ? null : why);
  };
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
 * it: the hours of the one are those of the other. Pure.
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
