/** The job that makes cold what has been over for long: some months in each turn. */

import type { ServerContext } from "../context.ts";
import { startTurns } from "../turns.ts";
import { freezeMonth, warmMonths } from "./freeze-months.ts";

const EVERY_MS = 3_600_000;
/** After a start gateways have their turn first: they hand over what waited. */
const FIRST_MS = 10 * 60_000;
/** Months of gateways in one turn; where there are more, the next turn follows soon. */
const AT_ONCE = 500;
const SOON_MS = 5000;

/** Starts it; what comes back ends it, the month that goes on first. */
export function startFreezeJob({
  clock,
  database,
  log,
}: Pick<ServerContext, "clock" | "database" | "log">): () => Promise<void> {
  let isMore = false;
  const turn = async (isStopped: () => boolean) => {
    isMore = false;
    const months = await warmMonths(database, clock.nowMs(), AT_ONCE);
    let done = 0;
    for (const month of months) {
      if (isStopped()) return;
      try {
        if ((await freezeMonth(database, month)) !== null) done += 1;
      } catch (error) {
        // One gateway's month holds up nobody else's.
        log.error({ err: error, ...month }, "a month stays as rows");
      }
    }
    isMore = months.length === AT_ONCE && done > 0;
  };
  return startTurns({
    clock,
    firstMs: FIRST_MS,
    pauseMs: () => (isMore ? SOON_MS : EVERY_MS),
    turn,
    onFailure: (cause) =>
      log.error({ err: cause }, "no month was made cold; it is tried again in an hour"),
  });
}
