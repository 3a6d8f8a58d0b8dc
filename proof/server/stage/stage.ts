/** Everything that takes part in a run: database, ingest processes, and the fleet with its ledgers. */

import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock } from "@mega/domain";
import { openServerDatabase } from "../../../apps/server/src/database/server-database.ts";
import { ownerClient } from "../../../apps/server/src/testing/owner-client.ts";
import { addTestGateway } from "../../../apps/server/src/testing/test-fleet.ts";
import { freePort } from "../../../tests/free-port.ts";
import {
  type PipeBrokers,
  startMosquittoPipe,
  startNatsPipe,
} from "../../../tests/server/fleet/pipe-brokers.ts";
import type { Answering, FleetMessage, FleetTask, IngestReady, IngestTask } from "../messages.ts";
import { Acknowledged } from "../run/acknowledged.ts";
import { failingOver } from "./failing-over.ts";
import { KeptProcess } from "./kept-process.ts";
import { type FallingDatabase, killedPostgres } from "./killed-postgres.ts";

/** How large a run is. */
export interface StageSize {
  readonly seed: number;
  /** Of each gateway. */
  readonly roundsEach: number;
  readonly gateways: number;
  readonly ingests: number;
  readonly fleets: number;
  readonly answering: Answering;
  /** Whether a synchronous standby takes the place of a database that is killed. */
  readonly standby: boolean;
  /** What batches go through; nothing where all go straight. */
  readonly pipe: "mosquitto" | "nats" | null;
}

/** A gateway as the server knows it. */
export interface StageGateway {
  readonly no: number;
  readonly gatewayId: number;
  readonly credential: string;
}

/** What takes part. */
export interface Stage {
  readonly clock: Clock;
  readonly database: FallingDatabase;
  /** What batches go through; null where all go straight. */
  readonly brokers: PipeBrokers | null;
  readonly ingests: readonly KeptProcess<IngestReady>[];
  readonly fleets: readonly KeptProcess<FleetMessage>[];
  readonly gateways: readonly StageGateway[];
  readonly acknowledged: Acknowledged;
  /** Of a gateway's ledger. */
  readonly ledgerPath: (no: number) => string;
  /** Resolves when every gateway has lived and sent all. */
  readonly allSent: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Of the cluster that batches go through. */
export const NATS_NODES = 3;
const INGEST = new URL("../ingest/ingest.child.ts", import.meta.url);
const FLEET = new URL("../fleet/fleet.child.ts", import.meta.url);

/** Sets everything up; nothing runs but the database. Whoever sets it up stops it. */
export async function setStage(size: StageSize): Promise<Stage> {
  const clock = systemClock();
  const folder = mkdtempSync(join(tmpdir(), "mega-soak-server-"));
  // PostgreSQL's own user goes through it.
  chmodSync(folder, 0o711);
  const database = await (size.standby ? failingOver : killedPostgres)(
    join(folder, "postgres"),
    clock,
  );
  const gateways = await enrolled(database.url, size.gateways, clock);
  const brokers = await brokersOf(size);
  const ports = await Promise.all(Array.from({ length: size.ingests }, freePort));
  const ingests = ports.map((port) => ingestAt({ port, database, brokers, folder, clock, size }));
  const acknowledged = new Acknowledged(clock);
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const ledgers = join(folder, "ledgers");
  mkdirSync(ledgers);
  const pipes = brokers?.gatewayUrls ?? [];
  const fleeting = { size, gateways, urls, pipes, ledgers, acknowledged, clock };
  const { fleets, allSent } = fleetsOf(fleeting);
  return {
    ...{ clock, database, brokers, ingests, fleets, gateways, acknowledged, allSent },
    ledgerPath: (no) => join(ledgers, `gateway-${no}.db`),
    async stop() {
      await Promise.all([...fleets, ...ingests].map((one) => one.kill()));
      await brokers?.stop();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function brokersOf({ pipe }: StageSize): Promise<PipeBrokers | null> {
  if (pipe === null) return null;
  return pipe === "nats" ? startNatsPipe(NATS_NODES) : startMosquittoPipe();
}

async function enrolled(url: string, count: number, clock: Clock): Promise<StageGateway[]> {
  const database = await openServerDatabase(url);
  await makeReadingTable(url);
  const gateways: StageGateway[] = [];
  for (let no = 1; no <= count; no += 1) {
    const { gatewayId, credential } = await addTestGateway(database, no, clock.nowMs());
    gateways.push({ no, gatewayId, credential });
  }
  await database.close();
  return gateways;
}

/** For the months that lives go through, as the server's jobs make them for months of today. */
async function makeReadingTable(url: string): Promise<void> {
  const owner = await ownerClient(url);
  const span = [Date.UTC(2015, 11, 1), Date.UTC(2017, 0, 1)];
  await owner.query("SELECT mega_make_reading_table('reading_soak', $1, $2)", span);
  await owner.close();
}

interface Ingesting {
  readonly port: number;
  readonly database: FallingDatabase;
  readonly brokers: PipeBrokers | null;
  readonly folder: string;
  readonly clock: Clock;
  readonly size: StageSize;
}

function ingestAt({
  port,
  database,
  brokers,
  folder,
  clock,
  size,
}: Ingesting): KeptProcess<IngestReady> {
  const dataFolder = join(folder, "server");
  const task = (): IngestTask => {
    const pipe = brokers === null ? {} : { pipe: brokers.pipe };
    return { databaseUrl: database.url, dataFolder, port, answering: size.answering, ...pipe };
  };
  return new KeptProcess<IngestReady>({ clock, file: INGEST, task, onMessage: () => undefined });
}

interface Fleeting {
  readonly size: StageSize;
  readonly gateways: readonly StageGateway[];
  readonly urls: readonly string[];
  readonly pipes: readonly string[];
  readonly ledgers: string;
  readonly acknowledged: Acknowledged;
  readonly clock: Clock;
}

function fleetsOf({ size, gateways, urls, pipes, ledgers, acknowledged, clock }: Fleeting) {
  const { seed, roundsEach, fleets: count } = size;
  const ends: Promise<void>[] = [];
  const fleets = Array.from({ length: count }, (_none, at) => {
    const own = gateways.filter(({ no }) => no % count === at);
    const { promise, resolve } = Promise.withResolvers<void>();
    ends.push(promise);
    const task = (): FleetTask => {
      const told = own.map(({ no, credential }) => {
        return { no, credential, acknowledged: acknowledged.newestOf(no) };
      });
      return { seed, folder: ledgers, urls, pipes, gateways: told, roundsEach };
    };
    const onMessage = (message: FleetMessage) => {
      acknowledged.hear(message);
      if (message.kind === "all-sent") resolve();
    };
    return new KeptProcess<FleetMessage>({ clock, file: FLEET, task, onMessage });
  });
  return { fleets, allSent: Promise.all(ends).then(() => undefined) };
}
