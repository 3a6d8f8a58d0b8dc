/**
 * A PostgreSQL of the server's own, where DATABASE_URL names none: made in a folder it owns, listening on
 * a socket in that folder and on no address. PostgreSQL refuses to run as root: then it runs as the
 * folder's unprivileged owner. It ends with the server; a crash of either leaves what was committed.
 */

import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type Clock, MegaError, sleep } from "@mega/domain";

/** A running PostgreSQL. */
export interface LocalPostgres {
  /** For a client: user, socket, database. */
  readonly url: string;
  /** Of its first process. */
  readonly pid: number;
  /** Ends it, its clients' work first. */
  stop(): Promise<void>;
}

const START_MS_MAX = 30_000;
const STOP_MS_MAX = 20_000;
const DATABASE = "mega";
const USER = "mega";
/** Owner of the folder where the server itself is root. */
const UNPRIVILEGED = "postgres";

/**
 * Starts it, making its files when the folder is empty.
 *
 * @param folder Its own; made when absent
 * @throws MegaError DATABASE_UNAVAILABLE when no PostgreSQL is installed, or it does not start
 */
export async function startLocalPostgres(folder: string, clock: Clock): Promise<LocalPostgres> {
  const binaries = findBinaries();
  const owner = ownerOf();
  const data = join(folder, "data");
  mkdirSync(folder, { recursive: true });
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  if (!existsSync(join(data, "PG_VERSION"))) makeFiles(binaries, data, owner);
  const running = spawn(
    join(binaries, "postgres"),
    ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "logging_collector=off"],
    { stdio: ["ignore", "ignore", "pipe"], cwd: folder, ...(owner ?? {}) },
  );
  const said = lastLines(running);
  const url = `postgres:///${DATABASE}?host=${encodeURIComponent(folder)}&user=${USER}`;
  try {
    await untilReady({ binaries, folder, running, said, clock });
    makeDatabase(binaries, folder, owner);
  } catch (cause) {
    running.kill("SIGKILL");
    throw cause;
  }
  return { url, pid: running.pid ?? 0, stop: () => stop(running, clock) };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

function ownerOf(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => {
    const asked = spawnSync("id", [flag, UNPRIVILEGED], { encoding: "utf8" });
    return asked.status === 0 ? Number(asked.stdout) : undefined;
  };
  const [uid, gid] = [id("-u"), id("-g")];
  if (uid !== undefined && gid !== undefined) return { uid, gid };
  throw new MegaError("DATABASE_UNAVAILABLE", `There is no user "${UNPRIVILEGED}"`, {
    hint: "PostgreSQL refuses to run as root. Start the server as an unprivileged user, or set DATABASE_URL.",
  });
}

/** The newest installed one. */
function findBinaries(): string {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).map(Number).filter(Number.isFinite) : [];
  const newest = versions.sort((a, b) => b - a)[0];
  const folder = newest === undefined ? undefined : join(root, String(newest), "bin");
  if (folder !== undefined && existsSync(join(folder, "initdb"))) return folder;
  throw new MegaError("DATABASE_UNAVAILABLE", "No PostgreSQL is installed", {
    hint: "Install the Debian package postgresql, or set DATABASE_URL.",
  });
}

function makeFiles(binaries: string, data: string, owner: Owner | undefined): void {
  rmSync(data, { recursive: true, force: true });
  const words = ["-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C"];
  execFileSync(join(binaries, "initdb"), words, { stdio: "pipe", ...(owner ?? {}) });
}

function makeDatabase(binaries: string, folder: string, owner: Owner | undefined): void {
  const options = { encoding: "utf8", ...(owner ?? {}) } as const;
  const made = spawnSync(join(binaries, "createdb"), ["-h", folder, "-U", USER, DATABASE], options);
  if (made.status !== 0 && !made.stderr.includes("already exists")) {
    throw new MegaError("DATABASE_UNAVAILABLE", `createdb says: ${made.stderr.trim()}`);
  }
}

interface Starting {
  readonly binaries: string;
  readonly folder: string;
  readonly running: ChildProcess;
  readonly said: () => string;
  readonly clock: Clock;
}

async function untilReady({ binaries, folder, running, said, clock }: Starting): Promise<void> {
  const untilMs = clock.monotonicMs() + START_MS_MAX;
  while (running.exitCode === null) {
    const asked = spawnSync(join(binaries, "pg_isready"), ["-h", folder, "-U", USER, "-q"]);
    if (asked.status === 0) return;
    if (clock.monotonicMs() > untilMs) break;
    await sleep(clock, 30);
  }
  throw new MegaError("DATABASE_UNAVAILABLE", `PostgreSQL does not start: ${said()}`, {
    hint: `Its files are in ${folder}.`,
  });
}

/** What it said last, for the error. */
function lastLines(running: ChildProcess): () => string {
  let text = "";
  running.stderr?.setEncoding("utf8").on("data", (more: string) => {
    text = (text + more).slice(-2000);
  });
  return () => text.trim();
}

async function stop(running: ChildProcess, clock: Clock): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => running.once("exit", () => resolve()));
  // "Fast": clients are sent away, what they have committed stays.
  running.kill("SIGINT");
  const cancel = clock.setTimer(STOP_MS_MAX, () => running.kill("SIGQUIT"));
  await ended;
  cancel();
}
