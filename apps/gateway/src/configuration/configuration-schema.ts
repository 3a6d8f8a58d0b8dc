/**
 * The tables of the configuration in gateway.db. A revision is never altered; secrets stand apart
 * from it, sealed, by the place they belong to.
 */

import type { Migration } from "../store/migration.ts";

export const configurationMigration: Migration = {
  name: "configuration",
  sql: `
CREATE TABLE configuration (
  revision     INTEGER PRIMARY KEY CHECK (revision >= 1),
  saved_at_ms  INTEGER NOT NULL,
  saved_by     TEXT NOT NULL,
  cause        TEXT NOT NULL CHECK (cause IN ('page', 'file', 'import', 'restore', 'machine')),
  document     TEXT NOT NULL,
  hash         TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER configuration_is_never_updated BEFORE UPDATE ON configuration
BEGIN SELECT RAISE(ABORT, 'revisions are never updated'); END;
CREATE TABLE configuration_secret (
  place   TEXT PRIMARY KEY,
  sealed  BLOB NOT NULL
) STRICT;
CREATE TABLE configuration_file (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  hash  TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
`,
};
