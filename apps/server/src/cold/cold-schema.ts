/**
 * Months of readings that are over for long, one value for a gateway's ledger and month, as cold-form.ts
 * has it. A round stands here or in `reading`, never in both.
 */

import type { Migration } from "../database/migration.ts";

export const coldMigration: Migration = {
  name: "cold",
  sql: `
CREATE TABLE reading_cold (
  gateway_id int NOT NULL REFERENCES gateway,
  ledger_no smallint NOT NULL,
  -- The month, in UTC, in which its rounds were due: year × 12 + month − 1.
  utc_month int NOT NULL,
  -- The first and the last of them.
  from_ms bigint NOT NULL,
  to_ms bigint NOT NULL,
  -- Of the keys that seal their values.
  month_nos int[] NOT NULL,
  rounds int NOT NULL CHECK (rounds > 0),
  -- Counts in it, for figures.
  readings int NOT NULL,
  -- Whether an answer lies far from its round.
  has_far boolean NOT NULL,
  packed_sha256 bytea NOT NULL CHECK (length(packed_sha256) = 32),
  packed bytea NOT NULL,
  PRIMARY KEY (gateway_id, ledger_no, utc_month)
);
-- It is deflated already.
ALTER TABLE reading_cold ALTER COLUMN packed SET STORAGE EXTERNAL;

ALTER TABLE reading_cold ENABLE ROW LEVEL SECURITY;
ALTER TABLE reading_cold FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON reading_cold TO mega_job;
-- What a gateway decides on an old round makes rows of its month again.
GRANT SELECT, DELETE ON reading_cold TO mega_gateway;
CREATE POLICY own ON reading_cold TO mega_gateway USING (gateway_id = mega_gateway_id());
CREATE POLICY job ON reading_cold TO mega_job USING (true) WITH CHECK (true);
`,
};
