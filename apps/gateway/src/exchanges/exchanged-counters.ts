/** The counters that an exchange is about: every one of the meter that has given a reading. Pure. */

import type { Source } from "@mega/domain";
import { sourceOf } from "@mega/figures";
import type { MeterPlan, SourceDescription } from "@mega/installation";
import type { LatestReading, LedgerView, OpenQuarantine } from "@mega/ledger";
import { waitingOf } from "../quarantine/waiting.ts";

/** A counter of the meter as the ledger has it. */
export interface MeterCounter {
  readonly counterId: string;
  readonly description: SourceDescription;
  readonly source: Source;
  /** Null where no reading was ever accepted; such a counter needs no indexes. */
  readonly latest: LatestReading | null;
  /** Oldest first. */
  readonly waiting: readonly OpenQuarantine[];
}

/** The declared counters of the meter, in the order of its profile. */
export function meterCounters(view: LedgerView, meter: MeterPlan): readonly MeterCounter[] {
  return meter.counters.flatMap(({ counterId, source: description }): MeterCounter[] => {
    const source = sourceOf(view, description);
    if (source === undefined) return [];
    const latest = view.standings.get(source.sourceNo)?.latest ?? null;
    const waiting = waitingOf(view, source.sourceNo);
    return [{ counterId, description, source, latest, waiting }];
  });
}

/** Every channel that shows one of the counters now. */
export function channelsOf(view: LedgerView, counters: readonly MeterCounter[]): number[] {
  const sourceNos = new Set(counters.map(({ source }) => source.sourceNo));
  return [...view.bindings]
    .filter(([, bindings]) => {
      const shown = bindings.at(-1);
      return [shown?.counter1, shown?.counter2].some(
        (no) => no !== null && no !== undefined && sourceNos.has(no),
      );
    })
    .map(([channelNo]) => channelNo);
}

/** The newest accepted reading of any of them; the exchange lies after it. */
export function lastAcceptedMs(counters: readonly MeterCounter[]): number | null {
  const times = counters.flatMap(({ latest }) => (latest === null ? [] : [latest.takenAtMs]));
  return times.length === 0 ? null : Math.max(...times);
}

/**
 * The first reading that only another meter, or one set back, can have given: it fell or came with
 * another serial number. The exchange lies before it.
 */
export function firstOfNewMs(counters: readonly MeterCounter[]): number | null {
  const times = counters.flatMap(({ waiting, latest }) =>
    waiting
      .filter(({ reason }) => reason === "serial-changed" || reason === "fell")
      .filter(({ takenAtMs }) => latest === null || takenAtMs > latest.takenAtMs)
      .map(({ takenAtMs }) => takenAtMs),
  );
  return times.length === 0 ? null : Math.min(...times);
}
