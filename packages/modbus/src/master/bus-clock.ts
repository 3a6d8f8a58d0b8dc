/** The time a bus runs on; the clock port of the domain satisfies it by its shape. */

export interface BusClock {
  /** Wall time, milliseconds since 1970 UTC: only for stamping answers. */
  nowMs(): number;
  /** Milliseconds that never step back: everything on the wire is timed with it. */
  monotonicMs(): number;
  /** Calls back once after at least the delay; returns its cancellation. */
  setTimer(delayMs: number, callback: () => void): () => void;
  /** Calls back after input that already waits was delivered: a stalled loop makes no timeout. */
  afterPoll(callback: () => void): void;
  /** Blocks until the monotonic time; only where a bus has a thread of its own. */
  blockUntil?(monotonicMs: number): void;
}
