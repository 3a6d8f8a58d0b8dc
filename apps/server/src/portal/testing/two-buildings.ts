/** Two buildings of different managers, each with a gateway and a tenant: put into a database at once. */

import { credentialText } from "@mega/uplink";
import pg from "pg";

/** Numbers of the accounts. */
export const people = {
  operator: 1,
  managerA: 2,
  managerB: 3,
  installer: 4,
  tenantA: 5,
  tenantB: 6,
  former: 7,
  nobody: 8,
} as const;
export type PersonOfTwo = keyof typeof people;

/** Words that stand in building A's rows and nowhere else. */
export const ofBuildingA = [
  "Residence Alpha",
  "Alpha cellar",
  "02:00:00:00:0a:01",
  "aaaa",
  "alpha-line",
];

const seed = `
INSERT INTO account (account_id, email, name, language, is_operator, made_at) OVERRIDING SYSTEM VALUE VALUES
  (1, 'operator@example.org', 'Olga', 'fr', true, '2026-01-01Z'),
  (2, 'manager-a@example.org', 'Anna', 'fr', false, '2026-01-01Z'),
  (3, 'manager-b@example.org', 'Bert', 'nl', false, '2026-01-01Z'),
  (4, 'installer@example.org', 'Ivo', 'nl', false, '2026-01-01Z'),
  (5, 'tenant-a@example.org', 'Ada', 'fr', false, '2026-01-01Z'),
  (6, 'tenant-b@example.org', 'Bram', 'nl', false, '2026-01-01Z'),
  (7, 'former@example.org', 'Fons', 'nl', false, '2026-01-01Z'),
  (8, 'nobody@example.org', 'Nico', 'de', false, '2026-01-01Z');
INSERT INTO building (building_id, name, made_at) OVERRIDING SYSTEM VALUE VALUES
  (1, 'Residence Alpha', '2026-01-01Z'),
  (2, 'Residence Beta', '2026-01-01Z'),
  (3, 'Residence Gamma', '2026-01-01Z');
INSERT INTO building_right VALUES
  (1, 2, 'manager'), (2, 3, 'manager'), (1, 4, 'installer'), (3, 2, 'manager');
INSERT INTO gateway (gateway_id, building_id, mac, model, enrolled_at) OVERRIDING SYSTEM VALUE VALUES
  (1, 1, '02:00:00:00:0a:01', 'MEGA32', '2026-01-02Z'),
  (2, 2, '02:00:00:00:0b:01', 'MEGA16', '2026-01-02Z');
INSERT INTO credential (gateway_id, secret_sha256, generation, made_at)
  SELECT gateway_id, sha256(repeat(letter, 43)::bytea), 1, '2026-01-02Z'
    FROM (VALUES (1, 'A'), (2, 'B')) AS gateways (gateway_id, letter);
INSERT INTO stay (gateway_id, stay_id, account_id, channel_no, from_at, to_at) OVERRIDING SYSTEM VALUE VALUES
  (1, 1, 7, 1, '2025-01-01Z', '2026-02-01Z'),
  (1, 2, 5, 1, '2026-02-01Z', NULL),
  (2, 3, 6, 1, '2026-02-01Z', NULL);
INSERT INTO ledger (gateway_id, ledger_no, ledger_id, generation, sender_generation, head_seq, head_hash,
    begun_at_ms, received_at_ms, readings_version, kinds_version) VALUES
  (1, 1, decode(repeat('aa', 16), 'hex'), 1, 1, 7, decode(repeat('aa', 32), 'hex'),
    1767312000000, 1777708800000, 2, 1),
  (2, 1, decode(repeat('bb', 16), 'hex'), 1, 1, 9, decode(repeat('bb', 32), 'hex'),
    1767312000000, 1777622400000, 2, 1);
INSERT INTO gateway_setup (gateway_id, location, time_zone, channels, report) VALUES
  (1, 'Alpha cellar', 'Europe/Brussels',
    '[{"channelNo": 1, "name": "Apt 1", "byPerson": false}, {"channelNo": 2, "name": "Apt 2", "byPerson": false}]',
    '{"kind": "day", "at": {"hour": 8, "minute": 0}}'),
  (2, 'Beta cellar', 'Europe/Brussels', '[{"channelNo": 1, "name": "Flat", "byPerson": false}]', '{"kind": "off"}');
INSERT INTO glance (gateway_id, ledger_no, bound, due_at_ms, read_at_ms, hours, unanswered, waiting) VALUES
  (1, 1, '{1,1,0,2,2,0}', 1777708920000, 1777708921000, decode(repeat('03', 23) || '02', 'hex'), '{2,1777698120000}', '{}'),
  (2, 1, '{1,1,0}', 1777622520000, 1777622521000, decode(repeat('03', 24), 'hex'), '{}', '{}');
INSERT INTO command (gateway_id, command_id, building_id, kind, body, secret, generation, given_by,
    given_address, given_at, expires_at) VALUES
  (1, repeat('a1', 16), 1, 'read-now', '{"channelNo": 1, "line": "alpha-line"}', 'alpha-line', 1, 2,
    'manager-a@example.org', '2026-05-02T07:59:00Z', '2026-05-02T08:14:00Z'),
  (2, repeat('b1', 16), 2, 'read-now', '{"channelNo": 1, "line": "beta-line"}', 'beta-line', 1, 3,
    'manager-b@example.org', '2026-05-02T07:59:00Z', '2026-05-02T08:14:00Z');
INSERT INTO audit (at, actor_kind, actor_id, address, action, building_id, gateway_id, after) VALUES
  ('2026-01-02Z', 'keeper', NULL, NULL, 'gateway-enrolled', 1, 1, '{"line": "alpha-line"}'),
  ('2026-01-02Z', 'keeper', NULL, NULL, 'gateway-enrolled', 2, 2, '{"line": "beta-line"}');
`;

