/** A PostgreSQL for tests: one process for a file of tests, a database of its own for each. */

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@mega/domain";
import pg from "pg";
import { type LocalPostgres, startLocalPostgres } from "../database/local-postgres.ts";
import { openServerDatabase, type ServerDatabase } from "../database/server-database.ts";

/** Where another user may reach in: the folder of tests is closed. In memory where there is some. */
const OPEN_FOLDER = existsSync("/dev/shm") ? "/dev/shm" : "/tmp";

/** A running PostgreSQL. */
export interface TestPostgres {
  /** A new empty database, brought to today's form. */
  database(): Promise<ServerDatabase & { readonly url: string }>;
  stop(): Promise<void>;
}

/** Starts one; whoever starts it stops it. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(OPEN_FOLDER, "mega-postgres-"));
  const local: LocalPostgres = await startLocalPostgres(folder, systemClock());
  let made = 0;
  return {
    async database() {
      made += 1;
      const name = `test_${made}`;
      const client = new pg.Client({ connectionString: local.url });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      const url = local.url.replace("postgres:///mega?", `postgres:///${name}?`);
      return { ...(await openServerDatabase(url)), url };
    },
    async stop() {
      await local.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
