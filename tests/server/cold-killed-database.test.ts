/** PostgreSQL is killed while months become cold: no reading is lost and none stands twice. */

import { readFileSync, rmSync } from "node:fs";
import process from "node:process";
import { sleep, systemClock } from "@mega/domain";
import { afterAll, expect, test } from "vitest";
import { freezeMonth, warmMonths } from "../../apps/server/src/cold/freeze-months.ts";
import {
  type LocalPostgres,
  startLocalPostgres,
} from "../../apps/server/src/database/local-postgres.ts";
import { openServerDatabase } from "../../apps/server/src/database/server-database.ts";
import { mirrorReader } from "../../apps/server/src/readings/mirror-reader.ts";
import { answersOf, instantsOf, mirrored } from "../../apps/server/src/testing/mirrored-ledger.ts";
import { lifeLedger } from "../../apps/server/src/testing/sent-ledger.ts";
import { makeOpenFolder } from "../../apps/server/src/testing/test-database.ts";

const clock = systemClock();
const GATEWAYS = 4;
const DAYS = 120;
const KILLS = 3;
const laterMs = Date.UTC(2027, 5, 1);

const folder = makeOpenFolder();
let postgres: LocalPostgres;
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Kills every process of it at once: those that serve a connection lead sessions of their own. */
async function kill({ pid, ended }: LocalPostgres): Promise<void> {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  for (const one of [pid, ...children.map(Number)]) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
  await ended;
}

test("killed in the middle, months are rows or cold, whole, and answer as before", async () => {
  postgres = await startLocalPostgres(folder, clock);
  let database = await openServerDatabase(postgres.url);
  const life = await lifeLedger(31, DAYS);
  const gateways: number[] = [];
  for (let no = 0; no < GATEWAYS; no++) gateways.push(await mirrored(database, life));
  const instants = instantsOf(DAYS);
  const expected = await answersOf(life.host, instants);
  let cold = 0;
  for (let turn = 0; turn < KILLS; turn++) {
    const months = await warmMonths(database, laterMs, 100);
    expect(months.length).toBeGreaterThan(0);
    const freezing = (async () => {
      for (const month of months) {
        await freezeMonth(database, month);
        cold += 1;
      }
    })().catch(() => undefined);
    // Each kill falls into another moment of a month's transaction.
    while (cold < 2 * (turn + 1)) await sleep(clock, 1);
    await sleep(clock, 3 * turn);
    await kill(postgres);
    await freezing;
    await database.close().catch(() => undefined);
    postgres = await startLocalPostgres(folder, clock);
    database = await openServerDatabase(postgres.url);
    const counts = await database.as({ kind: "job" }, (tx) =>
      tx.query(
        `SELECT gateway_id, sum(rounds)::int AS rounds FROM (
             SELECT gateway_id, rounds FROM reading_cold
             UNION ALL SELECT gateway_id, 1 FROM reading) AS all_rounds
           GROUP BY gateway_id ORDER BY gateway_id`,
      ),
    );
    expect(counts).toEqual(gateways.map((gateway_id) => ({ gateway_id, rounds: DAYS })));
    for (const gatewayId of gateways) {
      expect(await answersOf(mirrorReader(database, gatewayId), instants)).toEqual(expected);
    }
  }
  await database.close();
}, 60_000);
