/** The table of the buses' quarter hours in gateway.db: the last day, so that a restart keeps it. */

import type { Migration } from "../../store/migration.ts";

export const busWatchMigration: Migration = {
  name: "bus-watch",
  sql: `
CREATE TABLE bus_cell (
  bus_id    TEXT NOT NULL,
  start_ms  INTEGER NOT NULL,
  content   TEXT NOT NULL,
  PRIMARY KEY (bus_id, start_ms)
) STRICT, WITHOUT ROWID;
`,
};
