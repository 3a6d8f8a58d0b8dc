/**
 * Logins of people, what they may see, and stays. Of words, codes and sessions only hashes are kept; the
 * second factor's secret is sealed. What an account sees is said here by row-level policies, beside the
 * interface's own checks: whoever forgets one of them still shows nobody anything.
 *
 * The functions below are asked by policies and run as mega_job, since an account may not read what
 * decides about it. FORCE holds the policies against the tables' owner as well.
 */

import type { Migration } from "../database/migration.ts";

const logins = `
ALTER TABLE account ADD COLUMN has_password boolean GENERATED ALWAYS AS (password_hash IS NOT NULL) STORED;
-- A tenant's own choice about values by the hour.
ALTER TABLE account ADD COLUMN hourly boolean NOT NULL DEFAULT false;
CREATE TABLE second_factor (
  account_id int PRIMARY KEY REFERENCES account,
  secret_sealed bytea,
  pending_sealed bytea,
  set_at timestamptz,
  -- Time step of the newest code that was taken; none opens twice.
  last_step bigint NOT NULL DEFAULT 0
);
CREATE TABLE recovery_code (
  account_id int NOT NULL REFERENCES account,
  code_mac bytea NOT NULL,
  PRIMARY KEY (account_id, code_mac)
);
CREATE TABLE portal_session (
  session_sha256 bytea PRIMARY KEY,
  account_id int NOT NULL REFERENCES account,
  made_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  factor_at timestamptz,
  factor_tries int NOT NULL DEFAULT 0,
  confirmed_until timestamptz
);
CREATE INDEX ON portal_session (account_id);
CREATE TABLE account_word (
  word_sha256 bytea PRIMARY KEY,
  account_id int NOT NULL REFERENCES account,
  purpose text NOT NULL CHECK (purpose IN ('invitation', 'reset')),
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON account_word (account_id);
CREATE TABLE stay (
  gateway_id int NOT NULL REFERENCES gateway,
  stay_id int GENERATED ALWAYS AS IDENTITY,
  account_id int NOT NULL REFERENCES account,
  channel_no int NOT NULL CHECK (channel_no BETWEEN 1 AND 128),
  from_at timestamptz NOT NULL,
  to_at timestamptz CHECK (to_at > from_at),
  PRIMARY KEY (gateway_id, stay_id)
);
CREATE INDEX ON stay (account_id);
`;

const asked = `
CREATE FUNCTION mega_is_operator() RETURNS boolean
  STABLE SECURITY DEFINER SET search_path = pg_catalog, public LANGUAGE sql AS $$
    SELECT EXISTS (SELECT FROM account
      WHERE account_id = mega_account_id() AND is_operator AND disabled_at IS NULL) $$;
CREATE FUNCTION mega_buildings_as(VARIADIC roles text[]) RETURNS SETOF int
  STABLE SECURITY DEFINER SET search_path = pg_catalog, public LANGUAGE sql AS $$
    SELECT r.building_id FROM building_right r JOIN account a USING (account_id)
      WHERE r.account_id = mega_account_id() AND r.role = ANY (roles) AND a.disabled_at IS NULL $$;
CREATE FUNCTION mega_gateways_as(VARIADIC roles text[]) RETURNS SETOF int
  STABLE SECURITY DEFINER SET search_path = pg_catalog, public LANGUAGE sql AS $$
    SELECT gateway_id FROM gateway
      WHERE building_id IN (SELECT mega_buildings_as(VARIADIC roles)) $$;
-- Buildings in which somebody lives or lived behind a channel.
CREATE FUNCTION mega_buildings_stayed() RETURNS SETOF int
  STABLE SECURITY DEFINER SET search_path = pg_catalog, public LANGUAGE sql AS $$
    SELECT g.building_id FROM stay s JOIN gateway g USING (gateway_id) JOIN account a USING (account_id)
      WHERE s.account_id = mega_account_id() AND a.disabled_at IS NULL $$;
-- People of the buildings that one manages.
CREATE FUNCTION mega_people_managed() RETURNS SETOF int
  STABLE SECURITY DEFINER SET search_path = pg_catalog, public LANGUAGE sql AS $$
    SELECT account_id FROM building_right WHERE building_id IN (SELECT mega_buildings_as('manager'))
    UNION SELECT account_id FROM stay WHERE gateway_id IN (SELECT mega_gateways_as('manager')) $$;
-- The building of a stay of one's own: its gateway itself is not a tenant's to see.
CREATE FUNCTION mega_building_of_stay(asked int) RETURNS int
  STABLE SECURITY DEFINER SET search_path = pg_catalog, public LANGUAGE sql AS $$
    SELECT building_id FROM gateway WHERE gateway_id = asked AND EXISTS (SELECT FROM stay s
      WHERE s.gateway_id = asked AND s.account_id = mega_account_id()) $$;
-- Whether an account is a tenant's: what the operator may know of stays.
CREATE FUNCTION mega_has_stays(asked int) RETURNS boolean
  STABLE SECURITY DEFINER SET search_path = pg_catalog, public LANGUAGE sql AS $$
    SELECT mega_is_operator() AND EXISTS (SELECT FROM stay WHERE account_id = asked) $$;
CREATE FUNCTION mega_account_lives() RETURNS boolean
  STABLE SECURITY DEFINER SET search_path = pg_catalog, public LANGUAGE sql AS $$
    SELECT EXISTS (SELECT FROM account
      WHERE account_id = mega_account_id() AND disabled_at IS NULL) $$;
`;

