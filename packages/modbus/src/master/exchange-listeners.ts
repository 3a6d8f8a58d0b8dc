/** Those who hear how attempts on the line end; nothing is made while nobody listens. */

import type { BusClock } from "./bus-clock.ts";
import type { ExchangeTrace } from "./bus-line.ts";
import type { ExchangeResult } from "./outcome.ts";

export type ExchangeListener = (trace: ExchangeTrace) => void;

export class ExchangeListeners {
  readonly #clock: BusClock;
  readonly #listeners = new Set<ExchangeListener>();

  constructor(clock: BusClock) {
    this.#clock = clock;
  }

  add(listener: ExchangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  ended(unit: number, result: ExchangeResult, tookMs: number, probe: boolean): void {
    if (this.#listeners.size === 0) return;
    const { kind } = result;
    const answered = kind === "answered" || kind === "exception";
    this.#tell({
      atMs: this.#clock.nowMs(),
      unit,
      kind,
      code: kind === "exception" ? result.code : null,
      turnaroundMs: answered ? result.turnaroundMs : null,
      tookMs,
      probe,
    });
  }

  late(unit: number, turnaroundMs: number): void {
    if (this.#listeners.size === 0) return;
    const atMs = this.#clock.nowMs();
    this.#tell({ atMs, unit, kind: "late", code: null, turnaroundMs, tookMs: 0, probe: false });
  }

  #tell(trace: ExchangeTrace): void {
    for (const listener of this.#listeners) listener(trace);
  }
}
