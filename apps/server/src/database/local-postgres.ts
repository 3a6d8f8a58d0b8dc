/**
 * A PostgreSQL of the server's own, where DATABASE_URL names none: made in a folder it owns, listening on
 * a socket in that folder and on no address. PostgreSQL refuses to run as root: then it runs as the
 * folder's unprivileged owner. It ends with the server; a crash of either leaves what was committed, and
 * what outlives its server is ended by the next one.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { type Clock, MegaError, sleep } from "@mega/domain";
import pg from "pg";
import { binariesFor } from "./local/binaries.ts";
import { localEnvironment } from "./local/environment.ts";
import { lockFolder } from "./local/folder-lock.ts";
import { makeFiles } from "./local/make-files.ts";
import { type PostgresUser, postgresUser } from "./local/postgres-user.ts";
import { makeSocketFolder, socketFolderOf, urlOfLocal } from "./local/socket-folder.ts";
import { CLUSTER_NAME, endThoseBefore } from "./local/those-before.ts";

/** A running PostgreSQL. */
export interface LocalPostgres {
  /** For a client: user, socket, database. */
  readonly url: string;
  /** Of its first process. */
  readonly pid: number;
  /** Resolves when it has ended, whoever ended it; to its last words. */
  readonly ended: Promise<string>;
  /** Ends it, its clients' work first. */
  stop(): Promise<void>;
}

/** The database in it. */
export const LOCAL_DATABASE = "mega";

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;
const LOOK_EVERY_MS = 20;
const SAID_LENGTH_MAX = 2000;
/** Of util-linux: sets what a process passes on to the program that it becomes. */
const SETPRIV = "/usr/bin/setpriv";
/** SQLSTATE 57P03: it is starting up, or recovering what a crash left. */
const NOT_YET = "57P03";

/**
 * Starts it, making its files when the folder is empty.
 *
 * @param folder Its own; made when absent
 * @throws MegaError DATABASE_UNAVAILABLE when no PostgreSQL is installed, or it does not start;
 *   DATABASE_LOCKED when another server runs on the folder
 */
export async function startLocalPostgres(folder: string, clock: Clock): Promise<LocalPostgres> {
  const user = postgresUser();
  mkdirSync(folder, { recursive: true });
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  const home = realpathSync(folder);
  const data = join(home, "data");
  const unlock = lockFolder(home);
  try {
    const binaries = binariesFor(data);
    await endThoseBefore(data, clock);
    await makeFiles({ binaries, folder: home, data, user });
    const running = launch({ binaries, home, data, user });
    void running.ended.then(unlock);
    try {
      await untilReady(running, home, clock);
    } catch (cause) {
      running.child.kill("SIGQUIT");
      await running.ended;
      throw cause;
    }
    return {
      url: urlOfLocal(home, LOCAL_DATABASE),
      pid: running.child.pid ?? 0,
      ended: running.ended,
      stop: () => stop(running, clock),
    };
  } catch (cause) {
    unlock();
    throw cause;
  }
}

interface Launch {
  readonly binaries: string;
  readonly home: string;
  readonly data: string;
  readonly user: PostgresUser | undefined;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<string>;
}

function launch({ binaries, home, data, user }: Launch): Running {
  const socketFolder = socketFolderOf(home);
  if (socketFolder !== home) makeSocketFolder(socketFolder, user);
  const settings = {
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    port: "5432",
    cluster_name: CLUSTER_NAME,
    logging_collector: "off",
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    // A gateway comes back once an hour: nearly each of its pages is the first touch since a checkpoint,
    // and is written whole into the log.
    wal_compression: "on",
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [program, ...before] = endingWithUs(join(binaries, "postgres"));
  const child = spawn(program, [...before, "-D", data, ...words], {
    stdio: ["ignore", "ignore", "pipe"],
    cwd: home,
    env: localEnvironment,
    // A Ctrl+C at the terminal is for the server, which ends its requests first.
    detached: true,
    ...user,
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (more: string) => {
    said = (said + more).slice(-SAID_LENGTH_MAX);
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", () => resolve(said.trim()));
  });
  return { child, ended };
}

/**
 * The words of a program that is told to end, in good order, when this process is killed (prctl(2),
 * PR_SET_PDEATHSIG). Where the tool for that is missing, the next server ends it.
 */
function endingWithUs(program: string): readonly [string, ...(readonly string[])] {
  return existsSync(SETPRIV) ? [SETPRIV, "--pdeathsig", "INT", "--", program] : [program];
}

async function untilReady({ child, ended }: Running, home: string, clock: Clock): Promise<void> {
  const untilMs = clock.monotonicMs() + START_MS_MAX;
  const runs = () => child.exitCode === null && child.signalCode === null;
  while (runs() && clock.monotonicMs() < untilMs) {
    if (await madeDatabase(home)) return;
    await sleep(clock, LOOK_EVERY_MS);
  }
  const why = runs() ? `it is silent for ${START_MS_MAX} ms` : await ended;
  throw new MegaError("DATABASE_UNAVAILABLE", `PostgreSQL does not start: ${why}`, {
    hint: `Its files are in ${home}.`,
  });
}

/** Makes the database unless it is there; false while nobody answers yet. */
async function madeDatabase(home: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOfLocal(home, "postgres") });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT" || code === "ECONNREFUSED" || code === NOT_YET) return false;
    throw cause;
  }
  try {
    const found = await client.query("SELECT FROM pg_database WHERE datname = $1", [
      LOCAL_DATABASE,
    ]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${LOCAL_DATABASE}`);
    return true;
  } finally {
    await client.end();
  }
}

async function stop({ child, ended }: Running, clock: Clock): Promise<void> {
  // "Fast": clients are sent away, what they have committed stays.
  child.kill("SIGINT");
  const cancel = clock.setTimer(STOP_MS_MAX, () => child.kill("SIGQUIT"));
  await ended;
  cancel();
}
