/**
 * Whether readings that waited while later ones were accepted fit between their neighbours. What the
 * meter itself went below since was never its index, however far it has come by now. Pure.
 */

import { type ReadingNear, readingsNear, type SourceNo, type TimedCount } from "@mega/domain";
import type { LedgerView, OpenQuarantine } from "@mega/ledger";

/**
 * The first of the readings that is below the one before or above the one after it; undefined where
 * all can count together.
 * @param waiting readings of one source that are to count, oldest first
 * @param accepted its accepted readings from before the first of them on, oldest first
 */
export function firstOutOfLine(
  view: Pick<LedgerView, "exchanges" | "rollovers">,
  waiting: readonly OpenQuarantine[],
  accepted: readonly ReadingNear[],
): OpenQuarantine | undefined {
  let counted: TimedCount | undefined;
  return waiting.find((reading) => {
    const near = readingsNear(accepted, reading.takenAtMs);
    const before = laterOf(near.before, counted);
    counted = reading;
    const { sourceNo } = reading;
    const falls = (a: TimedCount | undefined, b: TimedCount | undefined) =>
      a !== undefined && b !== undefined && b.count < a.count && !isBroken(view, sourceNo, a, b);
    return falls(before, reading) || falls(reading, near.after);
  });
}

function laterOf(a: TimedCount | undefined, b: TimedCount | undefined): TimedCount | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.takenAtMs > a.takenAtMs ? b : a;
}

/** Whether an exchange or a rollover lies between two readings, so that counts may fall. */
function isBroken(
  { exchanges, rollovers }: Pick<LedgerView, "exchanges" | "rollovers">,
  sourceNo: SourceNo,
  from: TimedCount,
  to: TimedCount,
): boolean {
  const between = (atMs: number) => atMs >= from.takenAtMs && atMs <= to.takenAtMs;
  return (
    exchanges.some((one) => one.oldSourceNo === sourceNo && between(one.atMs)) ||
    rollovers.some((one) => one.sourceNo === sourceNo && between(one.atMs))
  );
}
