import { afterAll, beforeAll, expect, test } from "vitest";
import type { Identity } from "../database/roles.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { makeTwoBuildings, serverParts, type TwoBuildings } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { type AuditLine, appendAudit } from "./append-audit.ts";

let postgres: TestPostgres;
let database: ServerDatabase;
let two: TwoBuildings;
const atMs = Date.UTC(2026, 10, 26);

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
  two = await makeTwoBuildings(serverParts(database));
  await append(
    { kind: "job" },
    {
      ...{ atMs, actor: { kind: "keeper" }, action: "tried", buildingId: two.annasBuilding },
      before: { name: "A" },
      after: { name: "B" },
    },
  );
});
afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

function append(identity: Identity, line: AuditLine): Promise<void> {
  return database.as(identity, (tx) => appendAudit(tx, line));
}

test("a line says who did what, and what stood before and stands after", async () => {
  const [line] = await database.as({ kind: "job" }, (tx) =>
    tx.query(
      "SELECT actor_kind, actor_id, action, before, after FROM audit WHERE action = 'tried'",
    ),
  );
  expect(line).toEqual({
    ...{ actor_kind: "keeper", actor_id: null, action: "tried" },
    ...{ before: { name: "A" }, after: { name: "B" } },
  });
});

test.each([["UPDATE audit SET action = 'nothing'"], ["DELETE FROM audit"], ["TRUNCATE audit"]])(
  "nobody who works on the database may %s",
  async (statement) => {
    const identities: readonly Identity[] = [
      { kind: "job" },
      { kind: "gateway", gatewayId: 1 },
      { kind: "account", accountId: two.anna },
    ];
    for (const identity of identities) {
      const changed = database.as(identity, (tx) => tx.query(statement));
      await expect(changed, identity.kind).rejects.toThrow("permission denied");
    }
  },
);

test("a manager reads the lines of his buildings, and no other account does", async () => {
  const seenBy = (accountId: number) =>
    database.as({ kind: "account", accountId }, (tx) =>
      tx.query("SELECT action FROM audit WHERE action = 'tried'"),
    );
  expect(await seenBy(two.anna)).toHaveLength(1);
  expect(await seenBy(two.bruno)).toEqual([]);
});

test("who writes a line in another's name is refused", async () => {
  const address = "192.0.2.1";
  const lines: readonly (readonly [Identity, AuditLine["actor"]])[] = [
    [{ kind: "gateway", gatewayId: 1 }, { kind: "keeper" }],
    [
      { kind: "gateway", gatewayId: 1 },
      { kind: "gateway", gatewayId: 2 },
    ],
    [
      { kind: "account", accountId: two.anna },
      { kind: "account", accountId: two.bruno, address },
    ],
    [{ kind: "account", accountId: two.anna }, { kind: "job" }],
  ];
  for (const [identity, actor] of lines) {
    const line: AuditLine = { atMs, actor, action: "forged" };
    await expect(append(identity, line)).rejects.toThrow("row-level security");
  }
});
