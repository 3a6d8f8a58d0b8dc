/**
 * What becomes of waiting readings once a person has explained the fall before them: the judge looks
 * at them again, one after the other, from the count that was recorded. Pure.
 */

import {
  type Judgement,
  judgeReading,
  type QuarantinedCount,
  type Source,
  type TimedCount,
} from "@mega/domain";
import type { LedgerEvent, OpenQuarantine } from "@mega/ledger";
import { WaitingLine } from "./waiting-line.ts";

/** Readings that count from now on, and readings that still wait. */
export interface Settled {
  readonly released: readonly OpenQuarantine[];
  readonly left: readonly OpenQuarantine[];
}

/**
 * Settles the readings of a source after the count `from`, oldest first. A reading that the judge
 * would not accept as it is keeps waiting, since only a person can say what it is; one that bears out
 * a jump waits with it, and may release it, as when they came.
 */
export function settle(
  source: Source,
  from: TimedCount,
  waiting: readonly OpenQuarantine[],
): Settled {
  const released: OpenQuarantine[] = [];
  let left: OpenQuarantine[] = [];
  const line = new WaitingLine();
  let last = from;
  for (const reading of waiting) {
    const judgement = judgedAfter(source, last, line.all, reading);
    if (reading.takenAtMs < from.takenAtMs || !counts(judgement, last, reading)) {
      left.push(reading);
      if (judgement?.status === "quarantined") line.add({ ...reading, ...judgement });
      continue;
    }
    const borneOut = new Set(judgement.releases?.map(({ seq }) => seq));
    if (borneOut.size > 0) {
      released.push(...left.filter(({ seq }) => borneOut.has(seq)));
      left = left.filter(({ seq }) => !borneOut.has(seq));
    }
    released.push(reading);
    line.clear();
    last = reading;
  }
  return { released, left };
}

/** Undefined for a reading that is of another meter. */
function judgedAfter(
  source: Source,
  last: TimedCount,
  quarantined: readonly QuarantinedCount[],
  { reason, sourceNo, takenAtMs, count }: OpenQuarantine,
): Judgement | undefined {
  if (reason === "serial-changed") return undefined;
  // The recorded count may be this very reading: nothing is to be judged then.
  if (takenAtMs === last.takenAtMs && count === last.count) return { status: "accepted", count };
  const observed = { kind: "count", count } as const;
  const observation = { sourceNo, takenAtMs, observed, raw: new Uint8Array(0) };
  return judgeReading({ source, last, quarantined, observation });
}

function counts(
  judgement: Judgement | undefined,
  last: TimedCount,
  { count }: OpenQuarantine,
): judgement is Extract<Judgement, { status: "accepted" }> {
  return judgement?.status === "accepted" && count >= last.count;
}

/** The releases as the ledger is told. */
export function releaseEvents(
  readings: readonly OpenQuarantine[],
  why: string,
): readonly LedgerEvent[] {
  return readings.map(({ seq, sourceNo }) => ({ kind: "quarantine-released", seq, sourceNo, why }));
}