const functions = [
  "mega_is_operator()",
  "mega_buildings_as(text[])",
  "mega_gateways_as(text[])",
  "mega_buildings_stayed()",
  "mega_people_managed()",
  "mega_building_of_stay(int)",
  "mega_has_stays(int)",
  "mega_account_lives()",
];

/** An owner needs the right to make things in the schema while he becomes one, and not afterwards. */
const askedAsJob = `
GRANT CREATE ON SCHEMA public TO mega_job;
${functions
  .map(
    (name) => `ALTER FUNCTION ${name} OWNER TO mega_job;
REVOKE EXECUTE ON FUNCTION ${name} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ${name} TO mega_account;`,
  )
  .join("\n")}
REVOKE CREATE ON SCHEMA public FROM mega_job;
`;

const tables = ["second_factor", "recovery_code", "portal_session", "account_word", "stay"];
const ofRegistry = ["account", "building", "building_right", "gateway", "credential"];

const guarded = `
${tables
  .map(
    (table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO mega_job;
CREATE POLICY job ON ${table} TO mega_job USING (true) WITH CHECK (true);`,
  )
  .join("\n")}
${[...ofRegistry, ...tables].map((table) => `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`).join("\n")}
`;

const seen = `
DROP POLICY own ON building_right;
DROP POLICY granted ON building;
DROP POLICY granted ON gateway;

GRANT SELECT (account_id, email, name, language, is_operator, made_at, disabled_at, has_password, hourly),
  INSERT (email, name, language, is_operator, made_at), UPDATE (disabled_at)
  ON account TO mega_account;
CREATE POLICY own ON account FOR SELECT TO mega_account
  USING (account_id = mega_account_id() AND disabled_at IS NULL);
CREATE POLICY managed ON account FOR SELECT TO mega_account
  USING (account_id IN (SELECT mega_people_managed()));
CREATE POLICY operator ON account TO mega_account
  USING (mega_is_operator()) WITH CHECK (mega_is_operator());

GRANT INSERT (name, made_at) ON building TO mega_account;
CREATE POLICY granted ON building FOR SELECT TO mega_account
  USING (building_id IN (SELECT mega_buildings_as('manager', 'installer')));
CREATE POLICY stayed ON building FOR SELECT TO mega_account
  USING (building_id IN (SELECT mega_buildings_stayed()));
CREATE POLICY operator ON building TO mega_account
  USING (mega_is_operator()) WITH CHECK (mega_is_operator());

GRANT INSERT, UPDATE (role), DELETE ON building_right TO mega_account;
CREATE POLICY own ON building_right FOR SELECT TO mega_account
  USING (account_id = mega_account_id() AND mega_account_lives());
CREATE POLICY managed ON building_right TO mega_account
  USING (building_id IN (SELECT mega_buildings_as('manager')))
  WITH CHECK (building_id IN (SELECT mega_buildings_as('manager')));
CREATE POLICY operator ON building_right TO mega_account
  USING (mega_is_operator()) WITH CHECK (mega_is_operator());

CREATE POLICY granted ON gateway FOR SELECT TO mega_account
  USING (building_id IN (SELECT mega_buildings_as('manager', 'installer')));
CREATE POLICY operator ON gateway FOR SELECT TO mega_account USING (mega_is_operator());

GRANT SELECT (account_id, set_at) ON second_factor TO mega_account;
CREATE POLICY operator ON second_factor FOR SELECT TO mega_account USING (mega_is_operator());

GRANT SELECT, INSERT (gateway_id, account_id, channel_no, from_at, to_at), UPDATE (to_at)
  ON stay TO mega_account;
CREATE POLICY own ON stay FOR SELECT TO mega_account
  USING (account_id = mega_account_id() AND mega_account_lives());
CREATE POLICY managed ON stay TO mega_account
  USING (gateway_id IN (SELECT mega_gateways_as('manager')))
  WITH CHECK (gateway_id IN (SELECT mega_gateways_as('manager')));
`;

export const accessMigration: Migration = {
  name: "access",
  sql: `${logins}${asked}${askedAsJob}${guarded}${seen}`,
};
