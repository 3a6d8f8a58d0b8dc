/**
 * A PostgreSQL that outlived its server: it is ended before another one starts, so that there are never
 * two on one folder. Whoever calls holds the lock of the folder: no living server needs it any more. It
 * is known by where it works (every process of PostgreSQL stands in its data folder), not by a number
 * that the system may have given to somebody else meanwhile.
 */

import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { type Clock, MegaError, sleep } from "@mega/domain";

/** By which our own are told from those that somebody started by hand. */
export const CLUSTER_NAME = "mega";

/** So long it may take to end in good order, then at once. */
const FAST_MS_MAX = 20_000;
const IMMEDIATE_MS_MAX = 5000;
const LOOK_EVERY_MS = 50;

/**
 * Ends them, and removes a note of one that is no more.
 *
 * @param data Its files, as the system names them: no symbolic link in the path
 * @throws MegaError DATABASE_LOCKED when somebody else started it, or it cannot be ended
 */
export async function endThoseBefore(data: string, clock: Clock): Promise<void> {
  const first = leaderIn(data);
  if (first !== undefined && !isOurs(first)) {
    throw new MegaError("DATABASE_LOCKED", `PostgreSQL runs on ${data} as process ${first}`, {
      hint: "This server did not start it. Stop it first.",
      context: { pid: first },
    });
  }
  // "Fast": clients are sent away, what they have committed stays.
  if (first !== undefined) signal([first], "SIGINT");
  if (!(await untilGone(data, FAST_MS_MAX, clock))) {
    // As after a power cut: the next start recovers.
    signal(processesIn(data), "SIGQUIT");
    if (!(await untilGone(data, IMMEDIATE_MS_MAX, clock))) {
      const left = processesIn(data).join(", ");
      throw new MegaError("DATABASE_LOCKED", `PostgreSQL on ${data} does not end: ${left}`, {
        hint: "End these processes.",
      });
    }
  }
  // Its number may be another program's today, which would keep PostgreSQL from starting.
  rmSync(join(data, "postmaster.pid"), { force: true });
}

/** Every process of PostgreSQL that works in the folder. */
export function processesIn(data: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => linkOf(pid, "cwd") === data && isPostgres(pid));
}

/** The first process, from which the others come. */
function leaderIn(data: string): number | undefined {
  const noted = textOf(join(data, "postmaster.pid"))?.split("\n")[0];
  return processesIn(data).find((pid) => String(pid) === noted);
}

function isPostgres(pid: number): boolean {
  const program = linkOf(pid, "exe")?.replace(/ \(deleted\)$/, "");
  return program !== undefined && basename(program) === "postgres";
}

function isOurs(pid: number): boolean {
  const words = textOf(`/proc/${pid}/cmdline`)?.split("\0") ?? [];
  return words.includes(`cluster_name=${CLUSTER_NAME}`);
}

async function untilGone(data: string, waitMs: number, clock: Clock): Promise<boolean> {
  const untilMs = clock.monotonicMs() + waitMs;
  while (processesIn(data).length > 0) {
    if (clock.monotonicMs() > untilMs) return false;
    await sleep(clock, LOOK_EVERY_MS);
  }
  return true;
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (cause) {
      // It may have ended since it was looked for.
      if (!(cause instanceof Error && "code" in cause && cause.code === "ESRCH")) throw cause;
    }
  }
}

function linkOf(pid: number, name: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
