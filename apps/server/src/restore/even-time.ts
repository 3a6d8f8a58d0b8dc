/** Refusals that take the same time whatever they are about. */

import { type Clock, sleep } from "@mega/domain";

/** Refusals leave at multiples of this after they came in. */
const STEP_MS = 250;

/** Does the work; what it throws is thrown at the next step of time, so that it tells nothing. */
export async function inEvenTime<Result>(
  clock: Clock,
  work: () => Promise<Result>,
): Promise<Result> {
  const fromMs = clock.monotonicMs();
  try {
    return await work();
  } catch (error) {
    const tookMs = clock.monotonicMs() - fromMs;
    await sleep(clock, STEP_MS - (tookMs % STEP_MS));
    throw error;
  }
}
