/**
 * What gateway.db knows of backups at the server: what the token gave, sealed by the device key, how far
 * the server has the configuration, and a take-over that is under way. One row each.
 */

import type { Migration } from "../store/migration.ts";

export const restoreMigration: Migration = {
  name: "restore",
  sql: `
CREATE TABLE restore_token (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  sealed     BLOB NOT NULL,
  made_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE configuration_backup (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  url      TEXT NOT NULL,
  sha256   TEXT NOT NULL CHECK (length(sha256) = 64),
  version  INTEGER NOT NULL,
  kept_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE takeover (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  step    TEXT NOT NULL CHECK (step IN ('waiting', 'fetching', 'ready', 'failed')),
  sealed  BLOB NOT NULL
) STRICT;
`,
};
