// What the database itself shows to whom, with no interface before it.

import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { openServerDatabase } from "../database/server-database.ts";
import {
  type OwnersView,
  ownersView,
  type PersonOfTwo,
  people,
} from "../portal/testing/two-buildings.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";

let postgres: TestPostgres;
let database: ServerDatabase & { readonly url: string };
let owner: OwnersView;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
  owner = await ownersView(database.url);
  await owner.seed();
});
afterAll(async () => {
  await owner.close();
  await database.close();
  await postgres.stop();
});

/** Rows that a person is shown of each table that accounts may read at all, by a column of it. */
const sight: Readonly<Record<string, readonly [string, Partial<Record<PersonOfTwo, number>>]>> = {
  account: [
    "account_id",
    {
      operator: 8,
      managerA: 4,
      managerB: 2,
      installer: 1,
      tenantA: 1,
      tenantB: 1,
      former: 1,
      nobody: 1,
    },
  ],
  building: [
    "building_id",
    { operator: 3, managerA: 2, managerB: 1, installer: 1, tenantA: 1, tenantB: 1, former: 1 },
  ],
  building_right: ["building_id", { operator: 4, managerA: 3, managerB: 1, installer: 1 }],
  gateway: ["gateway_id", { operator: 2, managerA: 1, managerB: 1, installer: 1 }],
  stay: ["gateway_id", { managerA: 2, managerB: 1, tenantA: 1, tenantB: 1, former: 1 }],
  audit: ["audit_id", { operator: 2, managerA: 1, managerB: 1 }],
  ledger: ["gateway_id", { operator: 2, managerA: 1, managerB: 1, installer: 1 }],
  second_factor: ["account_id", {}],
  command: ["command_id", { managerA: 1, managerB: 1, installer: 1 }],
  glance: ["gateway_id", { managerA: 1, managerB: 1, installer: 1 }],
  gateway_setup: ["gateway_id", { managerA: 1, managerB: 1, installer: 1 }],
};

const seenBy = (accountId: number, sql: string) =>
  database.as({ kind: "account", accountId }, (tx) => tx.query(sql));

test.each(Object.keys(people) as PersonOfTwo[])(
  "%s sees his own rows and no others",
  async (who) => {
    const seen: Record<string, number> = {};
    const wanted: Record<string, number> = {};
    for (const [table, [column, counts]] of Object.entries(sight)) {
      const sql = `SELECT count(${column})::int AS count FROM ${table}`;
      const [row] = await seenBy(people[who], sql);
      seen[table] = Number(row?.["count"]);
      wanted[table] = counts[who] ?? 0;
    }
    expect(seen).toEqual(wanted);
  },
);

test("a tenant sees his own building and stay, not those of the other one", async () => {
  const names = (who: PersonOfTwo) => seenBy(people[who], "SELECT name FROM building");
  expect(await names("tenantA")).toEqual([{ name: "Residence Alpha" }]);
  expect(await names("tenantB")).toEqual([{ name: "Residence Beta" }]);
  const stays = (who: PersonOfTwo) => seenBy(people[who], "SELECT gateway_id FROM stay");
  expect(await stays("tenantB")).toEqual([{ gateway_id: 2 }]);
});

test("every table has policies that hold for its owner too, and partitions are no way round", async () => {
  const open = await owner.run(
    `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition
         AND NOT (relrowsecurity AND relforcerowsecurity)`,
  );
  expect(open).toEqual([{ relname: "migration" }]);
  const parts = await owner.run(
    `SELECT relname FROM pg_class, unnest(ARRAY['mega_gateway', 'mega_account']) AS role
       WHERE relispartition AND relkind = 'r' AND has_any_column_privilege(role, oid, 'SELECT')`,
  );
  expect(parts).toEqual([]);
});

test("a table that is not in the list above is closed to accounts altogether", async () => {
  const readable = await owner.run(
    `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND relkind IN ('r', 'p', 'v', 'm')
         AND has_any_column_privilege('mega_account', c.oid, 'SELECT')`,
  );
  const names = readable.map(({ relname }) => String(relname)).sort();
  expect(names).toEqual(Object.keys(sight).sort());
});

test("nobody reads what proves a password, a login or a second factor", async () => {
  for (const sql of [
    "SELECT password_hash FROM account",
    "SELECT secret_sealed FROM second_factor",
    "SELECT session_sha256 FROM portal_session",
    "SELECT word_sha256 FROM account_word",
    "SELECT code_mac FROM recovery_code",
    "SELECT secret_sha256 FROM credential",
    "SELECT bytes FROM entry",
    "SELECT key FROM month_key",
    "SELECT counts FROM reading",
    "SELECT state FROM ledger_state",
    "SELECT to_email FROM mail",
  ]) {
    for (const accountId of Object.values(people)) {
      await expect(seenBy(accountId, sql), sql).rejects.toThrow("permission denied");
    }
  }
});

