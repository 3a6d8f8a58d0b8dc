/**
 * The credential of a server that was left, until that server has heard of it: sealed by the device key
 * as before, and used for nothing else.
 */

import type { Migration } from "../store/migration.ts";

export const leavingMigration: Migration = {
  name: "leaving",
  sql: `
CREATE TABLE server_leaving (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  url        TEXT NOT NULL,
  sealed     BLOB NOT NULL,
  left_at_ms INTEGER NOT NULL
) STRICT;
`,
};
