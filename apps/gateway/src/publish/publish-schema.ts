/** The table of retained topics in gateway.db: what a broker keeps of the gateway. */

import type { Migration } from "../store/migration.ts";

export const publishMigration: Migration = {
  name: "publish",
  sql: `
CREATE TABLE retained_topic (
  broker  TEXT NOT NULL,
  topic   TEXT NOT NULL,
  PRIMARY KEY (broker, topic)
) STRICT, WITHOUT ROWID;
`,
};
