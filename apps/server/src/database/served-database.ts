/** The database that a server works on: the one that is named, or a PostgreSQL of its own. */

import { type Clock, MegaError } from "@mega/domain";
import type { FastifyBaseLogger } from "fastify";
import { type KeptPostgres, keepPostgres } from "./kept-postgres.ts";
import { placeOfPostgres } from "./local/place.ts";
import { openServerDatabase, type ServerDatabase } from "./server-database.ts";

/** An open database. */
export interface ServedDatabase {
  readonly database: ServerDatabase;
  /** Where it is. */
  readonly url: string;
  /** Rejects when the server's own does not come back. */
  readonly lost: Promise<never>;
  /** Closes it, and ends it where it is the server's own. */
  stop(): Promise<void>;
}

/** Which one. */
interface ServedOptions {
  readonly dataFolder: string;
  /** DATABASE_URL; null for a PostgreSQL of its own in the data folder. */
  readonly databaseUrl: string | null;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
}

/**
 * Opens it.
 *
 * @throws MegaError DATABASE_UNAVAILABLE, DATABASE_UNFIT, DATABASE_FOREIGN, DATABASE_LOCKED
 */
export async function openServedDatabase(options: ServedOptions): Promise<ServedDatabase> {
  const local = options.databaseUrl === null ? await startLocal(options) : null;
  const url = options.databaseUrl ?? local?.url ?? "";
  try {
    const database = await openServerDatabase(url);
    const stop = async () => {
      await database.close();
      await local?.stop();
    };
    const lost = local?.lost ?? new Promise<never>(() => undefined);
    return { database, url, lost, stop };
  } catch (cause) {
    await local?.stop();
    throw cause;
  }
}

function startLocal({ dataFolder, clock, log }: ServedOptions): Promise<KeptPostgres> {
  const folder = placeOfPostgres(dataFolder);
  log.info({ folder }, "the database is a PostgreSQL of the server's own");
  const onEnd = (why: unknown) => {
    const error = new MegaError("DATABASE_UNAVAILABLE", "PostgreSQL has ended", { cause: why });
    log.error({ err: error, code: error.code, said: String(why) }, "PostgreSQL is started again");
  };
  return keepPostgres({ folder, clock, onEnd });
}
