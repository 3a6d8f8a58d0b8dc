/** Mails that wait or went out: what they say is written when they go, and kept nowhere. */

import type { Migration } from "../database/migration.ts";

export const mailMigration: Migration = {
  name: "mail",
  sql: `
CREATE TABLE mail (
  mail_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  to_email text NOT NULL,
  about jsonb NOT NULL,
  made_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dropped', 'given-up')),
  attempts int NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL,
  reply text
);
CREATE INDEX mail_due ON mail (next_try_at) WHERE state = 'waiting';
CREATE INDEX mail_to ON mail (to_email, made_at);
ALTER TABLE mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON mail TO mega_job;
CREATE POLICY job ON mail TO mega_job USING (true) WITH CHECK (true);
`,
};
