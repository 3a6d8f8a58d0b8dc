/** The one change of the network that may be on trial, so that a restart takes it up again. */

import type { Migration } from "../store/migration.ts";

export const networkMigration: Migration = {
  name: "network",
  sql: `
CREATE TABLE network_trial (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  interface      TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('lan', 'wifi')),
  mode           TEXT NOT NULL CHECK (mode IN ('dhcp', 'static')),
  address        TEXT,
  new_uuid       TEXT NOT NULL,
  previous_uuid  TEXT,
  previously_off INTEGER NOT NULL CHECK (previously_off IN (0, 1)),
  requested_at_ms INTEGER NOT NULL,
  needs          TEXT NOT NULL CHECK (needs IN ('link', 'confirmation', 'join')),
  remaining_ms   INTEGER NOT NULL CHECK (remaining_ms >= 0)
) STRICT;
`,
};
