/** The table of stays that were taken from an account, in gateway.db. */

import type { Migration } from "../store/migration.ts";

/** Stays that lasted once; without an account once it is deleted, and never with a name. */
export const formerStaysMigration: Migration = {
  name: "former-stays",
  sql: `
CREATE TABLE former_stay (
  account_id TEXT REFERENCES account ON DELETE SET NULL,
  channel_no INTEGER NOT NULL,
  from_ms    INTEGER NOT NULL,
  to_ms      INTEGER NOT NULL
) STRICT;
CREATE INDEX former_stay_of ON former_stay (channel_no);
`,
};
