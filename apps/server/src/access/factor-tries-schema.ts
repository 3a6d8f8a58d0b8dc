/**
 * Wrong codes of a second factor, counted for the account: six digits are guessed by whoever has the
 * password and enough addresses. The owner is not kept out for ever: his recovery codes open all the same,
 * and another password lets the app's codes in again.
 */

import type { Migration } from "../database/migration.ts";

export const factorTriesMigration: Migration = {
  name: "factor-tries",
  sql: `
ALTER TABLE second_factor ADD COLUMN wrong_codes int NOT NULL DEFAULT 0;
-- Of the first of them.
ALTER TABLE second_factor ADD COLUMN wrong_since timestamptz;
`,
};
