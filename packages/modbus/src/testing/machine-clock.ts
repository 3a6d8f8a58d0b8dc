// The machine's own clock for tests on real wires; service brings its own through the clock port.

import type { BusClock } from "../master/bus-clock.ts";

/** A clock in real time. Its timers do not keep a process alive that has nothing else to do. */
export function machineClock(): BusClock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    setTimer(delayMs, callback) {
      // setTimeout drops a fraction of a millisecond and would fire early.
      const timer = setTimeout(callback, Math.ceil(delayMs));
      return () => clearTimeout(timer);
    },
    // The second turn begins after a poll for input.
    afterPoll(callback) {
      setTimeout(() => setTimeout(callback, 0), 0);
    },
  };
}

/** Resolves after the delay in real time. */
export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
