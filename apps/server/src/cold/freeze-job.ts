/** The job that makes cold what has been over for long: some months in each turn. */

import type { ServerContext } from "../context.ts";
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
  let stopped = false;
  let running: Promise<unknown> = Promise.resolve();
  let cancel = clock.setTimer(FIRST_MS, tick);

  async function turn(): Promise<boolean> {
    const months = await warmMonths(database, clock.nowMs(), AT_ONCE);
    let done = 0;
    for (const month of months) {
      if (stopped) return false;
      try {
        if ((await freezeMonth(database, month)) !== null) done += 1;
      } catch (error) {
        // One gateway's month holds up nobody else's.
        log.error({ err: error, ...month }, "a month stays as rows");
      }
    }
    return months.length === AT_ONCE && done > 0;
  }
  function tick(): void {
    running = turn()
      .catch((error: unknown) => {
        log.error({ err: error }, "no month was made cold; it is tried again in an hour");
        return false;
      })
      .then((more) => {
        if (!stopped) cancel = clock.setTimer(more ? SOON_MS : EVERY_MS, tick);
      });
  }
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