test("without an account, and for one that is not there or disabled, nothing is shown", async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query("SET ROLE mega_account");
    for (const account of [null, "", "999"]) {
      if (account !== null) await client.query(`SET mega.account_id = '${account}'`);
      for (const [table, [column]] of Object.entries(sight)) {
        const { rowCount } = await client.query(`SELECT ${column} FROM ${table}`);
        expect(rowCount, `${table} for ${account}`).toBe(0);
      }
    }
  } finally {
    await client.end();
  }
  await owner.run("UPDATE account SET disabled_at = now() WHERE account_id IN (1, 2, 5)");
  for (const accountId of [people.operator, people.managerA, people.tenantA]) {
    for (const [table, [column]] of Object.entries(sight)) {
      expect(await seenBy(accountId, `SELECT ${column} FROM ${table}`), table).toEqual([]);
    }
  }
  await owner.seed();
});

const writes: readonly (readonly [PersonOfTwo, string])[] = [
  [
    "tenantA",
    "INSERT INTO stay (gateway_id, account_id, channel_no, from_at) VALUES (1, 5, 2, now())",
  ],
  [
    "tenantB",
    "INSERT INTO stay (gateway_id, account_id, channel_no, from_at) VALUES (1, 6, 1, now())",
  ],
  [
    "managerB",
    "INSERT INTO stay (gateway_id, account_id, channel_no, from_at) VALUES (1, 6, 1, now())",
  ],
  [
    "installer",
    "INSERT INTO stay (gateway_id, account_id, channel_no, from_at) VALUES (1, 4, 1, now())",
  ],
  [
    "operator",
    "INSERT INTO stay (gateway_id, account_id, channel_no, from_at) VALUES (1, 1, 1, now())",
  ],
  ["tenantA", "UPDATE stay SET to_at = NULL"],
  ["managerB", "UPDATE stay SET to_at = '2026-12-01Z' WHERE gateway_id = 1"],
  ["tenantB", "INSERT INTO building_right VALUES (1, 6, 'manager')"],
  ["installer", "INSERT INTO building_right VALUES (1, 4, 'manager') ON CONFLICT DO NOTHING"],
  ["managerB", "INSERT INTO building_right VALUES (1, 3, 'manager')"],
  ["managerB", "DELETE FROM building_right WHERE building_id = 1"],
  ["installer", "UPDATE building_right SET role = 'manager'"],
  ["managerA", "UPDATE building_right SET building_id = 2"],
  ["managerA", "UPDATE account SET disabled_at = now()"],
  ["managerA", "UPDATE account SET is_operator = true"],
  ["operator", "UPDATE account SET is_operator = true"],
  [
    "managerA",
    "INSERT INTO account (email, name, language, made_at) VALUES ('x@y', 'X', 'fr', now())",
  ],
  ["managerA", "INSERT INTO building (name, made_at) VALUES ('Mine', now())"],
  ["managerA", "UPDATE gateway SET building_id = 1"],
  ["managerA", "UPDATE ledger SET head_seq = 1"],
  ["managerA", "UPDATE gateway_setup SET location = 'Mine'"],
  ["managerA", "DELETE FROM audit"],
  [
    "managerA",
    "INSERT INTO audit (at, actor_kind, actor_id, action) VALUES (now(), 'account', 3, 'right-given')",
  ],
];

test.each(writes)("%s changes nothing by: %s", async (who, sql) => {
  const before = await owner.fingerprint();
  await seenBy(people[who], sql).catch((cause: Error) => {
    expect(cause.message).toMatch(/permission denied|row-level security/);
  });
  expect(await owner.fingerprint()).toBe(before);
});

test("an owner who is no superuser makes the tables, and their policies hold for him", async () => {
  await owner.run("CREATE ROLE keeper LOGIN CREATEROLE");
  await owner.run("GRANT mega_gateway, mega_account, mega_job TO keeper WITH ADMIN OPTION");
  await owner.run("CREATE DATABASE kept OWNER keeper");
  const name = new URL(database.url.replace("postgres:///", "postgres://here/")).pathname.slice(1);
  const url = database.url.replace(`/${name}?`, "/kept?").replace("user=mega", "user=keeper");
  const kept = await openServerDatabase(url);
  await kept.as({ kind: "job" }, (tx) =>
    tx.query("INSERT INTO building (name, made_at) VALUES ('A', now())"),
  );
  const job = await kept.as({ kind: "job" }, (tx) => tx.query("SELECT name FROM building"));
  await kept.close();
  // As a member of mega_job he is shown what it is shown; without that, FORCE holds him.
  await owner.run("ALTER ROLE keeper NOINHERIT");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const own = await client.query("SELECT name FROM building");
  await client.end();
  expect(job).toEqual([{ name: "A" }]);
  expect(own.rows).toEqual([]);
});