/** Numbers that the server gives begin behind those above. */
const further = ["account.account_id", "building.building_id", "gateway.gateway_id", "stay.stay_id"]
  .map((place) => place.split("."))
  .map(([table, column]) => `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), 1000);`)
  .join("");

/** What a gateway proves itself with. */
export const credentials = {
  gatewayA: credentialText({ gatewayId: 1, secret: "A".repeat(43) }),
  gatewayB: credentialText({ gatewayId: 2, secret: "B".repeat(43) }),
} as const;

/** The database as its owner has it, whom no policy holds. */
export interface OwnersView {
  /** Puts the two buildings in place of whatever is there. */
  seed(): Promise<void>;
  run(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** A word for everything that stands there, but for when somebody was last seen. */
  fingerprint(): Promise<string>;
  close(): Promise<void>;
}

/** Opens it. */
export async function ownersView(url: string): Promise<OwnersView> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const named = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND c.relname <> 'migration' ORDER BY c.relname`,
  );
  const tables = named.rows.map(({ name }) => name);
  const prints = tables
    .filter((table) => table !== "portal_session")
    .map(
      (table) =>
        `SELECT '${table}' AS name, md5(string_agg(t::text, ' ' ORDER BY t::text)) AS print FROM ${table} t`,
    );
  await client.query(further);
  // Without the checks of references the order does not matter; faster than TRUNCATE for a few rows.
  const empty = tables.map((table) => `DELETE FROM ${table};`).join("");
  return {
    async seed() {
      await client.query(
        `SET session_replication_role = replica; ${empty} SET session_replication_role = DEFAULT; ${seed}`,
      );
    },
    run: async (sql) => (await client.query(sql)).rows as Record<string, unknown>[],
    fingerprint: async () => JSON.stringify((await client.query(prints.join(" UNION ALL "))).rows),
    close: () => client.end(),
  };
}
