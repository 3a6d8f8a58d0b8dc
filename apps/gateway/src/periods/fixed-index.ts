/**
 * An index that already stands for an instant: opened, typed or closed there before. It is never
 * told twice in different ways, neither by the same channel nor by another on the same meter. Pure.
 */

import type { IndexAt, SourceNo } from "@mega/domain";
import type { LedgerView } from "@mega/ledger";

/** The index fixed for the source at exactly that instant; undefined when there is none. */
export function fixedIndexAt(
  view: LedgerView,
  sourceNo: SourceNo,
  atMs: number,
): IndexAt | undefined {
  const recorded = view.recordedIndexes.findLast(
    (entry) => entry.sourceNo === sourceNo && entry.index.atMs === atMs,
  );
  if (recorded !== undefined) return recorded.index;
  for (const months of view.closedMonths.values()) {
    for (const { parts } of months.values()) {
      const part = parts.find((one) => one.sourceNo === sourceNo && one.closing.atMs === atMs);
      if (part !== undefined) return part.closing;
    }
  }
  return undefined;
}
