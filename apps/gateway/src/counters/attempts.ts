/**
 * The newest attempts to read each meter since the gateway started. A meter that never answered has
 * no source in the ledger; why it did not answer is known here only.
 */

import type { CounterId, Observed } from "@mega/domain";
import type { RoundMeter, RoundRecord } from "../acquisition/round-record.ts";

/** How the newest attempt to read a counter ended. */
export interface CounterAttempt {
  readonly observed: Observed;
  /** Words or payload as received; empty when nothing came. */
  readonly raw: Uint8Array;
  readonly takenAtMs: number;
  /** When the attempts began to end in this way. */
  readonly sinceMs: number;
}

/** What is known of attempts. */
export interface KnownAttempts {
  /** The newest attempt; undefined before the first. */
  of(meterId: string, counterId: CounterId): CounterAttempt | undefined;
}

/** Remembers attempts; one for each counter of each meter. */
export class Attempts implements KnownAttempts {
  readonly #byCounter = new Map<string, CounterAttempt>();
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
      for (const { counterId, reading } of meter.counters) {
        const key = keyOf(meter.meterId, counterId);
        const before = this.#byCounter.get(key);
        const same = before !== undefined && wayOf(before.observed) === wayOf(reading.observed);
        const sinceMs = same ? before.sinceMs : reading.takenAtMs;
        const { observed, raw, takenAtMs } = reading;
        if (observed.kind === "none") this.#version += 1;
        this.#byCounter.set(key, { observed, raw, takenAtMs, sinceMs });
      }
    }
  }

  /** The newest attempt; undefined before the first. */
  of(meterId: string, counterId: CounterId): CounterAttempt | undefined {
    return this.#byCounter.get(keyOf(meterId, counterId));
  }
}

function keyOf(meterId: string, counterId: CounterId): string {
  return `${meterId} ${counterId}`;
}

function wayOf(observed: Observed): string {
  return observed.kind === "count" ? "count" : observed.reason;
}
