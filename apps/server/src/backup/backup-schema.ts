/**
 * Configurations of gateways by content, and who may take whose place. A version is never altered; the
 * content of one that is no longer kept goes with it. What came from a box that was replaced is kept
 * apart from the mirror: nothing is drawn from it.
 */

import type { Migration } from "../database/migration.ts";

export const backupMigration: Migration = {
  name: "backup",
  sql: `
CREATE TABLE configuration_content (
  gateway_id int NOT NULL REFERENCES gateway,
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  -- Deflated text; secrets are sealed by a key that is not here.
  document bytea NOT NULL,
  secrets bytea,
  -- SHA-256 of what the owner's token proves itself with; the token seals these secrets.
  proof_sha256 bytea CHECK (length(proof_sha256) = 32),
  PRIMARY KEY (gateway_id, sha256)
);
CREATE TABLE configuration_version (
  gateway_id int NOT NULL,
  version int NOT NULL CHECK (version >= 1),
  sha256 bytea NOT NULL,
  parent bytea,
  generation int NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, version),
  FOREIGN KEY (gateway_id, sha256) REFERENCES configuration_content
);
CREATE TABLE restore (
  gateway_id int NOT NULL REFERENCES gateway,
  restore_id int GENERATED ALWAYS AS IDENTITY,
  state text NOT NULL CHECK (state IN ('waiting', 'granted', 'refused', 'expired', 'undone')),
  secret_sha256 bytea NOT NULL CHECK (length(secret_sha256) = 32),
  code_sha256 bytea NOT NULL CHECK (length(code_sha256) = 32),
  old_mac text NOT NULL,
  new_mac text NOT NULL,
  old_model text NOT NULL,
  new_model text NOT NULL,
  from_address text NOT NULL,
  asked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- Of the box that was replaced and of the one in its place, once it is granted.
  old_generation int,
  new_generation int,
  granted_at timestamptz,
  granted_by text CHECK (granted_by IN ('code', 'silence')),
  PRIMARY KEY (gateway_id, restore_id),
  UNIQUE (restore_id)
);
CREATE INDEX ON restore (code_sha256) WHERE state = 'waiting';
CREATE TABLE late_batch (
  gateway_id int NOT NULL REFERENCES gateway,
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  generation int NOT NULL,
  received_at timestamptz NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (gateway_id, sha256)
);

ALTER TABLE configuration_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE configuration_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE restore ENABLE ROW LEVEL SECURITY;
ALTER TABLE late_batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE configuration_content FORCE ROW LEVEL SECURITY;
ALTER TABLE configuration_version FORCE ROW LEVEL SECURITY;
ALTER TABLE restore FORCE ROW LEVEL SECURITY;
ALTER TABLE late_batch FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, DELETE ON configuration_content, configuration_version TO mega_gateway, mega_job;
GRANT SELECT, INSERT, UPDATE ON restore TO mega_job;
GRANT SELECT, INSERT ON late_batch TO mega_job;
CREATE POLICY own ON configuration_content TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());
CREATE POLICY own ON configuration_version TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());
CREATE POLICY job ON configuration_content TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON configuration_version TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON restore TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON late_batch TO mega_job USING (true) WITH CHECK (true);
`,
};
