/** How long to wait after attempts that came to nothing. Pure. */

const FIRST_MS = 4000;
const LONGEST_MS = 15 * 60_000;
/** A server that names a time is believed up to here. */
const ASKED_MS_MAX = 60 * 60_000;
/** Nobody is asked again at once, whatever was drawn. */
const SHORTEST_MS = 1000;

/**
 * The pause before the next attempt: drawn from the whole span, so that a thousand gateways whose server
 * was away do not come back together.
 *
 * @param failures attempts in a row that came to nothing, from 1
 * @param draw from 0 up to 1
 * @param askedMs what the server asked for; null where it did not
 */
export function backOffMs(failures: number, draw: number, askedMs: number | null): number {
  const span = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_MS);
  const drawn = Math.max(SHORTEST_MS, Math.round(span * draw));
  return Math.max(drawn, Math.min(askedMs ?? 0, ASKED_MS_MAX));
}
