/**
 * Hours of a tenant who took his choice back, and what is kept of a month whose key was deleted for that:
 * counts in clear that others have a right to, such as those next to midnight. Readings that are derived
 * anew from the entries get them from here, since no key opens them any more.
 */

import type { Migration } from "../database/migration.ts";

export const purgeMigration: Migration = {
  name: "purge",
  sql: `
CREATE TABLE hours_withdrawal (
  gateway_id int NOT NULL REFERENCES gateway,
  account_id int NOT NULL REFERENCES account,
  withdrawn_at timestamptz NOT NULL,
  -- Months whose keys are in use wait until they are over.
  look_at timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, account_id)
);
CREATE INDEX ON hours_withdrawal (look_at);
CREATE TABLE kept_count (
  gateway_id int NOT NULL REFERENCES gateway,
  ledger_no smallint NOT NULL,
  month_no int NOT NULL,
  source_no int NOT NULL,
  -- The entries of rounds, and the count of each.
  seqs bigint[] NOT NULL,
  counts bigint[] NOT NULL CHECK (cardinality(counts) = cardinality(seqs)),
  PRIMARY KEY (gateway_id, ledger_no, month_no, source_no)
);

ALTER TABLE hours_withdrawal ENABLE ROW LEVEL SECURITY;
ALTER TABLE hours_withdrawal FORCE ROW LEVEL SECURITY;
ALTER TABLE kept_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE kept_count FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON hours_withdrawal, kept_count TO mega_job;
CREATE POLICY job ON hours_withdrawal TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON kept_count TO mega_job USING (true) WITH CHECK (true);
-- A key that comes late has the rounds of its month read anew, in the gateway's name.
GRANT SELECT ON kept_count TO mega_gateway;
CREATE POLICY own ON kept_count FOR SELECT TO mega_gateway USING (gateway_id = mega_gateway_id());
`,
};
