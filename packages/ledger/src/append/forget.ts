/**
 * The state after month keys were erased: what follows from readings that nobody can open any more is
 * gone from it, so that it equals the state derived again from the entries.
 */

import type { SourceNo } from "@mega/domain";
import type { LatestReading, LedgerState, OpenQuarantine, SourceStanding } from "./state.ts";

/** Whether the value of a reading can no longer be opened; false for what is not a reading. */
export type IsErased = (sourceNo: SourceNo, takenAtMs: number, seq: number) => boolean;

/** The state without what is erased. A source falls back to what was recorded of it in clear. */
export function forget(state: LedgerState, isErased: IsErased): LedgerState {
  const standings = new Map<SourceNo, SourceStanding>();
  for (const [sourceNo, standing] of state.standings) {
    const { latest } = standing;
    const gone = latest !== null && isErased(sourceNo, latest.takenAtMs, latest.seq);
    standings.set(
      sourceNo,
      gone ? { ...standing, latest: latestInClear(state, sourceNo) } : standing,
    );
  }
  const isKept = ([, waiting]: readonly [unknown, OpenQuarantine]) =>
    !isErased(waiting.sourceNo, waiting.takenAtMs, waiting.seq);
  const quarantines = new Map([...state.quarantines].filter(isKept));
  const discardedJumps = new Map([...state.discardedJumps].filter(isKept));
  return { ...state, standings, quarantines, discardedJumps };
}

/** The newest count of a source that an exchange or a rollover fixed. */
function latestInClear(state: LedgerState, sourceNo: SourceNo): LatestReading | null {
  const fixed: LatestReading[] = [];
  for (const { newSourceNo, atMs, newStartCount, seq } of state.exchanges) {
    if (newSourceNo !== sourceNo) continue;
    fixed.push({ takenAtMs: atMs, count: newStartCount, seq, mark: null });
  }
  for (const rollover of state.rollovers) {
    if (rollover.sourceNo !== sourceNo) continue;
    const { atMs, firstCount, seq } = rollover;
    fixed.push({ takenAtMs: atMs, count: firstCount, seq, mark: null });
  }
  return fixed.sort((a, b) => a.seq - b.seq).at(-1) ?? null;
}
