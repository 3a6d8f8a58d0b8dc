/** Those who hear what crosses the line; bytes are copied only while somebody listens. */

import type { BusClock } from "./bus-clock.ts";
import type { FrameTrace } from "./bus-line.ts";

export type FrameListener = (trace: FrameTrace) => void;

export class FrameListeners {
  readonly #clock: BusClock;
  readonly #listeners = new Set<FrameListener>();

  constructor(clock: BusClock) {
    this.#clock = clock;
  }

  add(listener: FrameListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(kind: FrameTrace["kind"], bytes: Uint8Array): void {
    if (this.#listeners.size === 0) return;
    const trace = { kind, atMs: this.#clock.nowMs(), bytes: bytes.slice() };
    for (const listener of this.#listeners) listener(trace);
  }
}
