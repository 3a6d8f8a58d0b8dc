// What readings cost on the disk, and an old ledger in time.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchRow } from "../row.ts";
import { type BuiltLedger, buildLedger, roundsIn } from "./build-ledger.ts";
import { bytesOfFile } from "./file-bytes.ts";
import { measureService } from "./in-service.ts";
import { checkEvidence, ledgerMeters } from "./meters.ts";
import { measurePeers } from "./peers.ts";
import { measureQueries } from "./queries.ts";
import { measureRestarts } from "./restarts.ts";

const goals = { ledgerBytes: 24, allBytes: 40, tableMs: 10 } as const;
/** Rounds of the building with P1 ports: two months. */
const p1Rounds = 1500;

type Tell = (row: BenchRow) => void;

/** Measures everything on a ledger of so many years, in a folder that is removed. */
export async function measureLedger(years: number, tell: Tell): Promise<void> {
  checkEvidence();
  const folder = mkdtempSync(join(tmpdir(), "mega-bench-ledger-"));
  try {
    const small = join(folder, "p1.db");
    const some = await buildLedger(small, ledgerMeters({ bus: 32, mqtt: 88, p1: 8 }), p1Rounds);
    tellBytes("32 RTU, 88 MQTT and 8 P1 meters, 2 months", small, some, tell);
    const meters = ledgerMeters({ bus: 32, mqtt: 96, p1: 0 });
    const path = join(folder, "years.db");
    const rounds = roundsIn(years);
    const built = await buildLedger(path, meters, rounds);
    tellBytes(`32 RTU and 96 MQTT meters, ${years} years`, path, built, tell);
    tellAppend(path, join(folder, "peer.db"), built, tell);
    const service = await measureService(join(folder, "service.db"), meters);
    const ofMain = `${service.mainMs.toFixed(2)} ms of the main thread`;
    const acknowledged = `${service.roundMs.toFixed(1)} ms, ${ofMain}`;
    tell(plain("append of a round of 128 in service, synced, in its thread", acknowledged));
    const { stoppedMs, killedMs, verifyMs, entries } = await measureRestarts(path, meters, rounds);
    tell(plain(`start after a stop, ${years} years`, `${stoppedMs.toFixed(0)} ms`));
    tell(plain("start after a kill, 60 rounds behind the saved view", `${killedMs.toFixed(0)} ms`));
    const each = `${((1000 * verifyMs) / entries).toFixed(0)} µs an entry`;
    tell(plain("verification of everything", `${(verifyMs / 1000).toFixed(1)} s, ${each}`));
    const costs = await measureQueries(path, folder, built.lastDueAtMs);
    tell({
      ...plain(`COUNTERS of 128 channels over ${years} years`, `${costs.tableMs.toFixed(1)} ms`),
      goal: `≤ ${goals.tableMs} ms`,
      met: costs.tableMs <= goals.tableMs,
    });
    tell(plain("the first COUNTERS after a start", `${costs.firstTableMs.toFixed(0)} ms`));
    tell(plain("a channel's year of hours as bars by day", `${costs.yearMs.toFixed(1)} ms`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tellBytes(what: string, path: string, built: BuiltLedger, tell: Tell): void {
  const bytes = bytesOfFile(path);
  const ofLedger = bytes.truth / built.readings;
  const all = bytes.all / built.readings;
  tell({
    ...plain(`a reading in the ledger: ${what}`, `${ofLedger.toFixed(1)} bytes`),
    goal: `≤ ${goals.ledgerBytes} bytes`,
    met: ofLedger <= goals.ledgerBytes,
  });
  tell({
    ...plain(`a reading with its projections: ${what}`, `${all.toFixed(1)} bytes`),
    goal: `≤ ${goals.allBytes} bytes`,
    met: all <= goals.allBytes,
  });
  const size = `${(bytes.all / 1e6).toFixed(0)} MB for ${(built.readings / 1e6).toFixed(1)} million`;
  const tables = bytes.byTable.slice(0, 4).map(([name, of]) => `${name} ${megabytes(of)}`);
  tell(plain(`the file: ${what}`, `${size} readings (${tables.join(", ")})`));
}

function tellAppend(path: string, peerPath: string, built: BuiltLedger, tell: Tell): void {
  const eachMs = built.roundsMs / built.rounds;
  const peers = measurePeers(path, peerPath);
  const row = plain("append of a round of 128, not synced", inMicros(eachMs));
  const ratio = (peerMs: number) => `${(eachMs / peerMs).toFixed(1)} ×`;
  tell({ ...row, peer: `SQLite alone ${inMicros(peers.insertMs)}`, ratio: ratio(peers.insertMs) });
  tell({ ...row, peer: `SHA-256 alone ${inMicros(peers.hashMs)}`, ratio: ratio(peers.hashMs) });
  const closing = built.closingsMs / built.closings;
  tell(plain("append of a closed month of a channel, not synced", inMicros(closing)));
}

function plain(what: string, figure: string): BenchRow {
  return { what, figure, peer: null, ratio: null, goal: null, met: null };
}

function inMicros(ms: number): string {
  return `${(1000 * ms).toFixed(0)} µs`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
