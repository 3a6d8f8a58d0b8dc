/** PostgreSQL is killed while batches are stored: what was acknowledged is there when it is back. */

import { readFileSync, rmSync } from "node:fs";
import process from "node:process";
import { sleep, systemClock } from "@mega/domain";
import { afterEach, expect, test } from "vitest";
import {
  type LocalPostgres,
  startLocalPostgres,
} from "../../apps/server/src/database/local-postgres.ts";
import {
  openServerDatabase,
  type ServerDatabase,
} from "../../apps/server/src/database/server-database.ts";
import { storeBatch } from "../../apps/server/src/mirror/store-batch.ts";
import { storeKeys } from "../../apps/server/src/mirror/store-keys.ts";
import { mirroredEntries } from "../../apps/server/src/testing/mirror-dump.ts";
import {
  batchOf,
  enrolledGateway,
  lifeLedger,
  type SentLedger,
} from "../../apps/server/src/testing/sent-ledger.ts";
import { makeOpenFolder } from "../../apps/server/src/testing/test-database.ts";

const clock = systemClock();
const GATEWAYS = 6;
const KILLS = 4;
/** Acknowledged before each kill, of all gateways. */
const BATCHES = 60;
/** So long a worn disk takes for a sync. */
const SYNC_MS = 15;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** When the answer goes out. */
type Answering = "after COMMIT" | "before COMMIT";

/** The database as one answers from it: in time, or while the disk is still syncing. */
function answering(database: ServerDatabase, when: Answering): ServerDatabase {
  if (when === "after COMMIT") return database;
  return {
    ...database,
    as: (identity, work) =>
      new Promise((resolve, reject) => {
        const ending = database.as(identity, async (tx) => {
          const result = await work(tx);
          resolve(result);
          await sleep(clock, SYNC_MS);
          return result;
        });
        ending.catch(reject);
      }),
  };
}

/** A gateway that uploads. */
interface Uploading {
  readonly life: SentLedger;
  readonly gatewayId: number;
  readonly from: number;
  /** Hears of every acknowledgement. */
  readonly onAcknowledged: () => void;
}

/** Sends a few entries at a time until the database is gone; the newest entry acknowledged. */
async function upload(
  database: ServerDatabase,
  { life, gatewayId, from, onAcknowledged }: Uploading,
): Promise<number> {
  let acknowledged = from;
  try {
    while (acknowledged < life.entries.length) {
      const batch = batchOf(life, acknowledged + 1, 1 + (acknowledged % 3));
      const sent = { gatewayId, generation: 1, batch, nowMs: clock.nowMs() };
      const outcome = await storeBatch(database, sent);
      if (outcome.kind === "committed") {
        acknowledged = outcome.head.headSeq;
        onAcknowledged();
      } else await sleep(clock, 1);
    }
  } catch {
    // The database is gone: nothing was answered to the last one.
  }
  return acknowledged;
}

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

/** Acknowledged entries that were not there after a kill, of all gateways and kills. */
async function lostBy(when: Answering): Promise<number> {
  const folder = makeOpenFolder();
  folders.push(folder);
  let postgres = await startLocalPostgres(folder, clock);
  let database = await openServerDatabase(postgres.url);
  const life = await lifeLedger(9, 1500);
  const gateways = [];
  for (let no = 0; no < GATEWAYS; no++) gateways.push(await enrolledGateway(database));
  for (const gatewayId of gateways) {
    await storeKeys(database, { gatewayId, generation: 1, keys: life });
  }
  const stored = new Map(gateways.map((gatewayId) => [gatewayId, 0]));
  let lost = 0;
  for (let turn = 0; turn < KILLS; turn++) {
    const asked = answering(database, when);
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    let heardOf = 0;
    const onAcknowledged = () => {
      heardOf += 1;
      if (heardOf === BATCHES + turn) resolve();
    };
    const uploads = gateways.map((gatewayId) =>
      upload(asked, { life, gatewayId, from: stored.get(gatewayId) ?? 0, onAcknowledged }),
    );
    await enough;
    await kill(postgres);
    const acknowledged = await Promise.all(uploads);
    await database.close();
    postgres = await startLocalPostgres(folder, clock);
    database = await openServerDatabase(postgres.url);
    for (const [at, gatewayId] of gateways.entries()) {
      const entries = await mirroredEntries(database, gatewayId);
      expect(entries).toEqual(life.entries.slice(0, entries.length));
      const heard = acknowledged[at] ?? 0;
      lost += Math.max(0, heard - entries.length);
      stored.set(gatewayId, entries.length);
    }
  }
  await database.close();
  await postgres.stop();
  return lost;
}

test("nothing acknowledged is lost when PostgreSQL is killed", async () => {
  expect(await lostBy("after COMMIT")).toBe(0);
});

test("a server that answers before its COMMIT is seen to lose", async () => {
  expect(await lostBy("before COMMIT")).toBeGreaterThan(0);
});
