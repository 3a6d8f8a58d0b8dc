import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { outdatedGateways } from "../readings/rebuild-readings.ts";
import { dumpMirror } from "../testing/mirror-dump.ts";
import { mirrored } from "../testing/mirrored-ledger.ts";
import { lifeLedger } from "../testing/sent-ledger.ts";
import { serverParts } from "../testing/server-parts.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { startMirrorJobs } from "./mirror-jobs.ts";

let postgres: TestPostgres;
let database: ServerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
}, 60_000);
afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

test("the jobs make tables of months and derive readings of another form anew", async () => {
  const parts = serverParts(database);
  const gatewayId = await mirrored(database, await lifeLedger(1, 20));
  const before = await dumpMirror(database, gatewayId);
  const spoil = (sql: string) => database.as({ kind: "job" }, (tx) => tx.query(sql, [gatewayId]));
  await spoil("DELETE FROM reading WHERE gateway_id = $1 AND seq > 10");
  await spoil("UPDATE ledger SET readings_version = 0 WHERE gateway_id = $1");
  const end = await startMirrorJobs(parts);
  const tables = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT to_regclass('reading_2026_11') IS NOT NULL AS there"),
  );
  expect(tables).toEqual([{ there: true }]);
  await parts.clock.advanceBy(1);
  await vi.waitFor(async () => expect(await outdatedGateways(database, 1)).toEqual([]), 20_000);
  await end();
  expect(await dumpMirror(database, gatewayId)).toEqual(before);
});
