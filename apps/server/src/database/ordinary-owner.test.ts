import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTwoBuildings, serverParts } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { openServerDatabase } from "./server-database.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

test("the owner of DATABASE_URL need be no superuser", async () => {
  const { url, ...first } = await postgres.database();
  await first.close();
  const keeper = new pg.Client({ connectionString: url });
  await keeper.connect();
  // Of a cluster that has not met the server before.
  for (const role of ["mega_gateway", "mega_account", "mega_job"]) {
    await keeper.query(`ALTER ROLE ${role} RENAME TO former_${role}`);
  }
  await keeper.query("CREATE ROLE landlord LOGIN CREATEROLE");
  await keeper.query("CREATE DATABASE rented OWNER landlord");
  await keeper.end();

  const rented = url.replace(/\/test_\d+\?/, "/rented?").replace("user=mega", "user=landlord");
  const database = await openServerDatabase(rented);
  const { anna, annasBuilding } = await makeTwoBuildings(serverParts(database));
  const seen = await database.as({ kind: "account", accountId: anna }, (tx) =>
    tx.query("SELECT building_id FROM building"),
  );
  expect(seen).toEqual([{ building_id: annasBuilding }]);
  await database.close();
  // And it is found as it was left.
  await (await openServerDatabase(rented)).close();
});
