/** The server's PostgreSQL, which is killed with every one of its processes. */

import { readFileSync, rmSync } from "node:fs";
import process from "node:process";
import type { Clock } from "@mega/domain";
import {
  type LocalPostgres,
  startLocalPostgres,
} from "../../../apps/server/src/database/local-postgres.ts";

/** A database that falls and comes back. */
export interface FallingDatabase {
  readonly url: string;
  /** Kills all of it; resolves when nothing of it runs. */
  kill(): Promise<void>;
  /** Lets it, or what stands in for it, serve again. */
  recover(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one in a folder, which goes with it. */
export async function killedPostgres(folder: string, clock: Clock): Promise<FallingDatabase> {
  let running: LocalPostgres = await startLocalPostgres(folder, clock);
  return {
    url: running.url,
    kill: () => killAll(running),
    async recover() {
      running = await startLocalPostgres(folder, clock);
    },
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Those that serve a connection lead sessions of their own: the group does not reach them. */
export async function killAll({ pid, ended }: LocalPostgres): Promise<void> {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  for (const one of [pid, ...children.split(" ").map(Number)]) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
  await ended;
}
