/** Commands of the server that this gateway has taken: by their ids none is carried out twice. */

import type { Migration } from "../store/migration.ts";

export const commandMigration: Migration = {
  name: "command",
  sql: `
CREATE TABLE command (
  command_id    TEXT PRIMARY KEY CHECK (length(command_id) = 32),
  kind          TEXT NOT NULL,
  given_by      TEXT NOT NULL,
  -- Newest entry of the ledger when it was taken: what it did stands behind it.
  taken_seq     INTEGER NOT NULL,
  taken_at_ms   INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  -- What came of it; null while it is being carried out, or a power cut came between.
  answer        TEXT,
  -- When the server said that it has the answer.
  told_at_ms    INTEGER
) STRICT;
-- A revision may come from a command. A check cannot be altered: the table is made anew.
CREATE TABLE configuration_next (
  revision     INTEGER PRIMARY KEY CHECK (revision >= 1),
  saved_at_ms  INTEGER NOT NULL,
  saved_by     TEXT NOT NULL,
  cause        TEXT NOT NULL
    CHECK (cause IN ('page', 'file', 'import', 'restore', 'machine', 'server')),
  document     TEXT NOT NULL,
  hash         TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
INSERT INTO configuration_next SELECT * FROM configuration;
DROP TABLE configuration;
ALTER TABLE configuration_next RENAME TO configuration;
CREATE TRIGGER configuration_is_never_updated BEFORE UPDATE ON configuration
BEGIN SELECT RAISE(ABORT, 'revisions are never updated'); END;
`,
};
