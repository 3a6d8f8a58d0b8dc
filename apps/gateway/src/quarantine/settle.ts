/**
 * What becomes of waiting readings once a person has explained the fall before them: the judge looks
 * at them again, one after the other, from the count that was recorded. Pure.
 */

import { judgeReading, type Source, type TimedCount } from "@mega/domain";
import type { LedgerEvent, OpenQuarantine } from "@mega/ledger";

/** Readings that count from now on, and readings that still wait. */
export interface Settled {
  readonly released: readonly OpenQuarantine[];
  readonly left: readonly OpenQuarantine[];
}

/**
 * Settles the readings of a source after the count `from`, oldest first. A reading that the judge
 * would not accept as it is keeps waiting, since only a person can say what it is.
 */
export function settle(
  source: Source,
  from: TimedCount,
  waiting: readonly OpenQuarantine[],
): Settled {
  const released: OpenQuarantine[] = [];
  const left: OpenQuarantine[] = [];
  let last = from;
  for (const reading of waiting) {
    if (reading.takenAtMs < from.takenAtMs || !isAccepted(source, last, reading)) {
      left.push(reading);
      continue;
    }
    released.push(reading);
    last = reading;
  }
  return { released, left };
}

function isAccepted(source: Source, last: TimedCount, reading: OpenQuarantine): boolean {
  if (reading.reason === "serial-changed") return false;
  const { sourceNo, takenAtMs, count } = reading;
  // The recorded count may be this very reading: nothing is to be judged then.
  if (takenAtMs === last.takenAtMs && count === last.count) return true;
  const observed = { kind: "count", count } as const;
  const observation = { sourceNo, takenAtMs, observed, raw: new Uint8Array(0) };
  const judgement = judgeReading({ source, last, quarantined: [], observation });
  return judgement.status === "accepted" && count >= last.count;
}

/** The releases as the ledger is told. */
export function releaseEvents(
  readings: readonly OpenQuarantine[],
  why: string,
): readonly LedgerEvent[] {
  return readings.map(({ seq, sourceNo }) => ({ kind: "quarantine-released", seq, sourceNo, why }));
}
