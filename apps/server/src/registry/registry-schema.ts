/**
 * Who and what the server knows: accounts, buildings, who may what in a building, gateways and what they
 * prove themselves with. The gateway is master of channels and tenancies, the server of accounts and
 * rights. A MAC is an attribute of a gateway and never its key: a replacement box takes the number over.
 */

import type { Migration } from "../database/migration.ts";

export const registryMigration: Migration = {
  name: "registry",
  sql: `
CREATE FUNCTION mega_gateway_id() RETURNS int STABLE LANGUAGE sql
  AS $$ SELECT nullif(current_setting('mega.gateway_id', true), '')::int $$;
CREATE FUNCTION mega_account_id() RETURNS int STABLE LANGUAGE sql
  AS $$ SELECT nullif(current_setting('mega.account_id', true), '')::int $$;

CREATE TABLE account (
  account_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  name text NOT NULL,
  language text NOT NULL,
  is_operator boolean NOT NULL DEFAULT false,
  password_hash text,
  made_at timestamptz NOT NULL,
  disabled_at timestamptz
);
CREATE TABLE building (
  building_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  made_at timestamptz NOT NULL
);
CREATE TABLE building_right (
  building_id int NOT NULL REFERENCES building,
  account_id int NOT NULL REFERENCES account,
  role text NOT NULL CHECK (role IN ('manager', 'installer')),
  PRIMARY KEY (building_id, account_id)
);
CREATE INDEX ON building_right (account_id);
CREATE TABLE gateway (
  gateway_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  building_id int NOT NULL REFERENCES building,
  mac text NOT NULL,
  model text NOT NULL,
  -- +1 at each take-over by another box; what an older one sends is refused.
  generation int NOT NULL DEFAULT 1,
  enrolled_at timestamptz NOT NULL,
  seen_at timestamptz,
  revoked_at timestamptz
);
CREATE UNIQUE INDEX gateway_of_mac ON gateway (mac) WHERE revoked_at IS NULL;
CREATE TABLE credential (
  gateway_id int NOT NULL REFERENCES gateway,
  secret_sha256 bytea NOT NULL,
  generation int NOT NULL,
  made_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (gateway_id, secret_sha256)
);

ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE building ENABLE ROW LEVEL SECURITY;
ALTER TABLE building_right ENABLE ROW LEVEL SECURITY;
ALTER TABLE gateway ENABLE ROW LEVEL SECURITY;
ALTER TABLE credential ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON account, building, building_right, gateway, credential TO mega_job;
CREATE POLICY job ON account TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON building TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON building_right TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON gateway TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON credential TO mega_job USING (true) WITH CHECK (true);

GRANT SELECT ON gateway TO mega_gateway;
GRANT UPDATE (seen_at) ON gateway TO mega_gateway;
CREATE POLICY own ON gateway TO mega_gateway USING (gateway_id = mega_gateway_id());

GRANT SELECT ON building, building_right, gateway TO mega_account;
CREATE POLICY own ON building_right FOR SELECT TO mega_account USING (account_id = mega_account_id());
CREATE POLICY granted ON building FOR SELECT TO mega_account
  USING (building_id IN (SELECT building_id FROM building_right WHERE account_id = mega_account_id()));
CREATE POLICY granted ON gateway FOR SELECT TO mega_account
  USING (building_id IN (SELECT building_id FROM building_right WHERE account_id = mega_account_id()));
`,
};
