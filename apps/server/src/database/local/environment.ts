/** What PostgreSQL's programs find in their environment. */

import process from "node:process";

/** No more than they need: PGPORT, PGDATA and their like would change where things are. */
export const localEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
};
