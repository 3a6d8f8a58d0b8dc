/** What logins of people stand on; made once for a process of the server. */

import type { Clock } from "@mega/domain";
import type { ServerDatabase } from "../database/server-database.ts";
import { openServerKey, type ServerKey } from "./server-key.ts";
import { type SharedAttempts, sharedAttempts } from "./shared-attempts.ts";

/** Given to everything that lets people in. */
export interface ServerAccess {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  readonly key: ServerKey;
  /** Wrong passwords, codes and invitations. */
  readonly attempts: SharedAttempts;
  /** Resets asked for: counted apart, so that asking holds up no login. */
  readonly resets: SharedAttempts;
}

/** Makes it; the key is made in an empty folder. */
export function openServerAccess(options: {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  readonly dataFolder: string;
}): ServerAccess {
  const { clock, database, dataFolder } = options;
  return {
    clock,
    database,
    key: openServerKey(dataFolder),
    attempts: sharedAttempts({ clock, database }, "login"),
    resets: sharedAttempts({ clock, database }, "reset"),
  };
}
