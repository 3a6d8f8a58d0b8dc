/** The outbox of mails in gateway.db, and what the schedule remembers. */

import type { Migration } from "../store/migration.ts";

export const mailMigration: Migration = {
  name: "mail",
  sql: `
CREATE TABLE mail_outbox (
  mail_no        INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id     TEXT NOT NULL UNIQUE,
  kind           TEXT NOT NULL CHECK (kind IN ('report', 'by-hand', 'errors', 'recovered')),
  state          TEXT NOT NULL
    CHECK (state IN ('queued', 'sending', 'failed', 'sent', 'given-up', 'cancelled')),
  subject        TEXT NOT NULL,
  files          TEXT NOT NULL,
  sender         TEXT NOT NULL,
  recipients     TEXT NOT NULL,
  pending        TEXT NOT NULL,
  refused        TEXT NOT NULL DEFAULT '[]',
  message        BLOB,
  size_bytes     INTEGER NOT NULL,
  created_at_ms  INTEGER NOT NULL,
  next_try_at_ms INTEGER,
  attempts       INTEGER NOT NULL DEFAULT 0,
  handed_over    INTEGER NOT NULL DEFAULT 0 CHECK (handed_over IN (0, 1)),
  doubts         INTEGER NOT NULL DEFAULT 0,
  sent_at_ms     INTEGER,
  reply_code     INTEGER,
  reply          TEXT NOT NULL DEFAULT '',
  reason         TEXT,
  CHECK ((next_try_at_ms IS NOT NULL) = (state IN ('queued', 'failed'))),
  CHECK (message IS NOT NULL OR state NOT IN ('queued', 'failed', 'sending'))
) STRICT;
CREATE INDEX mail_outbox_due ON mail_outbox (next_try_at_ms) WHERE next_try_at_ms IS NOT NULL;
CREATE TABLE mail_state (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
