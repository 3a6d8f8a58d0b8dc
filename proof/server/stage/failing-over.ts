/**
 * A primary with a synchronous standby, behind one address: when the primary is killed, the standby is
 * promoted and takes its place, and another standby is made from it.
 */

import { execFile } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Clock, sleep } from "@mega/domain";
import { binariesFor } from "../../../apps/server/src/database/local/binaries.ts";
import { postgresUser } from "../../../apps/server/src/database/local/postgres-user.ts";
import { socketFolderOf } from "../../../apps/server/src/database/local/socket-folder.ts";
import {
  LOCAL_DATABASE,
  type LocalPostgres,
  startLocalPostgres,
} from "../../../apps/server/src/database/local-postgres.ts";
import { ownerClient } from "../../../apps/server/src/testing/owner-client.ts";
import { type FallingDatabase, killAll } from "./killed-postgres.ts";
import { openSwitch } from "./switch.ts";

interface Node {
  readonly folder: string;
  readonly postgres: LocalPostgres;
}

const LOOK_EVERY_MS = 50;
const STREAMING_MS_MAX = 30_000;

/** Starts both in a folder, which goes with them. */
export async function failingOver(folder: string, clock: Clock): Promise<FallingDatabase> {
  mkdirSync(folder, { mode: 0o711 });
  chmodSync(folder, 0o711);
  const made = { nodes: 0 };
  const nextFolder = () => {
    made.nodes += 1;
    return join(folder, `node-${made.nodes}`);
  };
  const first = nextFolder();
  let primary: Node = { folder: first, postgres: await startLocalPostgres(first, clock) };
  const way = await openSwitch(socketOf(primary.folder));
  let preparing: Promise<Node> = standbyOf(primary, nextFolder(), clock);
  preparing.catch(() => undefined);
  return {
    url: `postgres://mega@127.0.0.1:${way.port}/${LOCAL_DATABASE}`,
    async kill() {
      // Before that a COMMIT stands on one disk alone: nobody promised that it outlives it.
      await preparing;
      await killAll(primary.postgres);
      way.close();
    },
    async recover() {
      const standby = await preparing;
      // Nobody stands by it yet, and nobody may wait for one.
      await asked(standby, "SELECT pg_promote()", NOBODY_STANDS_BY, RELOAD);
      rmSync(primary.folder, { recursive: true, force: true });
      primary = standby;
      way.to(socketOf(primary.folder));
      preparing = standbyOf(primary, nextFolder(), clock);
      preparing.catch(() => undefined);
    },
    async stop() {
      const standby = await preparing.catch(() => undefined);
      await standby?.postgres.stop();
      await primary.postgres.stop();
      await way.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const RELOAD = "SELECT pg_reload_conf()";
const NOBODY_STANDS_BY = "ALTER SYSTEM RESET synchronous_standby_names";

/** A copy that follows, for which the primary waits at every COMMIT. */
async function standbyOf(primary: Node, folder: string, clock: Clock): Promise<Node> {
  const user = postgresUser();
  mkdirSync(folder, { mode: 0o700 });
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const words = ["-h", socketFolderOf(primary.folder), "-p", "5432", "-U", "mega", "-D", data];
  const program = join(binariesFor(join(primary.folder, "data")), "pg_basebackup");
  await promisify(execFile)(program, [...words, "-R", "-c", "fast", "-X", "stream"], {
    cwd: folder,
    ...user,
  });
  const standby: Node = { folder, postgres: await startLocalPostgres(folder, clock) };
  await asked(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'", RELOAD);
  await untilSynchronous(primary, clock);
  return standby;
}

async function untilSynchronous(primary: Node, clock: Clock): Promise<void> {
  const untilMs = clock.monotonicMs() + STREAMING_MS_MAX;
  while (clock.monotonicMs() < untilMs) {
    const [row] = await asked(
      primary,
      "SELECT FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'sync'",
    );
    if (row !== undefined) return;
    await sleep(clock, LOOK_EVERY_MS);
  }
  throw new Error(`no standby follows within ${STREAMING_MS_MAX} ms`);
}

/** The rows of the last statement. */
async function asked({ postgres }: Node, ...statements: readonly string[]) {
  const client = await ownerClient(postgres.url);
  try {
    let rows: Awaited<ReturnType<typeof client.query>> = [];
    for (const statement of statements) rows = await client.query(statement);
    return rows;
  } finally {
    await client.close();
  }
}

function socketOf(folder: string): string {
  return join(socketFolderOf(folder), ".s.PGSQL.5432");
}
