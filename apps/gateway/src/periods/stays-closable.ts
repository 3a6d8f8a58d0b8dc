/**
 * Whether a closed month can be closed anew with a new period in it. One that cannot would stand as it
 * is, with the new tenant's share on the bill of the one before; so such a start is refused.
 */

import { type CounterNo, canCloseByItself, monthOf } from "@mega/domain";
import { computeMonth } from "@mega/figures";
import type { LedgerHost, LedgerView, TenancyRecord } from "@mega/ledger";
import type { OpeningIndex } from "./opening-indexes.ts";

/** A start that is about to be recorded. */
export interface StartInMonth {
  readonly readings: Pick<LedgerHost, "readingsAround">;
  readonly view: LedgerView;
  readonly timeZone: string;
  readonly nowMs: number;
  /** The period that it ends. */
  readonly tenancy: TenancyRecord;
  readonly atMs: number;
  readonly openings: readonly OpeningIndex[];
}

/** True for a month that is not closed yet: it waits for its questions as any other. */
export async function staysClosable(start: StartInMonth): Promise<boolean> {
  const { readings, view, timeZone, nowMs, tenancy, atMs } = start;
  const { channelNo } = tenancy;
  const month = monthOf(atMs, timeZone);
  if (view.revisions.get(channelNo)?.has(month) !== true) return true;
  const asked = { channelNo, month, timeZone, nowMs };
  return canCloseByItself(await computeMonth(readings, asIfStarted(start), asked));
}

function asIfStarted({ view, tenancy, atMs, openings }: StartInMonth): LedgerView {
  const { channelNo } = tenancy;
  const indexOf = (counterNo: CounterNo) =>
    openings.find((opening) => opening.counterNo === counterNo)?.at.index ?? null;
  const indexes = { 1: indexOf(1), 2: indexOf(2) };
  const ended = { ...tenancy, endedAtMs: atMs, closing: indexes };
  const begun = { ...tenancy, tenancyId: "", startedAtMs: atMs, opening: indexes };
  const before = view.tenancies.get(channelNo)?.slice(0, -1) ?? [];
  const fixed = openings.map(({ source, at }) => {
    return { sourceNo: source.sourceNo, purpose: "opening" as const, index: at, seq: 0 };
  });
  return {
    ...view,
    tenancies: new Map(view.tenancies).set(channelNo, [...before, ended, begun]),
    recordedIndexes: [...view.recordedIndexes, ...fixed],
  };
}
