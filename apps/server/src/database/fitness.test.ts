import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { fitnessFault } from "./fitness.ts";
import { openServerDatabase } from "./server-database.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

const good = {
  ...{ fsync: "on", full_page_writes: "on", synchronous_commit: "on" },
  server_version_num: "150004",
};

test.each<[Partial<Record<keyof typeof good, string>>, string | undefined]>([
  [{}, undefined],
  [{ synchronous_commit: "remote_apply" }, undefined],
  [{ synchronous_commit: "local" }, undefined],
  [{ fsync: "off" }, "fsync is off; allowed: on"],
  [{ full_page_writes: "off" }, "full_page_writes is off; allowed: on"],
  [
    { synchronous_commit: "off" },
    "synchronous_commit is off; allowed: on, local, remote_write, remote_apply",
  ],
  [{ server_version_num: "140011" }, "server_version_num is 140011; allowed: 150000 or more"],
])("%o", (changed, fault) => {
  expect(fitnessFault(new Map(Object.entries({ ...good, ...changed })))).toBe(fault);
});

test("a setting that is not told does not serve", () => {
  expect(fitnessFault(new Map())).toBe("fsync is not told; allowed: on");
});

test("a database whose commits wait for no disk is not opened, wherever that was set", async () => {
  const { url, ...database } = await postgres.database();
  await database.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`ALTER DATABASE ${client.database} SET synchronous_commit = off`);
  await client.end();
  await expect(openServerDatabase(url)).rejects.toThrow(
    expect.objectContaining({ code: "DATABASE_UNFIT" }),
  );
});

test("what a database of our own is started with is in force", async () => {
  const database = await postgres.database();
  const [settings] = await database.as({ kind: "job" }, (tx) =>
    tx.query(
      `SELECT current_setting('fsync') AS fsync,
         current_setting('full_page_writes') AS full_page_writes,
         current_setting('synchronous_commit') AS synchronous_commit`,
    ),
  );
  expect(settings).toEqual({ fsync: "on", full_page_writes: "on", synchronous_commit: "on" });
  await database.close();
});
