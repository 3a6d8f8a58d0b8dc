import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

test("a transaction that fails leaves nothing, one that ends is there", async () => {
  const database = await postgres.database();
  const insert = "INSERT INTO building (name, made_at) VALUES ($1, now())";
  const failing = database.as({ kind: "job" }, async (tx) => {
    await tx.query(insert, ["Rue Haute 1"]);
    throw new Error("on the way");
  });
  await expect(failing).rejects.toThrow("on the way");
  await database.as({ kind: "job" }, (tx) => tx.query(insert, ["Rue Basse 2"]));
  const names = await database.as({ kind: "job" }, (tx) => tx.query("SELECT name FROM building"));
  expect(names).toEqual([{ name: "Rue Basse 2" }]);
  await database.close();
});

test("nobody sees a building without a right in it, and a gateway sees none", async () => {
  const database = await postgres.database();
  await database.as({ kind: "job" }, async (tx) => {
    await tx.query("INSERT INTO building (name, made_at) VALUES ('A', now()), ('B', now())");
    await tx.query(
      `INSERT INTO account (email, name, language, made_at)
       VALUES ('a@example.org', 'A', 'fr', now()), ('b@example.org', 'B', 'nl', now())`,
    );
    await tx.query("INSERT INTO building_right VALUES (1, 1, 'manager'), (2, 2, 'manager')");
  });
  const seenBy = (accountId: number) =>
    database.as({ kind: "account", accountId }, (tx) => tx.query("SELECT name FROM building"));
  expect(await seenBy(1)).toEqual([{ name: "A" }]);
  expect(await seenBy(2)).toEqual([{ name: "B" }]);
  expect(await seenBy(3)).toEqual([]);
  const asGateway = database.as({ kind: "gateway", gatewayId: 1 }, (tx) =>
    tx.query("SELECT name FROM building"),
  );
  await expect(asGateway).rejects.toThrow("permission denied");
  await database.close();
});
