// From a broker to the commit: the messages that gateways send through it, as they send them, to one
// ingest process that hears them there.

import { sleep } from "@mega/domain";
import { encodeBatch, readCredential } from "@mega/uplink";
import { BrokerConnection } from "../../../apps/gateway/src/acquisition/mqtt/broker-connection.ts";
import { PipeLine } from "../../../apps/gateway/src/uplink/pipe/pipe-line.ts";
import { batchOf } from "../../../apps/server/src/testing/sent-ledger.ts";
import {
  type PipeBrokers,
  startMosquittoPipe,
  startNatsPipe,
} from "../../../tests/server/fleet/pipe-brokers.ts";
import { NATS_NODES } from "../../server/stage/stage.ts";
import type { BenchRow } from "../row.ts";
import type { CopyLimits } from "./copy-limits.ts";
import { openIngest } from "./open-ingest.ts";
import { type BenchServer, inLanes, ROUNDS, sendersOf } from "./open-server.ts";
import { besideRate } from "./rows.ts";

/** Gateways that wait for an answer at once, as over HTTPS. */
const AT_ONCE = 20;
/** Before the line is open both ways nothing is answered; then it is tried again so soon. */
const TRY_MS = 300;
const TRIES_MAX = 100;

/** Measures both brokers. */
export async function measurePipe(
  bench: BenchServer,
  limits: CopyLimits,
  tell: (row: BenchRow) => void,
): Promise<void> {
  const peer = "COPY of a row for each reading, 2 streams";
  const beside = (what: string, rate: number) =>
    besideRate(`from ${what} to the commit, a round a message`, rate, {
      ...{ peer, of: limits.rows, goal: 1 },
    });
  const nats = await startNatsPipe(NATS_NODES);
  tell(beside("NATS", await measure(bench, nats, "nats").finally(() => nats.stop())));
  const mosquitto = await startMosquittoPipe();
  const rate = await measure(bench, mosquitto, "mosquitto").finally(() => mosquitto.stop());
  // It is for small houses, and nobody set it a goal.
  tell({ ...beside("Mosquitto", rate), goal: null, met: null });
}

/** Readings a second. */
async function measure(
  bench: BenchServer,
  brokers: PipeBrokers,
  way: "nats" | "mosquitto",
): Promise<number> {
  const { building, clock } = bench;
  const { gatewayUrls } = brokers;
  const server = await openIngest(bench, { pipe: brokers.pipe });
  const senders = sendersOf(bench, way);
  const lines = senders.map(({ credential }, no) =>
    lineOf(bench, credential, gatewayUrls[no % gatewayUrls.length] ?? ""),
  );
  try {
    for (const line of lines) line.start();
    await Promise.all(lines.map((line) => untilOpen(bench, line)));
    const fromMs = clock.monotonicMs();
    await inLanes(lines, AT_ONCE, (line) => sendRounds(bench, line));
    const seconds = (clock.monotonicMs() - fromMs) / 1000;
    return (lines.length * (ROUNDS - 1) * building.meters) / seconds;
  } finally {
    await Promise.all(lines.map((line) => line.stop()));
    await server.kill();
  }
}

function lineOf({ clock }: BenchServer, text: string, url: string): PipeLine {
  const credential = readCredential(text);
  if (credential === undefined) throw new Error("a gateway of the bench has no credential");
  return new PipeLine({
    ...{ clock, credential, generation: () => 1 },
    settings: { url, user: undefined, password: undefined },
    connect: (options) => new BrokerConnection(options),
    onCall: () => undefined,
  });
}

/** Sends what is there already until it is answered: from then on both ways are open. */
async function untilOpen({ building, clock }: BenchServer, line: PipeLine): Promise<void> {
  const { ledger, firstRoundSeq } = building;
  const known = encodeBatch(batchOf(ledger, firstRoundSeq, 1));
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const ack = line.takes(known.length)
      ? await line.send(known, AbortSignal.timeout(TRY_MS))
      : await sleep(clock, TRY_MS).then(() => null);
    if (ack !== null) return;
  }
  throw new Error("a line to the broker did not open");
}

async function sendRounds({ building }: BenchServer, line: PipeLine): Promise<void> {
  const { ledger, firstRoundSeq } = building;
  const never = new AbortController().signal;
  for (let no = 1; no < ROUNDS; no += 1) {
    const ack = await line.send(encodeBatch(batchOf(ledger, firstRoundSeq + no, 1)), never);
    if (ack?.status !== 200) throw new Error(`a round was answered with ${ack?.status}`);
  }
}
