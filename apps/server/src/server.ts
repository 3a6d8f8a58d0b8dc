/** The server in service: its database, its jobs and its addresses, started and stopped as one. */

import { join } from "node:path";
import { type Clock, MegaError, systemClock } from "@mega/domain";
import type { ServerContext } from "./context.ts";
import { type LocalPostgres, startLocalPostgres } from "./database/local-postgres.ts";
import { openServerDatabase } from "./database/server-database.ts";
import { createHttpServer } from "./http/server.ts";
import { routesOf } from "./routes.ts";

/** How the server is started. */
export interface ServerOptions {
  /** Its own folder: the local database and its keys. */
  readonly dataFolder: string;
  /** DATABASE_URL; null for a PostgreSQL of its own in the data folder. */
  readonly databaseUrl: string | null;
  readonly host: string;
  /** 0 for any. */
  readonly port: number;
  readonly logLevel: string;
  readonly clock?: Clock;
}

/** A running server. */
export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  readonly context: ServerContext;
  /** Ends requests, then the database. */
  stop(): Promise<void>;
}

/**
 * Starts a server.
 *
 * @throws MegaError DATABASE_UNAVAILABLE, DATABASE_FOREIGN, PORT_BUSY
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { dataFolder, databaseUrl, host, port, logLevel, clock = systemClock() } = options;
  const local: LocalPostgres | null =
    databaseUrl === null ? await startLocalPostgres(join(dataFolder, "postgres"), clock) : null;
  try {
    const database = await openServerDatabase(databaseUrl ?? local?.url ?? "");
    const context = { clock, database, dataFolder };
    const app = await createHttpServer({ routes: routesOf(context), logLevel });
    try {
      const url = await app.listen({ host, port });
      return {
        url,
        context,
        async stop() {
          await app.close();
          await database.close();
          await local?.stop();
        },
      };
    } catch (cause) {
      await app.close();
      await database.close();
      throw portError(cause, port);
    }
  } catch (cause) {
    await local?.stop();
    throw cause;
  }
}

function portError(cause: unknown, port: number): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code !== "EADDRINUSE") return cause;
  return new MegaError("PORT_BUSY", `Port ${port} is in use`, { cause, context: { port } });
}
