// A round as in service: synced before it is acknowledged, in the ledger's own thread.

import { performance } from "node:perf_hooks";
import { systemClock } from "@mega/domain";
import { workerLedgerHost } from "@mega/ledger";
import { middleOf } from "../measure/middle.ts";
import { beginning, roundOf, store } from "./build-ledger.ts";
import type { LedgerMeter } from "./meters.ts";

const passes = 100;

/** Milliseconds. */
export interface ServiceCosts {
  /** From the call to the acknowledgement, the middle of all. */
  readonly roundMs: number;
  /** Of it, what the main thread works. */
  readonly mainMs: number;
}

/** Appends rounds to a new file. */
export async function measureService(
  path: string,
  meters: readonly LedgerMeter[],
): Promise<ServiceCosts> {
  const clock = systemClock();
  const ledger = await workerLedgerHost({ path, clock });
  try {
    await store(ledger, beginning(meters));
    await store(ledger, [roundOf(meters, 0)]);
    const rounds: number[] = [];
    let mainMs = 0;
    for (let hour = 1; hour <= passes; hour++) {
      const event = roundOf(meters, hour);
      const fromMs = clock.monotonicMs();
      const before = performance.eventLoopUtilization();
      await store(ledger, [event]);
      mainMs += performance.eventLoopUtilization(before).active;
      rounds.push(clock.monotonicMs() - fromMs);
    }
    return { roundMs: middleOf(rounds), mainMs: mainMs / passes };
  } finally {
    await ledger.close();
  }
}
