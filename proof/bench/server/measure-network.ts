// From the network to the commit: batches over HTTPS to one ingest process, and their bytes.

import { Agent, request } from "node:https";
import { encodeBatch } from "@mega/uplink";
import {
  hereCertificate,
  testAuthority,
} from "../../../apps/gateway/src/mail/testing/certificates.ts";
import { batchOf } from "../../../apps/server/src/testing/sent-ledger.ts";
import type { TestGateway } from "../../../apps/server/src/testing/test-fleet.ts";
import type { BenchRow } from "../row.ts";
import { writeCertificate } from "./certificate-files.ts";
import type { CopyLimits } from "./copy-limits.ts";
import { openIngest } from "./open-ingest.ts";
import { type BenchServer, inLanes, ROUNDS, sendersOf } from "./open-server.ts";
import { atMost, besideRate, plainRow } from "./rows.ts";

/** Gateways that wait for an answer at once. */
const AT_ONCE = 20;
const WIRE_BYTES = 7;

/** Measures it. */
export async function measureNetwork(
  bench: BenchServer,
  limits: CopyLimits,
  tell: (row: BenchRow) => void,
): Promise<void> {
  const { building, clock, folder } = bench;
  const senders = sendersOf(bench, "https");
  const server = await openIngest(bench, { tls: writeCertificate(folder, hereCertificate) });
  const { port } = server;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, ca: testAuthority });
  try {
    const fromMs = clock.monotonicMs();
    const ways = senders.map((sender, no) => ({ sender, agent, port, from: `127.9.0.${no + 1}` }));
    await inLanes(ways, AT_ONCE, (way) => sendRounds(bench, way));
    const seconds = (clock.monotonicMs() - fromMs) / 1000;
    const rate = (senders.length * (ROUNDS - 1) * building.meters) / seconds;
    const peer = { peer: "COPY of a row for each reading, 2 streams", of: limits.rows, goal: 0.8 };
    tell(besideRate("from HTTPS to the commit, a round a request", rate, peer));
  } finally {
    agent.destroy();
    await server.kill();
  }
  tellBytes(bench, tell);
}

interface Way {
  readonly sender: TestGateway;
  /** Each gateway has an address of its own: the server holds each to so many requests a minute. */
  readonly from: string;
  readonly agent: Agent;
  readonly port: number;
}

async function sendRounds({ building }: BenchServer, way: Way) {
  const { ledger, firstRoundSeq } = building;
  for (let no = 1; no < ROUNDS; no += 1) {
    const status = await post(encodeBatch(batchOf(ledger, firstRoundSeq + no, 1)), way);
    if (status !== 200) throw new Error(`a round was answered with ${status}`);
  }
}

function post(bytes: Uint8Array, { sender, agent, port, from }: Way) {
  return new Promise<number>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${sender.credential}`,
      "content-type": "application/cbor",
      "content-length": bytes.length,
    };
    const place = {
      host: "127.0.0.1",
      port,
      path: "/v1/batch",
      method: "POST",
      localAddress: from,
    };
    const sent = request({ ...place, agent, headers }, (answer) => {
      answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.once("error", reject);
    sent.end(bytes);
  });
}

function tellBytes({ building }: BenchServer, tell: (row: BenchRow) => void): void {
  const { ledger, firstRoundSeq, meters } = building;
  const bytes = encodeBatch(batchOf(ledger, firstRoundSeq + 1, 1)).length;
  tell(atMost("a reading on the wire, verifiable", bytes / meters, WIRE_BYTES, "bytes"));
  const day = encodeBatch(batchOf(ledger, firstRoundSeq + 1, 24)).length;
  tell(plainRow("the same, a day at once", `${(day / meters / 24).toFixed(1)} bytes`));
}
