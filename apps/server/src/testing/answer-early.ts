/**
 * A planted error: whoever waits for a COMMIT of this process is told at once that it is done, while the
 * database is still at it, as with a worn disk. Nothing shows as long as nobody falls; a proof must see
 * what is lost when the database does.
 */

import pg from "pg";

/** Seconds that a sync takes: on a card that is worn. */
const SLOW_COMMIT = "SELECT pg_sleep(0.06); COMMIT";

type Query = (this: pg.Client, ...words: readonly unknown[]) => Promise<unknown>;

/** Plants it in this process, for good. */
export function answerEarly(): void {
  const query = pg.Client.prototype.query as unknown as Query;
  const early: Query = function (...words) {
    if (words[0] !== "COMMIT") return Reflect.apply(query, this, words);
    // What the connection is asked next waits behind it.
    Reflect.apply(query, this, [SLOW_COMMIT]).catch(() => undefined);
    return Promise.resolve();
  };
  Object.defineProperty(pg.Client.prototype, "query", { value: early });
}
