/**
 * Keeps the server's own PostgreSQL running: where it ended without being asked, as when the system was
 * out of memory, it is started again after growing pauses. Meanwhile requests are refused as the
 * database cannot be reached, and nothing is acknowledged.
 */

import { type Clock, sleep } from "@mega/domain";
import { type LocalPostgres, startLocalPostgres } from "./local-postgres.ts";

/** A PostgreSQL that is kept. */
export interface KeptPostgres {
  /** The same after every start. */
  readonly url: string;
  /** Rejects when it has not come back after many tries. */
  readonly lost: Promise<never>;
  stop(): Promise<void>;
}

/** What keeping needs. */
export interface Keeping {
  readonly folder: string;
  readonly clock: Clock;
  /** Hears its last words when it ended, and why it does not start again. */
  readonly onEnd: (why: unknown) => void;
}

const TRIES_MAX = 20;
const PAUSE_MS_FIRST = 100;
const PAUSE_MS_MAX = 10_000;

/** Starts it, and again whenever it ended; throws as `startLocalPostgres` does. */
export async function keepPostgres({ folder, clock, onEnd }: Keeping): Promise<KeptPostgres> {
  let running: LocalPostgres = await startLocalPostgres(folder, clock);
  const stopping = new AbortController();
  const { promise: lost, reject: lose } = Promise.withResolvers<never>();
  // Nobody need wait for it.
  lost.catch(() => undefined);

  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const said = await running.ended;
      if (stopping.signal.aborted) return;
      onEnd(said);
      const again = await startAgain();
      if (again === undefined) return;
      running = again;
    }
  })();

  async function startAgain(): Promise<LocalPostgres | undefined> {
    let why: unknown;
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      await sleep(clock, Math.min(PAUSE_MS_FIRST * 2 ** tried, PAUSE_MS_MAX), stopping.signal);
      if (stopping.signal.aborted) return undefined;
      try {
        return await startLocalPostgres(folder, clock);
      } catch (cause) {
        why = cause;
        onEnd(cause);
      }
    }
    lose(why);
    return undefined;
  }

  return {
    url: running.url,
    lost,
    async stop() {
      stopping.abort();
      await running.stop();
      await watching;
      // It may have come back while it was being stopped.
      await running.stop();
    },
  };
}
