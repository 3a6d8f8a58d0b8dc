/**
 * The clock port: the only way to know the time and to wait. The system's clock drives service; a
 * moved clock drives tests, the simulated year and the demo's history. Nothing else in the project
 * calls Date, performance or setTimeout.
 */

/** Ends a timer that has not fired; calling it again does nothing. */
export type CancelTimer = () => void;

/**
 * How far the wall time can be trusted, in the letters of OCMF: U unknown, I informative,
 * S synchronised, R relative.
 */
export type ClockState = "U" | "I" | "S" | "R";

/** Time and waiting. */
export interface Clock {
  /** Wall time in milliseconds since 1970 UTC; may step when the system's clock is set. */
  nowMs(): number;
  /** Milliseconds since an arbitrary start; never steps back. Elapsed time is measured with it. */
  monotonicMs(): number;
  /** Calls back once after at least the delay. */
  setTimer(delayMs: number, callback: () => void): CancelTimer;
  /** Calls back after input that is already waiting has been delivered (a poll phase). */
  afterPoll(callback: () => void): void;
}

/** The machine's own clock. */
export function systemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    setTimer(delayMs, callback) {
      // setTimeout drops a fraction of a millisecond and would fire early.
      const timer = setTimeout(callback, Math.max(0, Math.ceil(delayMs)));
      return () => clearTimeout(timer);
    },
    afterPoll(callback) {
      // Two turns of the event loop: the second one begins after a poll for input.
      setTimeout(() => setTimeout(callback, 0), 0);
    },
  };
}

/** Resolves after the delay on the given clock. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const cancel = clock.setTimer(delayMs, done);
    function done(): void {
      signal?.removeEventListener("abort", abort);
      resolve();
    }
    function abort(): void {
      cancel();
      done();
    }
    signal?.addEventListener("abort", abort, { once: true });
  });
}
