/**
 * As whom PostgreSQL runs. It refuses to be root; a server that root started gives its files to the
 * user that Debian's package made for it. What that user may reach, the system itself is asked.
 */

import { spawnSync } from "node:child_process";
import process from "node:process";
import { MegaError } from "@mega/domain";

/** An unprivileged user of this machine. */
export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

const NAME = "postgres";

/**
 * The user to change to; undefined where the server is not root and PostgreSQL runs as itself.
 *
 * @throws MegaError DATABASE_UNAVAILABLE when there is no such user
 */
export function postgresUser(): PostgresUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = [idOf("-u"), idOf("-g")];
  if (uid !== undefined && gid !== undefined) return { uid, gid };
  throw new MegaError("DATABASE_UNAVAILABLE", `This machine has no user "${NAME}"`, {
    hint: "PostgreSQL refuses to run as root. Start the server as an unprivileged user, or set DATABASE_URL.",
  });
}

/** Whether the user may go through a folder, and all above it. */
export function canReach(user: PostgresUser, folder: string): boolean {
  return spawnSync("test", ["-x", folder], { ...user, cwd: "/" }).status === 0;
}

function idOf(flag: string): number | undefined {
  const asked = spawnSync("id", [flag, NAME], { encoding: "utf8" });
  return asked.status === 0 ? Number(asked.stdout) : undefined;
}
