/**
 * Work that one process alone does of all that share a database: whoever holds a lock of the database
 * does it, and the others look every few seconds whether it is free. The lock is one of a session, so
 * that it goes with its holder however that ends.
 */

import type { Clock } from "@mega/domain";
import pg from "pg";
import { isUnreachable, unreachable } from "./unreachable.ts";

/** Numbers of locks; any that nobody else uses. */
export const workLocks = { jobs: 726_562_435, pipe: 726_562_436, calls: 726_562_437 } as const;

/** What is done by its holder alone. */
export interface LockedWork {
  /** Of the database. */
  readonly url: string;
  readonly lock: number;
  readonly clock: Clock;
  /** Begins the work; what comes back ends it. */
  readonly begin: () => Promise<() => Promise<void> | void>;
  /** Hears why the lock could not be asked for, or was lost. */
  readonly onFailure: (cause: unknown) => void;
}

/** So often it is looked whether the lock is free, and whether it is still held. */
const LOOK_EVERY_MS = 5000;
const QUESTION_MS_MAX = 5000;

/** A lock in hand. */
interface Held {
  readonly client: pg.Client;
  readonly end: () => Promise<void> | void;
}

/**
 * Begins the work at once where the lock is free, else when it becomes so; what comes back ends it.
 *
 * @throws what the first look throws: DATABASE_UNAVAILABLE, or what `begin` does
 */
export async function startLockedWork(work: LockedWork): Promise<() => Promise<void>> {
  let held: Held | undefined;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};

  async function look(): Promise<void> {
    if (held === undefined) held = await take(work);
    else await held.client.query("SELECT");
  }
  async function letGo(): Promise<void> {
    const before = held;
    held = undefined;
    await before?.end();
    await before?.client.end().catch(() => undefined);
  }
  async function turn(): Promise<void> {
    try {
      await look();
    } catch (cause) {
      work.onFailure(cause);
      await letGo();
    }
  }
  function next(): void {
    if (stopped) return;
    cancel = work.clock.setTimer(LOOK_EVERY_MS, () => {
      running = turn().then(next);
    });
  }

  await look();
  next();
  return async () => {
    stopped = true;
    cancel();
    await running;
    await letGo();
  };
}

/** Undefined where another process holds it. */
async function take({ url, lock, begin }: LockedWork): Promise<Held | undefined> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: QUESTION_MS_MAX,
    query_timeout: QUESTION_MS_MAX,
    keepAlive: true,
  });
  // A connection that breaks is seen at the next look.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS held", [lock]);
    if (rows[0]?.held === true) return { client, end: await begin() };
  } catch (cause) {
    await client.end().catch(() => undefined);
    throw isUnreachable(cause) ? unreachable(cause) : cause;
  }
  await client.end();
  return undefined;
}
