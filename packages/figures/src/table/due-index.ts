/** When the index of a meter without a bus is due: for the end of every month. Pure. */

import { ACTUAL_WITHIN_MS, monthOf, monthSpan } from "@mega/domain";

/**
 * The first end of a month after a reading that the reading does not stand for, in milliseconds since
 * 1970 UTC. From then on an index is awaited.
 */
export function nextIndexDueMs(latestMs: number, timeZone: string): number {
  const end = (atMs: number) => monthSpan(monthOf(atMs, timeZone), timeZone).toMs;
  const first = end(latestMs);
  return first - latestMs <= ACTUAL_WITHIN_MS ? end(first) : first;
}
