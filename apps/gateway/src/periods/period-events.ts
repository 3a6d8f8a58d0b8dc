/** A new period as the ledger is told: the indexes, the end of one tenancy, the start of the next. */

import type { CounterNo, Quantity } from "@mega/domain";
import type { LedgerEvent } from "@mega/ledger";
import type { OpeningIndex } from "./opening-indexes.ts";

/** What a new period is made of. */
export interface NewPeriod {
  readonly channelNo: number;
  readonly endedTenancyId: string;
  readonly tenancyId: string;
  readonly atMs: number;
  /** Not empty. */
  readonly openings: readonly OpeningIndex[];
}

/** The events, as one batch. Pure. */
export function periodEvents(period: NewPeriod): readonly LedgerEvent[] {
  const { channelNo, endedTenancyId, tenancyId, atMs, openings } = period;
  const indexOf = (counterNo: CounterNo): Quantity | null =>
    openings.find((opening) => opening.counterNo === counterNo)?.at.index ?? null;
  const indexes = { 1: indexOf(1), 2: indexOf(2) };
  return [
    ...openings.map(
      ({ source, at }): LedgerEvent => ({
        kind: "index-fixed",
        sourceNo: source.sourceNo,
        purpose: "opening",
        index: at,
      }),
    ),
    {
      kind: "tenancy-ended",
      tenancyId: endedTenancyId,
      channelNo,
      endedAtMs: atMs,
      closing: indexes,
    },
    {
      kind: "tenancy-started",
      tenancyId,
      channelNo,
      startedAtMs: atMs,
      opening: indexes,
    },
  ];
}
