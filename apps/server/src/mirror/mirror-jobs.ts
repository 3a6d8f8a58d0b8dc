/** What the server does for the mirror of its own accord: tables of months, readings of another form. */

import type { ServerContext } from "../context.ts";
import { makeReadingTables } from "../readings/reading-tables.ts";
import { outdatedGateways, rebuildReadings } from "../readings/rebuild-readings.ts";
import { startTurns } from "../turns.ts";

/** So often it is looked what is to be done. */
const EVERY_MS = 3_600_000;
/** Gateways whose readings are derived anew in one turn. */
const GATEWAYS_AT_ONCE = 100;

/**
 * Makes the tables that are needed at once, and then looks every hour.
 *
 * @throws MegaError DATABASE_UNAVAILABLE at the first turn
 */
export async function startMirrorJobs(context: ServerContext): Promise<() => Promise<void>> {
  const { clock, database, log } = context;
  const turn = async (isStopped: () => boolean) => {
    await makeReadingTables(database, clock.nowMs());
    for (const gatewayId of await outdatedGateways(database, GATEWAYS_AT_ONCE)) {
      if (isStopped()) return;
      await rebuildReadings(database, gatewayId);
      log.info({ gatewayId }, "readings were derived anew from the entries");
    }
  };
  await makeReadingTables(database, clock.nowMs());
  return startTurns({
    clock,
    pauseMs: () => EVERY_MS,
    turn,
    onFailure: (cause) =>
      log.error({ err: cause }, "the mirror's jobs failed; they are tried again in an hour"),
  });
}
