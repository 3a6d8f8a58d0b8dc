import { addMonths } from "@mega/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { mirrorReader } from "../readings/mirror-reader.ts";
import { rebuildReadings } from "../readings/rebuild-readings.ts";
import { dumpMirror } from "../testing/mirror-dump.ts";
import { answersOf, instantsOf, mirrored } from "../testing/mirrored-ledger.ts";
import { grown, lifeLedger } from "../testing/sent-ledger.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { eraseKeys } from "./erase-keys.ts";
import { storeKeys } from "./store-keys.ts";

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

test("erased keys take what they opened with them, and do not come back", async () => {
  const life = await lifeLedger(1, 75);
  const beforeMonth = addMonths("2026-05", 2);
  await life.host.eraseMonthKeys(beforeMonth, 1);
  const gatewayId = await mirrored(database, await grown(life));
  await mirrorReader(database, gatewayId).state();
  const actor = { kind: "job" } as const;
  const erasure = { gatewayId, beforeMonth, sourceNo: 1, actor, nowMs: 7 };
  const erased = await eraseKeys(database, erasure);
  expect(erased.keys).toBe(2);
  expect(erased.rounds).toBeGreaterThan(30);
  const instants = instantsOf(75);
  const expected = await answersOf(life.host, instants);
  expect(await answersOf(mirrorReader(database, gatewayId), instants)).toEqual(expected);
  const stands = await dumpMirror(database, gatewayId);
  await storeKeys(database, { gatewayId, generation: 1, keys: life });
  await rebuildReadings(database, gatewayId);
  expect(await dumpMirror(database, gatewayId)).toEqual(stands);
  const audited = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT action, after FROM audit WHERE gateway_id = $1", [gatewayId]),
  );
  const after = { beforeMonth, sourceNo: 1, keys: 2, rounds: erased.rounds };
  expect(audited).toEqual([{ action: "keys-erased", after }]);
  await expect(eraseKeys(database, { ...erasure, beforeMonth: "2027-01" })).rejects.toThrow(
    'beforeMonth is "2027-01"; allowed: 2026-07 or a month before it',
  );
});
