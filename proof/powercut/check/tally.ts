/** Findings of many ends, added up. */

import { type Finding, isBroken } from "./check-ledger.ts";

/** What a number of ends showed. */
export interface Tally {
  readonly ends: number;
  /** Batches that were acknowledged before these ends. */
  readonly acknowledged: number;
  /** Acknowledged batches that were missing afterwards. */
  readonly lost: number;
  readonly half: number;
  readonly damaged: number;
  /** Ends behind which one of them was so. */
  readonly broken: number;
  /** The first of them, for whoever looks for the cause. */
  readonly firstBroken: { readonly where: string; readonly finding: Finding } | null;
}

/** Before the first end. */
export const emptyTally: Tally = {
  ends: 0,
  acknowledged: 0,
  lost: 0,
  half: 0,
  damaged: 0,
  broken: 0,
  firstBroken: null,
};

/** One end more. `where` says how to come to it again. */
export function withFinding(
  tally: Tally,
  finding: Finding,
  acknowledged: number,
  where: string,
): Tally {
  const broken = isBroken(finding);
  return {
    ends: tally.ends + 1,
    acknowledged: tally.acknowledged + acknowledged,
    lost: tally.lost + finding.lost,
    half: tally.half + finding.half,
    damaged: tally.damaged + (finding.damaged === null ? 0 : 1),
    broken: tally.broken + (broken ? 1 : 0),
    firstBroken: tally.firstBroken ?? (broken ? { where, finding } : null),
  };
}

/** Both together. */
export function addTallies(one: Tally, other: Tally): Tally {
  return {
    ends: one.ends + other.ends,
    acknowledged: one.acknowledged + other.acknowledged,
    lost: one.lost + other.lost,
    half: one.half + other.half,
    damaged: one.damaged + other.damaged,
    broken: one.broken + other.broken,
    firstBroken: one.firstBroken ?? other.firstBroken,
  };
}
