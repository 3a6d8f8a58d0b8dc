/**
 * Enrolments: gateways that ask to be bound to a building. Of an enrolment's secret its hash is kept; the
 * credential follows from the secret and a random salt, so that it can be given again until it was used
 * and is nowhere at rest. What was never redeemed is deleted within hours.
 */

import type { Migration } from "../database/migration.ts";

export const enrolmentMigration: Migration = {
  name: "enrolment",
  sql: `
CREATE TABLE enrolment (
  enrolment_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  secret_sha256 bytea NOT NULL UNIQUE,
  code text NOT NULL,
  mac text NOT NULL,
  model text NOT NULL,
  -- From where it was asked for, as far as limits count: an address, or a net of IPv6.
  address text NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  redeemed_at timestamptz,
  gateway_id int REFERENCES gateway,
  -- Of the gateway when the code was redeemed: a box that replaced it since is another one.
  generation int,
  salt bytea,
  -- Used, replaced by a newer one, or its gateway was revoked.
  closed_at timestamptz
);
CREATE UNIQUE INDEX enrolment_of_code ON enrolment (code) WHERE closed_at IS NULL AND redeemed_at IS NULL;
CREATE INDEX enrolment_of_address ON enrolment (address, made_at);
CREATE INDEX enrolment_of_gateway ON enrolment (gateway_id) WHERE closed_at IS NULL;
CREATE INDEX enrolment_expiry ON enrolment (expires_at);

-- Codes that were none, by the account that typed them.
CREATE TABLE code_refusal (
  account_id int NOT NULL REFERENCES account,
  at timestamptz NOT NULL
);
CREATE INDEX ON code_refusal (account_id, at);

ALTER TABLE credential ADD COLUMN used_at timestamptz;
-- The building whose manager may take the gateway over.
ALTER TABLE gateway ADD COLUMN offered_building_id int REFERENCES building;

ALTER TABLE enrolment ENABLE ROW LEVEL SECURITY;
ALTER TABLE code_refusal ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON enrolment, code_refusal TO mega_job;
CREATE POLICY job ON enrolment TO mega_job USING (true) WITH CHECK (true);
CREATE POLICY job ON code_refusal TO mega_job USING (true) WITH CHECK (true);
`,
};
