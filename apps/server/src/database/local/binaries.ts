/**
 * Which PostgreSQL a folder is served by: the newest that is installed, or the one that made the files.
 * Files of one major version are not another one's.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MegaError } from "@mega/domain";

/** Where Debian puts each major version. */
const ROOT = "/usr/lib/postgresql";
/** The oldest whose SQL the server is written for. */
const MAJOR_MIN = 15;

/**
 * The folder of initdb and postgres.
 *
 * @param data The files, which need not be there
 * @throws MegaError DATABASE_UNAVAILABLE when none is installed, or none for these files
 */
export function binariesFor(data: string): string {
  const installed = versionsIn(ROOT);
  const versionFile = join(data, "PG_VERSION");
  const wanted = existsSync(versionFile)
    ? Number(readFileSync(versionFile, "utf8").trim())
    : installed[0];
  if (wanted === undefined) {
    throw new MegaError(
      "DATABASE_UNAVAILABLE",
      `No PostgreSQL ${MAJOR_MIN} or newer is installed`,
      {
        hint: 'Install it ("apt-get install postgresql" on Debian), or set DATABASE_URL.',
      },
    );
  }
  if (installed.includes(wanted)) return join(ROOT, String(wanted), "bin");
  const others = installed.length === 0 ? "none" : installed.join(", ");
  throw new MegaError(
    "DATABASE_UNAVAILABLE",
    `The files in ${data} are of PostgreSQL ${wanted}; installed: ${others}`,
    { hint: `Install PostgreSQL ${wanted}, or bring the files to a newer one with pg_upgrade.` },
  );
}

/** Newest first. */
function versionsIn(root: string): readonly number[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map(Number)
    .filter((version) => Number.isInteger(version) && version >= MAJOR_MIN)
    .filter((version) => existsSync(join(root, String(version), "bin", "initdb")))
    .sort((a, b) => b - a);
}
