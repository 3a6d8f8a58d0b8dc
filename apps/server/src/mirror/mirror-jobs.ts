/** What the server does for the mirror of its own accord: tables of months, readings of another form. */

import type { ServerContext } from "../context.ts";
import { makeReadingTables } from "../readings/reading-tables.ts";
import { outdatedGateways, rebuildReadings } from "../readings/rebuild-readings.ts";

/** Ends the jobs once the one that runs has ended. */
export type EndJobs = () => Promise<void>;

/** So often it is looked what is to be done. */
const EVERY_MS = 3_600_000;
/** Gateways whose readings are derived anew in one turn. */
const GATEWAYS_AT_ONCE = 100;

/**
 * Makes the tables that are needed at once, and then looks every hour.
 *
 * @throws MegaError DATABASE_UNAVAILABLE at the first turn
 */
export async function startMirrorJobs(context: ServerContext): Promise<EndJobs> {
  const { clock, database, log } = context;
  let ended = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};
  const turn = async () => {
    await makeReadingTables(database, clock.nowMs());
    for (const gatewayId of await outdatedGateways(database, GATEWAYS_AT_ONCE)) {
      if (ended) return;
      await rebuildReadings(database, gatewayId);
      log.info({ gatewayId }, "readings were derived anew from the entries");
    }
  };
  const next = (afterMs: number) => {
    if (ended) return;
    cancel = clock.setTimer(afterMs, () => {
      running = turn().catch((error: unknown) => {
        log.error({ err: error }, "the mirror's jobs failed; they are tried again in an hour");
      });
      void running.then(() => next(EVERY_MS));
    });
  };
  await makeReadingTables(database, clock.nowMs());
  next(0);
  return async () => {
    ended = true;
    cancel();
    await running;
  };
}
