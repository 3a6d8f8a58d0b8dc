/** The table of stays that ended with a new period, in gateway.db. */

import type { Migration } from "../store/migration.ts";

/** Which stays ended with which period, and when they would have ended without it. */
export const stayEndsMigration: Migration = {
  name: "stay-ends",
  sql: `
CREATE TABLE stay_end (
  tenancy_id  TEXT NOT NULL,
  account_id  TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  channel_no  INTEGER NOT NULL,
  from_ms     INTEGER NOT NULL,
  ended_at_ms INTEGER NOT NULL,
  to_ms       INTEGER
) STRICT;
CREATE INDEX stay_end_of ON stay_end (tenancy_id);
`,
};
