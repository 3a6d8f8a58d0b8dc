/** The job that sends mails as they fall due, and takes away what is over. */

import type { Clock } from "@mega/domain";
import { sweepLogins } from "../access/portal-sessions.ts";
import { sweepTries } from "../access/shared-attempts.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { startTurns } from "../turns.ts";
import { sweepMails } from "./mail-queue.ts";
import { type Mailing, sendDueMails } from "./send-due-mails.ts";

/** What the job stands on. */
export interface MailJobOptions {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  /** Null where no mail server is named: mails wait until there is one. */
  readonly mailing: Mailing | null;
  /** A run failed as a whole; the next one comes all the same. */
  readonly onFailure: (cause: unknown) => void;
}

/** Looks for mails that often. */
const EVERY_MS = 5000;
/** What is over is taken away that often. */
const SWEEP_EVERY_MS = 3_600_000;

/** Starts it; what comes back ends it, the mail on its way first. */
export function startMailJob(options: MailJobOptions): () => Promise<void> {
  const { clock, database, mailing, onFailure } = options;
  let sweptAtMs = Number.NEGATIVE_INFINITY;
  const turn = async (isStopped: () => boolean) => {
    const nowMs = clock.monotonicMs();
    if (nowMs - sweptAtMs >= SWEEP_EVERY_MS) {
      sweptAtMs = nowMs;
      await sweep(database, clock.nowMs());
    }
    if (mailing !== null) await sendDueMails(mailing, isStopped);
  };
  return startTurns({ clock, pauseMs: () => EVERY_MS, turn, onFailure });
}

async function sweep(database: ServerDatabase, nowMs: number): Promise<void> {
  await database.as({ kind: "job" }, async (tx) => {
    await sweepLogins(tx, nowMs);
    await sweepTries(tx, nowMs);
    await sweepMails(tx, nowMs);
  });
}
