/**
 * Makes the files of a new PostgreSQL: under another name first, so that a power cut in between leaves
 * all of them or none.
 */

import { execFile } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { MegaError } from "@mega/domain";
import { localEnvironment } from "./environment.ts";
import type { PostgresUser } from "./postgres-user.ts";

const UNFINISHED = "new-";

/** What making needs. */
export interface Making {
  /** Of the binaries. */
  readonly binaries: string;
  /** Holds the files; somebody has its lock. */
  readonly folder: string;
  /** The files themselves, in the folder. */
  readonly data: string;
  readonly user: PostgresUser | undefined;
}

/**
 * Makes them unless they are there.
 *
 * @throws MegaError DATABASE_UNAVAILABLE with the words of initdb
 */
export async function makeFiles({ binaries, folder, data, user }: Making): Promise<void> {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(UNFINISHED)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  if (existsSync(data)) return;
  const unfinished = mkdtempSync(join(folder, UNFINISHED));
  if (user !== undefined) chownSync(unfinished, user.uid, user.gid);
  // Only its owner can open the socket: within this machine nobody else is let in.
  const words = ["-D", unfinished, "-U", "mega", "--auth=trust", "--encoding=UTF8", "--locale=C"];
  try {
    await promisify(execFile)(join(binaries, "initdb"), words, {
      cwd: folder,
      env: localEnvironment,
      ...user,
    });
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    const said = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new MegaError("DATABASE_UNAVAILABLE", `initdb failed: ${said}`, { cause });
  }
  // initdb has synced what it wrote.
  renameSync(unfinished, data);
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
