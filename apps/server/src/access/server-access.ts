/** What logins of people stand on; made once for a process of the server. */

import { Attempts } from "@mega/access";
import type { Clock } from "@mega/domain";
import type { ServerDatabase } from "../database/server-database.ts";
import { openServerKey, type ServerKey } from "./server-key.ts";

/** Given to everything that lets people in. */
export interface ServerAccess {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  readonly key: ServerKey;
  /** Wrong passwords, codes and invitations. */
  readonly attempts: Attempts;
  /** Resets asked for: counted apart, so that asking holds up no login. */
  readonly resets: Attempts;
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
    attempts: new Attempts(clock),
    resets: new Attempts(clock),
  };
}
