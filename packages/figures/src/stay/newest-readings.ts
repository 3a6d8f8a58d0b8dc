/** The newest accepted reading of each source that a channel showed during a stay. */

import type { SourceNo } from "@mega/domain";
import type { LatestReading, LedgerView } from "@mega/ledger";
import type { FiguresLedger } from "../ports.ts";
import { sourcesOfStay } from "./stay-view.ts";
import { isWithin, type Stay } from "./stays.ts";

/** By source; a source without a reading within the stay is absent. */
export async function newestReadings(
  ledger: Pick<FiguresLedger, "readingsAround">,
  view: LedgerView,
  stay: Stay,
): Promise<ReadonlyMap<SourceNo, LatestReading>> {
  const found = new Map<SourceNo, LatestReading>();
  for (const sourceNo of sourcesOfStay(view, stay)) {
    const reading = await newestWithin(ledger, view, stay, sourceNo);
    if (reading !== undefined) found.set(sourceNo, reading);
  }
  return found;
}

async function newestWithin(
  ledger: Pick<FiguresLedger, "readingsAround">,
  view: LedgerView,
  stay: Stay,
  sourceNo: SourceNo,
): Promise<LatestReading | undefined> {
  const latest = view.standings.get(sourceNo)?.latest ?? undefined;
  if (latest === undefined || isWithin(stay, latest.takenAtMs)) return latest;
  if (stay.toMs === null) return undefined;
  const { before } = await ledger.readingsAround(sourceNo, stay.toMs);
  if (before === undefined || !isWithin(stay, before.takenAtMs)) return undefined;
  const { takenAtMs, count, seq, mark } = before;
  return { takenAtMs, count, seq, mark };
}
