// A database of its own on the disk, and gateways of the largest building that have sent their past.

import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock } from "@mega/domain";
import { startLocalPostgres } from "../../../apps/server/src/database/local-postgres.ts";
import {
  openServerDatabase,
  type ServerDatabase,
} from "../../../apps/server/src/database/server-database.ts";
import { storeBatch } from "../../../apps/server/src/mirror/store-batch.ts";
import { storeKeys } from "../../../apps/server/src/mirror/store-keys.ts";
import { type OwnerClient, ownerClient } from "../../../apps/server/src/testing/owner-client.ts";
import { batchOf } from "../../../apps/server/src/testing/sent-ledger.ts";
import { addTestGateway, type TestGateway } from "../../../apps/server/src/testing/test-fleet.ts";
import { type SentBuilding, sentBuilding } from "../mirror/sent-building.ts";

/** Rounds of each gateway: two days. */
export const ROUNDS = 49;
/** Ways in which rounds are sent. */
const ways = ["hourly", "daily", "https", "nats", "mosquitto"] as const;
/** A way in which rounds are sent. */
export type SendingWay = (typeof ways)[number];
/** For each of them, since a round adds something only once. */
const GATEWAYS_EACH = 32;

/** A batch takes no more. */
const ENTRIES_AT_ONCE = 500;

/** What is measured on. */
export interface BenchServer {
  readonly clock: Clock;
  /** For whatever else stands on the disk. */
  readonly folder: string;
  readonly url: string;
  readonly database: ServerDatabase;
  readonly owner: OwnerClient;
  readonly building: SentBuilding;
  /** Each with its keys and everything up to its first round. */
  readonly gateways: readonly TestGateway[];
  stop(): Promise<void>;
}

/** Opens it. */
export async function openBenchServer(): Promise<BenchServer> {
  const clock = systemClock();
  const building = await sentBuilding(ROUNDS);
  const folder = mkdtempSync(join(tmpdir(), "mega-bench-server-"));
  chmodSync(folder, 0o711);
  const postgres = await startLocalPostgres(join(folder, "postgres"), clock);
  const database = await openServerDatabase(postgres.url);
  const owner = await ownerClient(postgres.url);
  await owner.query(
    "SELECT mega_make_reading_table('reading_bench', 1420070400000, 1483228800000)",
  );
  const gateways: TestGateway[] = [];
  for (let no = 1; no <= ways.length * GATEWAYS_EACH; no += 1) {
    const gateway = await addTestGateway(database, no, clock.nowMs());
    await sendUpTo({ database, building, ...gateway, seq: building.firstRoundSeq });
    gateways.push(gateway);
  }
  return {
    ...{ clock, folder, url: postgres.url, database, owner, building, gateways },
    async stop() {
      await owner.close();
      await database.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Those that send in this way and no other. */
export function sendersOf({ gateways }: BenchServer, way: SendingWay): readonly TestGateway[] {
  const from = ways.indexOf(way) * GATEWAYS_EACH;
  return gateways.slice(from, from + GATEWAYS_EACH);
}

/** What is sent, and how far. */
interface Sending {
  readonly database: ServerDatabase;
  readonly building: SentBuilding;
  readonly gatewayId: number;
  readonly seq: number;
}

/** Sends keys, and entries up to a number, in large batches. */
export async function sendUpTo({ database, building, gatewayId, seq }: Sending): Promise<void> {
  const { ledger } = building;
  await storeKeys(database, { gatewayId, generation: 1, keys: ledger });
  for (let from = 1; from <= seq; from += ENTRIES_AT_ONCE) {
    const batch = batchOf(ledger, from, Math.min(ENTRIES_AT_ONCE, seq - from + 1));
    const outcome = await storeBatch(database, { gatewayId, generation: 1, batch, nowMs: 0 });
    if (outcome.kind !== "committed") throw new Error(`the past was ${outcome.kind}`);
  }
}

/** Each in its turn, so many at once. */
export async function inLanes<One>(
  all: readonly One[],
  atOnce: number,
  work: (one: One) => Promise<void>,
): Promise<void> {
  const waiting = [...all];
  const lane = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
