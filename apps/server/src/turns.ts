/** Work that the server does of its own accord, in one turn after the other. */

import type { Clock } from "@mega/domain";

/** What is done, and how often. */
export interface Turns {
  readonly clock: Clock;
  /** Until the first turn; at once when left out. */
  readonly firstMs?: number;
  /** From the end of a turn to the next one, asked at that end. */
  readonly pauseMs: () => number;
  /** One turn; between two pieces it looks whether it is to end. */
  readonly turn: (isStopped: () => boolean) => Promise<unknown>;
  /** A turn failed as a whole; the next one comes all the same. */
  readonly onFailure: (cause: unknown) => void;
}

/** Starts them; what comes back ends them, the turn that goes on first. */
export function startTurns(turns: Turns): () => Promise<void> {
  const { clock, firstMs = 0, pauseMs, turn, onFailure } = turns;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = clock.setTimer(firstMs, tick);

  function tick(): void {
    running = turn(() => stopped)
      .catch(onFailure)
      .then(() => {
        if (!stopped) cancel = clock.setTimer(pauseMs(), tick);
      });
  }
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
