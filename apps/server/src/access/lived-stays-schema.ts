/**
 * Until when a stay has lasted once. Values by the hour that were private yesterday stay private, whatever
 * end is typed today; a manager cannot write it.
 */

import type { Migration } from "../database/migration.ts";

export const livedStaysMigration: Migration = {
  name: "lived-stays",
  sql: "ALTER TABLE stay ADD COLUMN lived_to timestamptz;",
};
