/** What came of the attempts since the start, and when the next one may be made. */

import type { Clock } from "@mega/domain";
import { backOffMs } from "./back-off.ts";
import type { Failed } from "./server-outcome.ts";
import type { Attempts } from "./server-state.ts";

/** What is counted since the start, for Prometheus. */
export interface UplinkCounts {
  readonly batches: number;
  readonly failures: number;
}

/** Keeps it. Times are measured on the clock that never steps back. */
export class AttemptLog {
  readonly #clock: Clock;
  readonly #draw: () => number;
  #contact: { readonly atMs: number; readonly monotonicMs: number } | null = null;
  #failure: Attempts["failure"] = null;
  #inARow = 0;
  #retryMs: number | null = null;
  #counts: UplinkCounts = { batches: 0, failures: 0 };

  /** @param draw from 0 up to 1, for pauses */
  constructor(clock: Clock, draw: () => number) {
    this.#clock = clock;
    this.#draw = draw;
  }

  get counts(): UplinkCounts {
    return this.#counts;
  }

  /** When the server answered last; monotonic, null before the first time. */
  get contactMs(): number | null {
    return this.#contact?.monotonicMs ?? null;
  }

  /** Before this nothing is tried; monotonic, null when nothing failed. */
  get retryMs(): number | null {
    return this.#retryMs;
  }

  /** As the interface shows it. */
  get attempts(): Attempts {
    const leftMs = this.#retryMs === null ? null : this.#retryMs - this.#clock.monotonicMs();
    return {
      contactAtMs: this.#contact?.atMs ?? null,
      failure: this.#failure,
      nextTryAtMs: leftMs === null ? null : Math.round(this.#clock.nowMs() + Math.max(0, leftMs)),
    };
  }

  /** The server answered. */
  noteContact(): void {
    this.#contact = { atMs: this.#clock.nowMs(), monotonicMs: this.#clock.monotonicMs() };
    this.#failure = null;
    this.#inARow = 0;
  }

  /** A batch is there. */
  noteBatch(): void {
    this.#counts = { ...this.#counts, batches: this.#counts.batches + 1 };
  }

  /** Nothing came of an attempt: the next one waits. */
  noteFailure({ code, detail, retryAfterMs }: Failed): void {
    this.#inARow += 1;
    this.#counts = { ...this.#counts, failures: this.#counts.failures + 1 };
    this.#failure = { code, detail, sinceMs: this.#failure?.sinceMs ?? this.#clock.nowMs() };
    this.waitFor(backOffMs(this.#inARow, this.#draw(), retryAfterMs));
  }

  /** The next attempt waits so long. */
  waitFor(pauseMs: number): void {
    this.#retryMs = this.#clock.monotonicMs() + pauseMs;
  }

  /** An attempt may be made at once. */
  waitNoMore(): void {
    this.#retryMs = null;
  }

  /** As at the start; the counts run on. */
  clear(): void {
    this.#contact = null;
    this.#failure = null;
    this.#inARow = 0;
    this.#retryMs = null;
  }
}
