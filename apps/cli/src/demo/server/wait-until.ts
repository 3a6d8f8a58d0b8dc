/** Asks again and again for what takes its time. */

import { MegaError, sleep, systemClock } from "@mega/domain";

const EVERY_MS = 150;
const WITHIN_MS = 90_000;

/**
 * The first answer that is the one.
 *
 * @param what Stands in the error: "a code"
 * @throws MegaError CONFLICT when it does not come, with the last failure
 */
export async function waitUntil<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  isIt: (answer: Answer) => boolean,
): Promise<Answer> {
  const clock = systemClock();
  const untilMs = clock.monotonicMs() + WITHIN_MS;
  let last: unknown;
  while (clock.monotonicMs() < untilMs) {
    try {
      const answer = await ask();
      if (isIt(answer)) return answer;
      last = JSON.stringify(answer).slice(0, 300);
    } catch (cause) {
      // A box that starts anew answers nothing for a moment.
      last = cause;
    }
    await sleep(clock, EVERY_MS);
  }
  throw new MegaError("CONFLICT", `The demo waited in vain for ${what}: ${String(last)}`);
}
