/** The job that purges the hours of tenants who took their choice back. */

import type { Clock } from "@mega/domain";
import type { ServerDatabase } from "../database/server-database.ts";
import { startTurns } from "../turns.ts";
import { purgeHours } from "./purge-hours.ts";
import { dueWithdrawals } from "./withdrawals.ts";

/** What the job stands on. */
export interface PurgeJobOptions {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  /** One failed; it is tried again with the next look. */
  readonly onFailure: (cause: unknown) => void;
}

const EVERY_MS = 60_000;
/** Of one look; the next one goes on. */
const AT_ONCE = 20;

/** Purges what is due; how many withdrawals were looked at. */
export async function purgeDue(
  { clock, database, onFailure }: PurgeJobOptions,
  isStopped: () => boolean = () => false,
): Promise<number> {
  const nowMs = clock.nowMs();
  const due = await database.as({ kind: "job" }, (tx) => dueWithdrawals(tx, nowMs, AT_ONCE));
  for (const withdrawal of due) {
    if (isStopped()) break;
    // One gateway's fault holds up nobody else's purge.
    await purgeHours(database, withdrawal, nowMs).catch(onFailure);
  }
  return due.length;
}

/** Starts it; what comes back ends it, the purge that goes on first. */
export function startPurgeJob(options: PurgeJobOptions): () => Promise<void> {
  const { clock, onFailure } = options;
  const turn = (isStopped: () => boolean) => purgeDue(options, isStopped);
  return startTurns({ clock, pauseMs: () => EVERY_MS, turn, onFailure });
}
