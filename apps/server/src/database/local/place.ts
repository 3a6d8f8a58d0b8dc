/**
 * Where the files of the server's own PostgreSQL stand: in the data folder, or, where the user it runs
 * as cannot reach that (a folder below a closed home), beside it in /var/lib/mega. The data folder then
 * says where, so that it finds its database again under another name.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MegaError } from "@mega/domain";
import { canReach, type PostgresUser, postgresUser } from "./postgres-user.ts";

const NAME = "postgres";
/** Names the folder where it is not the usual one. */
const POINTER = "postgres-folder.txt";
const BESIDE = "/var/lib/mega";

/**
 * The folder of the database; the data folder is made when absent.
 *
 * @throws MegaError DATABASE_UNAVAILABLE when no folder can be reached
 */
export function placeOfPostgres(dataFolder: string): string {
  const user = postgresUser();
  // Whoever runs PostgreSQL goes through it, and sees no names in it.
  mkdirSync(dataFolder, { recursive: true, mode: user === undefined ? 0o700 : 0o711 });
  const pointer = join(dataFolder, POINTER);
  if (existsSync(pointer)) return readFileSync(pointer, "utf8").trim();
  const usual = join(realpathSync(dataFolder), NAME);
  if (user === undefined || canReach(user, dataFolder)) return usual;
  const beside = placeBeside(usual, user);
  writeFileSync(pointer, `${beside}\n`, { flush: true });
  return beside;
}

function placeBeside(usual: string, user: PostgresUser): string {
  mkdirSync(BESIDE, { recursive: true, mode: 0o755 });
  if (!canReach(user, BESIDE)) {
    throw new MegaError(
      "DATABASE_UNAVAILABLE",
      `PostgreSQL, which runs as user ${user.uid}, can reach neither ${usual} nor ${BESIDE}`,
      { hint: "Name a data folder that is not below a closed one, or set DATABASE_URL." },
    );
  }
  return join(BESIDE, createHash("sha256").update(usual).digest("hex").slice(0, 16));
}
