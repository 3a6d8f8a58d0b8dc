/**
 * Which gateways are silent, whom that is told, and which gateways have left the server. A row of
 * `silence` stands from the mail that a gateway is silent to the mail that it is back.
 */

import type { Migration } from "../database/migration.ts";

export const silenceMigration: Migration = {
  name: "silence",
  sql: `
-- Whether a manager wants mails when a gateway of his falls silent and when it is back.
ALTER TABLE account ADD COLUMN state_mails boolean NOT NULL DEFAULT true;
GRANT SELECT (state_mails) ON account TO mega_account;
-- Since when the gateway has said that it belongs here no more; null while it does.
ALTER TABLE gateway ADD COLUMN left_at timestamptz;

CREATE TABLE silence (
  gateway_id int PRIMARY KEY REFERENCES gateway,
  -- Its newest upload before it fell silent.
  last_ms bigint NOT NULL,
  told_at timestamptz NOT NULL,
  -- When it was found to upload again; null while it is silent.
  back_ms bigint
);
-- One row, which whoever looks holds: since when it was looked without a pause, and when last.
CREATE TABLE silence_watch (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  since_ms bigint NOT NULL,
  looked_ms bigint NOT NULL
);

ALTER TABLE silence ENABLE ROW LEVEL SECURITY;
ALTER TABLE silence FORCE ROW LEVEL SECURITY;
ALTER TABLE silence_watch ENABLE ROW LEVEL SECURITY;
ALTER TABLE silence_watch FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON silence, silence_watch TO mega_job;
CREATE POLICY job ON silence TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON silence_watch TO mega_job USING (true) WITH CHECK (true);
`,
};
