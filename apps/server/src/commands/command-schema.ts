/**
 * Commands to gateways. A gateway reads and answers its own, the people of a building give them and see
 * what came of them; what only the gateway may read stands in a column of its own.
 */

import type { Migration } from "../database/migration.ts";

export const commandMigration: Migration = {
  name: "command",
  sql: `
CREATE TABLE command (
  gateway_id int NOT NULL REFERENCES gateway,
  command_id text NOT NULL CHECK (command_id ~ '^[0-9a-f]{32}$'),
  -- Where the gateway stood: a command does not follow it elsewhere.
  building_id int NOT NULL REFERENCES building,
  kind text NOT NULL CHECK (kind IN ('read-now', 'publish-live', 'set-configuration', 'new-period',
    'exchange', 'open-tunnel')),
  body jsonb NOT NULL,
  -- For the gateway alone; gone when it is answered.
  secret text,
  -- Of the box that it is meant for; another one never gets it.
  generation int NOT NULL,
  given_by int NOT NULL REFERENCES account,
  -- His mail address at that time.
  given_address text NOT NULL,
  given_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'queued'
    CHECK (state IN ('queued', 'delivered', 'confirmed', 'refused', 'withdrawn')),
  delivered_at timestamptz,
  answer jsonb,
  answered_at timestamptz,
  PRIMARY KEY (gateway_id, command_id)
);
CREATE INDEX command_waiting ON command (given_at) WHERE state = 'queued';
CREATE INDEX command_newest ON command (gateway_id, given_at);

ALTER TABLE command ENABLE ROW LEVEL SECURITY;
ALTER TABLE command FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON command TO mega_job;
CREATE POLICY job ON command TO mega_job USING (true) WITH CHECK (true);

GRANT SELECT, UPDATE (state, delivered_at, answer, answered_at, secret) ON command TO mega_gateway;
CREATE POLICY own ON command TO mega_gateway
  USING (gateway_id = mega_gateway_id()) WITH CHECK (gateway_id = mega_gateway_id());

GRANT SELECT (gateway_id, command_id, building_id, kind, body, generation, given_by, given_address,
    given_at, expires_at, state, delivered_at, answer, answered_at),
  INSERT (gateway_id, command_id, building_id, kind, body, secret, generation, given_by, given_address,
    given_at, expires_at),
  UPDATE (state) ON command TO mega_account;
CREATE POLICY granted ON command FOR SELECT TO mega_account
  USING (gateway_id IN (SELECT mega_gateways_as('manager', 'installer'))
    AND building_id IN (SELECT mega_buildings_as('manager', 'installer')));
-- Periods and settings are the manager's alone.
CREATE POLICY given ON command FOR INSERT TO mega_account WITH CHECK (
  given_by = mega_account_id() AND state = 'queued'
  AND building_id = (SELECT g.building_id FROM gateway g WHERE g.gateway_id = command.gateway_id)
  AND (gateway_id IN (SELECT mega_gateways_as('manager'))
    OR (kind NOT IN ('new-period', 'set-configuration')
      AND gateway_id IN (SELECT mega_gateways_as('installer')))));
CREATE POLICY withdrawn ON command FOR UPDATE TO mega_account
  USING (state = 'queued' AND (gateway_id IN (SELECT mega_gateways_as('manager'))
    OR (given_by = mega_account_id() AND gateway_id IN (SELECT mega_gateways_as('installer')))))
  WITH CHECK (state = 'withdrawn');
`,
};
