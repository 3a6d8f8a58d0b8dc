/** The job that looks every few minutes which gateways are silent, where mails can go out. */

import type { Clock } from "@mega/domain";
import type { ServerDatabase } from "../database/server-database.ts";
import { startTurns } from "../turns.ts";
import { watchSilence } from "./watch-silence.ts";

/** What the job stands on. */
export interface SilenceJobOptions {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  /** A look failed; the next one comes all the same. */
  readonly onFailure: (cause: unknown) => void;
}

/** All gateways are looked at; two hours are not told to the minute. */
const EVERY_MS = 5 * 60_000;

/** Starts it; what comes back ends it, the look that goes on first. */
export function startSilenceJob({ clock, database, onFailure }: SilenceJobOptions) {
  const turn = () => watchSilence(database, clock.nowMs());
  return startTurns({ clock, pauseMs: () => EVERY_MS, turn, onFailure });
}
