/** Finds the ledger's source of a planned counter. Pure. */

import type { Source } from "@mega/domain";
import type { SourceDescription } from "@mega/installation";
import type { LedgerView } from "@mega/ledger";

/**
 * The newest source of the meter's counter whose counts are worth the same; undefined when there is
 * none. A changed pulse weight or unit is another source: it never rescales what was read before.
 */
export function sourceOf(view: LedgerView, wanted: SourceDescription): Source | undefined {
  return newestSame(view.sources.values(), wanted);
}

/** The same for many counters of one view: a round looks each of its own up. */
export function sourceFinder({
  sources,
}: LedgerView): (wanted: SourceDescription) => Source | undefined {
  const byMeter = grouped.get(sources) ?? Map.groupBy(sources.values(), ({ meterId }) => meterId);
  grouped.set(sources, byMeter);
  return (wanted) => newestSame(byMeter.get(wanted.meterId) ?? [], wanted);
}

/** Sources by meter. A view's sources are never altered: another source makes another map. */
const grouped = new WeakMap<LedgerView["sources"], Map<string, readonly Source[]>>();

function newestSame(sources: Iterable<Source>, wanted: SourceDescription): Source | undefined {
  let found: Source | undefined;
  for (const source of sources) {
    if (source.meterId !== wanted.meterId || source.counterId !== wanted.counterId) continue;
    if (sameWorth(source, wanted)) found = source;
  }
  return found;
}

function sameWorth(source: Source, wanted: SourceDescription): boolean {
  return (
    source.unit === wanted.unit &&
    source.medium === wanted.medium &&
    source.decimals === wanted.decimals &&
    source.factor.numerator * wanted.factor.denominator ===
      wanted.factor.numerator * source.factor.denominator &&
    source.start.amount * 10 ** wanted.start.decimals ===
      wanted.start.amount * 10 ** source.start.decimals &&
    source.rolloverCount === wanted.rolloverCount
  );
}
