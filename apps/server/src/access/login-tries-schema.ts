/**
 * Wrong passwords, codes and words, and resets asked for, counted for all processes of the server
 * together. Of a place its hash is kept: who tried what from where is nobody's to read.
 */

import type { Migration } from "../database/migration.ts";

export const loginTriesMigration: Migration = {
  name: "login-tries",
  sql: `
CREATE TABLE login_try (
  -- Logins, or resets asked for: the one holds up nothing of the other.
  scope text NOT NULL CHECK (scope IN ('login', 'reset')),
  place_sha256 bytea NOT NULL CHECK (length(place_sha256) = 32),
  wrong int NOT NULL,
  open_at_ms bigint NOT NULL,
  last_ms bigint NOT NULL,
  PRIMARY KEY (scope, place_sha256)
);
CREATE INDEX ON login_try (last_ms);
-- Tries of everybody in a minute.
CREATE TABLE login_minute (
  scope text NOT NULL,
  minute_no bigint NOT NULL,
  tries int NOT NULL,
  PRIMARY KEY (scope, minute_no)
);
-- Addresses from which somebody has logged in.
CREATE TABLE login_known (
  place_sha256 bytea PRIMARY KEY,
  at_ms bigint NOT NULL
);

ALTER TABLE login_try ENABLE ROW LEVEL SECURITY;
ALTER TABLE login_try FORCE ROW LEVEL SECURITY;
ALTER TABLE login_minute ENABLE ROW LEVEL SECURITY;
ALTER TABLE login_minute FORCE ROW LEVEL SECURITY;
ALTER TABLE login_known ENABLE ROW LEVEL SECURITY;
ALTER TABLE login_known FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON login_try, login_minute, login_known TO mega_job;
CREATE POLICY job ON login_try TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON login_minute TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON login_known TO mega_job USING (true) WITH CHECK (true);
`,
};
