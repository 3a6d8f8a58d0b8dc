/**
 * Where the socket of the server's own PostgreSQL stands. The system takes 107 bytes of a socket's path;
 * a folder whose name is longer has its socket in /tmp, in a folder that its owner alone can open.
 */

import { createHash } from "node:crypto";
import { chmodSync, chownSync, lstatSync, mkdirSync } from "node:fs";
import process from "node:process";
import { MegaError } from "@mega/domain";
import type { PostgresUser } from "./postgres-user.ts";

/** Of the name of the socket, which the port is part of; nothing listens on that port. */
const PORT = 5432;
/** sun_path of unix(7), with its closing zero. */
const PATH_BYTES_MAX = 107;

/** The folder of the socket of a PostgreSQL in this folder. */
export function socketFolderOf(folder: string): string {
  const path = `${folder}/.s.PGSQL.${PORT}`;
  if (Buffer.byteLength(path) <= PATH_BYTES_MAX) return folder;
  const id = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  return `/tmp/mega-postgres-${id}`;
}

/**
 * For a client; whether somebody listens is not asked.
 *
 * @param database Its name
 */
export function urlOfLocal(folder: string, database: string): string {
  const host = encodeURIComponent(socketFolderOf(folder));
  return `postgres:///${database}?host=${host}&port=${PORT}&user=mega`;
}

/**
 * Makes the folder of a socket, which is nobody else's.
 *
 * @throws MegaError DATABASE_UNAVAILABLE when another user has it
 */
export function makeSocketFolder(folder: string, user: PostgresUser | undefined): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
  }
  const found = lstatSync(folder);
  const owner = user?.uid ?? process.getuid?.();
  // Anybody can make a folder in /tmp, or a link that looks like one, before us.
  if (!found.isDirectory() || found.uid !== owner) {
    throw new MegaError("DATABASE_UNAVAILABLE", `${folder} belongs to user ${found.uid}`, {
      hint: "Remove it, or name a data folder with a shorter path.",
    });
  }
  chmodSync(folder, 0o700);
}
