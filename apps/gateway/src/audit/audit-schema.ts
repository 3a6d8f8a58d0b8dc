/** The table of the audit log in gateway.db: rows are only ever added, each holds the one before. */

import type { Migration } from "../store/migration.ts";

export const auditMigration: Migration = {
  name: "audit",
  sql: `
CREATE TABLE audit (
  no       INTEGER PRIMARY KEY CHECK (no >= 1),
  at_ms    INTEGER NOT NULL,
  actor    TEXT NOT NULL,
  action   TEXT NOT NULL,
  object   TEXT NOT NULL,
  details  TEXT NOT NULL,
  from_ip  TEXT,
  hash     TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER audit_is_never_updated BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries are never updated'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;
`,
};
