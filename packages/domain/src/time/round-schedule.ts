/**
 * When rounds fall due: at the end of every interval, two minutes past. The hour's round is the one
 * at two past, so that a meter that stores on the hour has done so.
 */

/** How often the meters are read, in minutes. */
export type RoundIntervalMinutes = 15 | 30 | 60;

/** Minutes between the end of an interval and its round. */
export const ROUND_DELAY_MS = 2 * 60_000;

/** The first due time strictly after the instant, milliseconds since 1970 UTC. */
export function nextRoundDueMs(afterMs: number, interval: RoundIntervalMinutes): number {
  const intervalMs = interval * 60_000;
  return (Math.floor((afterMs - ROUND_DELAY_MS) / intervalMs) + 1) * intervalMs + ROUND_DELAY_MS;
}

/** The newest due time not after the instant: the round that was missed while the gateway was off. */
export function latestRoundDueMs(atMs: number, interval: RoundIntervalMinutes): number {
  const intervalMs = interval * 60_000;
  return Math.floor((atMs - ROUND_DELAY_MS) / intervalMs) * intervalMs + ROUND_DELAY_MS;
}
