// Waits in a benchmark for what happens elsewhere.

import { sleep, systemClock } from "@mega/domain";

/** How long is waited, and how often is looked. */
export interface Patience {
  readonly withinMs: number;
  readonly everyMs: number;
}

/**
 * Asks until there is an answer.
 *
 * @param what Stands in the error: "the round has ended".
 * @throws Error when there is none in time.
 */
export async function awaitUntil<T>(
  what: string,
  { withinMs, everyMs }: Patience,
  ask: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const clock = systemClock();
  const untilMs = clock.monotonicMs() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (clock.monotonicMs() > untilMs) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await sleep(clock, everyMs);
  }
}
