/**
 * What people see of a gateway before they open it: how its newest rounds went, and what its newest
 * configuration says of channels and reports. Both follow from what is kept elsewhere and can be derived
 * again. Names of channels stand here, so that the operator is not shown them.
 */

import type { Migration } from "../database/migration.ts";

export const glanceMigration: Migration = {
  name: "glance",
  sql: `
CREATE TABLE glance (
  gateway_id int PRIMARY KEY REFERENCES gateway,
  ledger_no smallint NOT NULL,
  -- Channel and its two sources, 0 for none, channel …
  bound smallint[] NOT NULL,
  due_at_ms bigint,
  read_at_ms bigint,
  -- One byte for each of 24 hours; the last one is that of due_at_ms.
  hours bytea NOT NULL CHECK (length(hours) = 24),
  -- Source and the last round before its silence, source …
  unanswered bigint[] NOT NULL,
  -- Source, when its first reading that waits was taken, how many wait, source …
  waiting bigint[] NOT NULL
);
CREATE TABLE gateway_setup (
  gateway_id int PRIMARY KEY REFERENCES gateway,
  location text NOT NULL,
  time_zone text NOT NULL,
  -- [{"channelNo": 1, "name": "Apt 1", "byPerson": false}, …] of channels with a meter.
  channels jsonb NOT NULL,
  -- A report's schedule as packages/domain has it.
  report jsonb NOT NULL
);

ALTER TABLE glance ENABLE ROW LEVEL SECURITY;
ALTER TABLE glance FORCE ROW LEVEL SECURITY;
ALTER TABLE gateway_setup ENABLE ROW LEVEL SECURITY;
ALTER TABLE gateway_setup FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE ON glance, gateway_setup TO mega_gateway;
GRANT SELECT, INSERT, UPDATE, DELETE ON glance, gateway_setup TO mega_job;
GRANT SELECT ON glance, gateway_setup TO mega_account;
CREATE POLICY own ON glance TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());
CREATE POLICY own ON gateway_setup TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());
CREATE POLICY job ON glance TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON gateway_setup TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY granted ON glance FOR SELECT TO mega_account
  USING (gateway_id IN (SELECT mega_gateways_as('manager', 'installer')));
CREATE POLICY granted ON gateway_setup FOR SELECT TO mega_account
  USING (gateway_id IN (SELECT mega_gateways_as('manager', 'installer')));
`,
};
