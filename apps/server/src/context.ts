/** What the parts of the server share. */

import type { Clock } from "@mega/domain";
import type { ServerDatabase } from "./database/server-database.ts";

/** Given to every part when it is joined. */
export interface ServerContext {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  /** The server's own folder. */
  readonly dataFolder: string;
}
