/** Whether a round was stored every hour in which the gateway ran, whatever its clock did. */

import type { GatewayTimes } from "../expected/gateway-times.ts";

/** A clock that is set may move the next round by an hour; it never leaves out two. */
const longestMs = 2 * 3_600_000 + 120_000;

/** Spans of a life without a round, in words. */
export function missedRounds({ lives, rounds }: GatewayTimes): readonly string[] {
  const missed: string[] = [];
  const all = rounds.filter(({ meterId }) => meterId === null);
  let at = 0;
  for (const { fromMs, toMs } of lives) {
    let lastMs = fromMs;
    for (; at < all.length && (all[at]?.storedMs ?? 0) <= toMs; at += 1) {
      const storedMs = all[at]?.storedMs ?? 0;
      if (storedMs - lastMs > longestMs) missed.push(spanText(lastMs, storedMs));
      lastMs = storedMs;
    }
    if (toMs - lastMs > longestMs) missed.push(spanText(lastMs, toMs));
  }
  return missed;
}

function spanText(fromMs: number, toMs: number): string {
  return `none from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`;
}
