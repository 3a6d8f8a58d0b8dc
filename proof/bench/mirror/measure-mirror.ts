// Batches of one round each from many gateways at once, stored as the server stores them; then the same
// rows copied raw, in one run.

import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { systemClock } from "@mega/domain";
import { startLocalPostgres } from "../../../apps/server/src/database/local-postgres.ts";
import {
  openServerDatabase,
  type ServerDatabase,
} from "../../../apps/server/src/database/server-database.ts";
import { storeBatch } from "../../../apps/server/src/mirror/store-batch.ts";
import { storeKeys } from "../../../apps/server/src/mirror/store-keys.ts";
import { type OwnerClient, ownerClient } from "../../../apps/server/src/testing/owner-client.ts";
import { batchOf, enrolledGateway } from "../../../apps/server/src/testing/sent-ledger.ts";
import { cpuMsOf } from "../measure/process-cost.ts";
import type { BenchRow } from "../row.ts";
import { copyRates } from "./copy-rates.ts";
import { rowWal, sizesOf, walOf } from "./database-costs.ts";
import { type SentBuilding, sentBuilding } from "./sent-building.ts";

const gateways = 32;
const rounds = 48;
/** Batches on the way at once: as many as the server has connections. */
const atOnce = 10;
const goals = { hotBytes: 17, walBytes: 60 } as const;
const clock = systemClock();

type Tell = (row: BenchRow) => void;

/** Measures it on a PostgreSQL of its own, on the disk. */
export async function measureMirror(tell: Tell): Promise<void> {
  const building = await sentBuilding(rounds);
  const folder = mkdtempSync(join(tmpdir(), "mega-bench-mirror-"));
  chmodSync(folder, 0o711);
  try {
    const postgres = await startLocalPostgres(join(folder, "postgres"), clock);
    const database = await openServerDatabase(postgres.url);
    const owner = await ownerClient(postgres.url);
    try {
      await measureIn({ database, owner, building, tell, postgresPid: postgres.pid });
    } finally {
      await owner.close();
      await database.close();
      await postgres.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Bench {
  readonly database: ServerDatabase;
  readonly owner: OwnerClient;
  readonly building: SentBuilding;
  readonly tell: Tell;
  readonly postgresPid: number;
}

async function measureIn(bench: Bench): Promise<void> {
  const { owner, building, tell, postgresPid } = bench;
  const { meters, firstRoundSeq } = building;
  const ids = await enrolAll(bench);
  const before = await sizesOf(owner);
  const send = (gatewayId: number, round: number) => sendRound(bench, gatewayId, round);

  await owner.query("CHECKPOINT");
  const firstWal = await walOf(owner, () => inLanes(ids, (id) => send(id, firstRoundSeq + 1)));
  const fromMs = clock.monotonicMs();
  const from = { server: cpuMsOf(process.pid), postgres: cpuOfAll(postgresPid) };
  const laterWal = await walOf(owner, () =>
    inLanes(ids, async (id) => {
      for (let no = 2; no < rounds; no++) await send(id, firstRoundSeq + no);
    }),
  );
  const seconds = (clock.monotonicMs() - fromMs) / 1000;
  const batches = gateways * (rounds - 2);
  const cpu = {
    server: (cpuMsOf(process.pid) - from.server) / batches,
    postgres: (cpuOfAll(postgresPid) - from.postgres) / batches,
  };

  await owner.query("VACUUM reading");
  const after = await sizesOf(owner);
  const stored = gateways * (rounds - 1) * meters;
  tellSize(tell, after.readings / (stored + gateways * meters));
  const entries = (after.entries - before.entries) / stored;
  tell(plain("a reading as part of an entry, with the index", bytes(entries)));
  const written = (of: number, batchesOf: number) => bytes(of / (batchesOf * meters));
  tell(plain("WAL of a reading and its entry, behind a checkpoint", written(firstWal, gateways)));
  tell(plain("WAL of a reading and its entry, later", written(laterWal, batches)));
  tellRowWal(tell, (await rowWal(owner)) / (gateways * meters));
  const spent = `${cpu.server.toFixed(1)} ms in the server, ${cpu.postgres.toFixed(1)} ms in PostgreSQL`;
  tell(plain("processor time of a batch of one round of 128", spent));
  const rate = batches / seconds;
  tell(plain("batches of one round committed, ten at once", `${rate.toFixed(0)}/s`));
  await tellRates(bench, rate * meters);
}

/** Gateways with their keys and everything up to the first round, in a table of the month. */
async function enrolAll({ database, owner, building }: Bench): Promise<readonly number[]> {
  const { ledger, firstRoundSeq } = building;
  await owner.query(
    "SELECT mega_make_reading_table('reading_bench', 1420070400000, 1483228800000)",
  );
  const ids: number[] = [];
  for (let no = 0; no < gateways; no++) ids.push(await enrolledGateway(database));
  for (const gatewayId of ids) {
    await storeKeys(database, { gatewayId, generation: 1, keys: ledger });
    for (let from = 1; from <= firstRoundSeq; from += 500) {
      const batch = batchOf(ledger, from, Math.min(500, firstRoundSeq - from + 1));
      await storeBatch(database, { gatewayId, generation: 1, batch, nowMs: 0 });
    }
  }
  return ids;
}

async function sendRound({ database, building }: Bench, gatewayId: number, seq: number) {
  const batch = batchOf(building.ledger, seq, 1);
  const outcome = await storeBatch(database, { gatewayId, generation: 1, batch, nowMs: 0 });
  if (outcome.kind !== "committed") throw new Error(`a round was ${outcome.kind}`);
}

/** Each in its turn, so many at once. */
async function inLanes(ids: readonly number[], work: (id: number) => Promise<void>): Promise<void> {
  const waiting = [...ids];
  const lane = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await work(id);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Of a process and those it has started. */
function cpuOfAll(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return [pid, ...children.map(Number)].reduce((sum, one) => sum + cpuMsOf(one), 0);
}

async function tellRates({ owner, tell }: Bench, rate: number): Promise<void> {
  const copied = await copyRates(owner, clock);
  const row = (what: string, peer: string, of: number): BenchRow => ({
    ...plain(what, inThousands(rate)),
    peer: `${peer} ${inThousands(of)}`,
    ratio: `${(rate / of).toFixed(2)} ×`,
  });
  const what = "readings verified, opened and committed with their entries";
  tell(row(what, "raw COPY of a row for each reading", copied.rows));
  tell(row(`${what}, beside their own table`, "raw COPY of a row for each round", copied.arrays));
}

function tellSize(tell: Tell, each: number): void {
  const row = plain("a reading in its table, with the indexes", bytes(each));
  tell({ ...row, goal: `≤ ${goals.hotBytes} bytes`, met: each <= goals.hotBytes });
}

function tellRowWal(tell: Tell, each: number): void {
  const row = plain("WAL of a reading's row alone, behind a checkpoint", bytes(each));
  tell({ ...row, goal: `≤ ${goals.walBytes} bytes`, met: each <= goals.walBytes });
}

function bytes(figure: number): string {
  return `${figure.toFixed(1)} bytes`;
}

function inThousands(rate: number): string {
  return `${(rate / 1000).toFixed(0)} 000/s`;
}

function plain(what: string, figure: string): BenchRow {
  return { what, figure, peer: null, ratio: null, goal: null, met: null };
}
