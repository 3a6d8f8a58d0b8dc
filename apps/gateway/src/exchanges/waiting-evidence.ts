/** The waiting readings as they came: raw words, serial number, and how far the clock was trusted. */

import type { ClockState, SourceNo } from "@mega/domain";
import type { LedgerHost, OpenQuarantine } from "@mega/ledger";
import type { MeterCounter } from "./exchanged-counters.ts";

/** A waiting reading with its evidence. */
export interface WaitingEvidence extends OpenQuarantine {
  readonly raw: Uint8Array;
  /** As read with it, where it differs from the declared one; undefined where it does not. */
  readonly serialNumber: string | undefined;
  readonly clockState: ClockState;
}

/** Readings of a source that are asked for at once; the ledger takes no more. */
const READINGS_MAX = 100_000;

/** The evidence of what waits of the counters at or after an instant, by source, oldest first. */
export async function waitingEvidence(
  ledger: Pick<LedgerHost, "readingEvidence" | "readingsBetween">,
  counters: readonly MeterCounter[],
  fromMs: number,
): Promise<ReadonlyMap<SourceNo, readonly WaitingEvidence[]>> {
  const found = new Map<SourceNo, readonly WaitingEvidence[]>();
  for (const { source, waiting } of counters) {
    const { sourceNo } = source;
    const later = waiting.filter(({ takenAtMs }) => takenAtMs >= fromMs);
    const toMs = (later.at(-1)?.takenAtMs ?? fromMs) + 1;
    const stored = await ledger.readingsBetween(sourceNo, fromMs, toMs, READINGS_MAX);
    const states = new Map(stored.map(({ seq, clockState }) => [seq, clockState]));
    const readings: WaitingEvidence[] = [];
    for (const open of later) {
      const evidence = await ledger.readingEvidence(sourceNo, open.seq);
      readings.push({
        ...open,
        raw: evidence?.raw ?? new Uint8Array(0),
        serialNumber: evidence?.serialNumber ?? undefined,
        clockState: states.get(open.seq) ?? "U",
      });
    }
    found.set(sourceNo, readings);
  }
  return found;
}
