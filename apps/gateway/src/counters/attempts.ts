/**
 * The newest attempts to read each meter since the gateway started. A meter that never answered has
 * no source in the ledger; why it did not answer is known here only.
 */

import type { CounterId, Observed } from "@mega/domain";
import type { CounterAttempt, KnownAttempts } from "@mega/figures";
import type { RoundMeter, RoundRecord } from "../acquisition/round-record.ts";

/** Remembers attempts; one for each counter of each meter. */
export class Attempts implements KnownAttempts {
  readonly #byMeter = new Map<string, Map<CounterId, CounterAttempt>>();
  readonly #noted = new Map<string, RoundMeter>();
  #version = 0;

  /** Rises whenever an attempt in vain was noted. */
  get version(): number {
    return this.#version;
  }

  /** Takes what a round has got so far; a meter that is still being asked is left out. */
  note(record: RoundRecord | undefined): void {
    for (const meter of record?.meters.values() ?? []) {
      if (this.#noted.get(meter.meterId) === meter) continue;
      this.#noted.set(meter.meterId, meter);
      const byCounter = this.#byMeter.get(meter.meterId) ?? new Map<CounterId, CounterAttempt>();
      this.#byMeter.set(meter.meterId, byCounter);
      for (const { counterId, reading } of meter.counters) {
        const before = byCounter.get(counterId);
        const same = before !== undefined && wayOf(before.observed) === wayOf(reading.observed);
        const sinceMs = same ? before.sinceMs : reading.takenAtMs;
        const { observed, raw, takenAtMs } = reading;
        if (observed.kind === "none") this.#version += 1;
        byCounter.set(counterId, { observed, raw, takenAtMs, sinceMs });
      }
    }
  }

  /** The newest attempt; undefined before the first. */
  of(meterId: string, counterId: CounterId): CounterAttempt | undefined {
    return this.#byMeter.get(meterId)?.get(counterId);
  }
}

function wayOf(observed: Observed): string {
  return observed.kind === "count" ? "count" : observed.reason;
}
