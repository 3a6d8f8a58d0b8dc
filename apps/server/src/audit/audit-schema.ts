/**
 * Who did what to whom: rows are added and never changed, by nobody who works on the database. A
 * manager reads what happened in his buildings.
 */

import type { Migration } from "../database/migration.ts";

export const auditMigration: Migration = {
  name: "audit",
  sql: `
CREATE TABLE audit (
  audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('keeper', 'account', 'gateway', 'job', 'stranger')),
  -- The account or the gateway that acted.
  actor_id int,
  address text,
  action text NOT NULL,
  building_id int REFERENCES building,
  gateway_id int REFERENCES gateway,
  account_id int REFERENCES account,
  before jsonb,
  after jsonb
);
CREATE INDEX ON audit (building_id, audit_id);
CREATE INDEX ON audit (gateway_id, audit_id);

ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON audit TO mega_job;
CREATE POLICY job ON audit TO mega_job USING (true) WITH CHECK (true);
GRANT INSERT ON audit TO mega_gateway, mega_account;
CREATE POLICY as_gateway ON audit FOR INSERT TO mega_gateway WITH CHECK (
  actor_kind = 'gateway' AND actor_id = mega_gateway_id() AND gateway_id = mega_gateway_id());
CREATE POLICY own_acts ON audit FOR INSERT TO mega_account WITH CHECK (
  actor_kind = 'account' AND actor_id = mega_account_id());
GRANT SELECT ON audit TO mega_account;
CREATE POLICY managed ON audit FOR SELECT TO mega_account USING (building_id IN (
  SELECT building_id FROM building_right WHERE account_id = mega_account_id() AND role = 'manager'));
`,
};
