/**
 * The tables of logins in gateway.db. Of session words, invitations and tokens only the SHA-256 is
 * kept: a copy of the file logs nobody in.
 */

import type { Migration } from "../store/migration.ts";

export const accessMigration: Migration = {
  name: "access",
  sql: `
CREATE TABLE account (
  account_id    TEXT PRIMARY KEY CHECK (length(account_id) = 32),
  name          TEXT NOT NULL,
  name_key      TEXT NOT NULL UNIQUE,
  role          TEXT NOT NULL,
  language      TEXT NOT NULL,
  email         TEXT,
  password      TEXT,
  disabled      INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  hourly        INTEGER NOT NULL DEFAULT 0 CHECK (hourly IN (0, 1)),
  created_at_ms INTEGER NOT NULL,
  last_login_at_ms INTEGER
) STRICT;
CREATE TABLE account_grant (
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  channel_no INTEGER NOT NULL,
  from_ms    INTEGER NOT NULL,
  to_ms      INTEGER
) STRICT;
CREATE INDEX account_grant_of ON account_grant (account_id);
CREATE TABLE session (
  session_hash  TEXT PRIMARY KEY CHECK (length(session_hash) = 64),
  account_id    TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  transport     TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  seen_at_ms    INTEGER NOT NULL
) STRICT;
CREATE TABLE invitation (
  account_id      TEXT PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  invitation_hash TEXT NOT NULL UNIQUE CHECK (length(invitation_hash) = 64),
  expires_at_ms   INTEGER NOT NULL
) STRICT;
CREATE TABLE token (
  token_id      TEXT PRIMARY KEY CHECK (length(token_id) = 32),
  token_hash    TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  account_id    TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name          TEXT NOT NULL,
  scopes        TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER,
  last_used_at_ms INTEGER
) STRICT;
CREATE TABLE claim (
  one              INTEGER PRIMARY KEY CHECK (one = 1),
  claimed_at_ms    INTEGER,
  setup_hash       TEXT,
  setup_until_ms   INTEGER
) STRICT;
`,
};
