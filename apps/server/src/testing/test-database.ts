/** A PostgreSQL for tests: one process for a file of tests, a database of its own for each. */

import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@mega/domain";
import pg from "pg";
import { type LocalPostgres, startLocalPostgres } from "../database/local-postgres.ts";
import { openServerDatabase, type ServerDatabase } from "../database/server-database.ts";

/** Where another user may reach in: the folder of tests is closed. In memory where there is some. */
const OPEN_FOLDER = existsSync("/dev/shm") ? "/dev/shm" : "/tmp";

/** A new folder that PostgreSQL's user can reach; whoever makes it removes it. */
export function makeOpenFolder(): string {
  const folder = mkdtempSync(join(OPEN_FOLDER, "mega-postgres-"));
  chmodSync(folder, 0o711);
  return folder;
}

/** A running PostgreSQL. */
export interface TestPostgres {
  /** A new empty database, brought to today's form. */
  database(): Promise<ServerDatabase & { readonly url: string }>;
  stop(): Promise<void>;
}

/** Brought to today's form once; the others are copies of it. */
const TEMPLATE = "mega_template";

/** Starts one; whoever starts it stops it. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = makeOpenFolder();
  const local: LocalPostgres = await startLocalPostgres(folder, systemClock());
  const urlOf = (name: string) => local.url.replace("postgres:///mega?", `postgres:///${name}?`);
  const make = async (name: string, template: string) => {
    const client = new pg.Client({ connectionString: local.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    await client.end();
  };
  let template: Promise<void> | undefined;
  let made = 0;
  return {
    async database() {
      template ??= make(TEMPLATE, "template0").then(async () => {
        await (await openServerDatabase(urlOf(TEMPLATE))).close();
      });
      await template;
      made += 1;
      const name = `test_${made}`;
      await make(name, TEMPLATE);
      return { ...(await openServerDatabase(urlOf(name))), url: urlOf(name) };
    },
    async stop() {
      await local.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
