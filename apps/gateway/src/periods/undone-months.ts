/**
 * Closed months that say something else once a period is taken back. They are made anew with it in
 * one batch, so that no figure rests on a period that never was.
 */

import {
  canCloseByItself,
  MONTH_RULE_VERSION,
  type MonthKey,
  monthSpan,
  revise,
} from "@mega/domain";
import { computeMonth } from "@mega/figures";
import type { ClosedMonth, LedgerEvent, LedgerHost, LedgerView } from "@mega/ledger";

type MonthClosedEvent = Extract<LedgerEvent, { kind: "month-closed" }>;

/** What months are made anew from. */
export interface UndoneMonthsInput {
  readonly ledger: Pick<LedgerHost, "readingsAround">;
  /** The ledger as it would stand without the period. */
  readonly asIf: LedgerView;
  readonly channelNo: number;
  readonly undoneId: string;
  readonly startedAtMs: number;
  readonly timeZone: string;
  readonly tzVersion: string;
  readonly nowMs: number;
}

/** The revisions, oldest first; a month as text where its figures cannot be made anew. */
export async function undoneMonths(
  input: UndoneMonthsInput,
): Promise<readonly MonthClosedEvent[] | MonthKey> {
  const { ledger, channelNo, timeZone, tzVersion, nowMs } = input;
  let { asIf } = input;
  const events: MonthClosedEvent[] = [];
  const closed = [...(asIf.closedMonths.get(channelNo) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [month, before] of closed) {
    if (monthSpan(month, timeZone).toMs <= input.startedAtMs) continue;
    const computed = await computeMonth(ledger, asIf, { channelNo, month, timeZone, nowMs });
    const rests = before.parts.some(({ tenancyId }) => tenancyId === input.undoneId);
    if (rests && !canCloseByItself(computed)) return month;
    if (revise(before, computed) === "same") continue;
    const { parts } = computed;
    const revision = before.revision + 1;
    const why = "a new period was taken back";
    const version = { ruleVersion: MONTH_RULE_VERSION, tzVersion };
    events.push({ kind: "month-closed", channelNo, month, revision, ...version, parts, why });
    asIf = withMonth(asIf, { ...before, parts, revision });
  }
  return events;
}

/** The next month begins where this one ends now. */
function withMonth(view: LedgerView, closed: ClosedMonth): LedgerView {
  const { channelNo, month } = closed;
  const months = new Map(view.closedMonths.get(channelNo)).set(month, closed);
  return { ...view, closedMonths: new Map(view.closedMonths).set(channelNo, months) };
}
