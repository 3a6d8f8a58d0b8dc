// What a start of the ledger costs: after a stop, after a kill, and the verification of everything.

import { copyFileSync, existsSync } from "node:fs";
import { movedClock, systemClock } from "@mega/domain";
import { inlineLedgerHost, verifyLedgerFile } from "@mega/ledger";
import { firstDueAtMs, roundOf, store } from "./build-ledger.ts";
import type { LedgerMeter } from "./meters.ts";

const hourMs = 3_600_000;
/** So many rounds a ledger may have more than its saved view when the power goes. */
const unsavedRounds = 60;

/** Milliseconds. */
export interface RestartCosts {
  readonly stoppedMs: number;
  readonly killedMs: number;
  readonly verifyMs: number;
  readonly entries: number;
}

/** Opens a ledger again and again; appends a few rounds to it. */
export async function measureRestarts(
  path: string,
  meters: readonly LedgerMeter[],
  rounds: number,
): Promise<RestartCosts> {
  const stoppedMs = await openingMs(path, rounds);
  const ledger = await openAt(path, rounds);
  for (let hour = rounds; hour < rounds + unsavedRounds; hour++) {
    await store(ledger, [roundOf(meters, hour)]);
  }
  // What is on the disk now is what a kill would leave.
  const killed = `${path}.killed`;
  for (const end of ["", "-wal"]) {
    if (existsSync(path + end)) copyFileSync(path + end, killed + end);
  }
  await ledger.close();
  const killedMs = await openingMs(killed, rounds + unsavedRounds);
  const clock = systemClock();
  const fromMs = clock.monotonicMs();
  const report = await verifyLedgerFile(path);
  const verifyMs = clock.monotonicMs() - fromMs;
  if (!report.ok) throw new Error(`The ledger does not verify: ${JSON.stringify(report.firstBad)}`);
  return { stoppedMs, killedMs, verifyMs, entries: report.entries };
}

async function openingMs(path: string, rounds: number): Promise<number> {
  const clock = systemClock();
  const fromMs = clock.monotonicMs();
  const ledger = await openAt(path, rounds);
  const tookMs = clock.monotonicMs() - fromMs;
  await ledger.close();
  return tookMs;
}

function openAt(path: string, rounds: number) {
  const clock = movedClock({ startMs: firstDueAtMs + (rounds + unsavedRounds) * hourMs });
  return inlineLedgerHost({ path, clock, synchronous: "OFF" });
}
