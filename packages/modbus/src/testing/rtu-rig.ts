// A master and slaves on the two ends of a pseudo-terminal pair, for the tests of faulty lines.

import { ttyOpener } from "@mega/link";
import type { BusMaster, TransactOptions } from "../master/bus-master.ts";
import { createBusMaster } from "../master/bus-master.ts";
import type { PollOutcome } from "../master/outcome.ts";
import type { BusSettings } from "../master/settings.ts";
import type { SlaveFault } from "../slave/fault-plan.ts";
import type { ReceivedRequest } from "../slave/request-stream.ts";
import { runSlave } from "../slave/run-slave.ts";
import type { SlaveImage } from "../slave/slave-image.ts";
import { machineClock } from "./machine-clock.ts";
import { meterImage } from "./meter-image.ts";
import type { PtyPair } from "./pty-pair.ts";
import { openPtyPair } from "./pty-pair.ts";

export interface RtuRigOptions {
  readonly units?: readonly number[];
  readonly image?: SlaveImage;
  readonly turnaroundMs?: (unit: number) => number;
  readonly faultFor?: (request: ReceivedRequest) => SlaveFault | undefined;
  readonly settings?: Partial<BusSettings>;
}

export interface RtuRig {
  readonly master: BusMaster;
  readonly pair: PtyPair;
  /** Reads two input words unless told otherwise. */
  readonly read: (
    unit: number,
    address: number,
    count?: number,
    options?: TransactOptions,
  ) => Promise<PollOutcome>;
  readonly close: () => Promise<void>;
}

/** The timeout of the tests; no meter here is slower unless a fault makes it so. */
export const timeoutMs = 500;

/** Opens the line, its slaves and its master. */
export async function openRtuRig(options: RtuRigOptions = {}): Promise<RtuRig> {
  const { units = [5, 6], turnaroundMs = () => 5, faultFor } = options;
  const clock = machineClock();
  const pair = await openPtyPair();
  const link = await ttyOpener({ path: pair.far })();
  const slave = runSlave(link, clock, {
    framing: "rtu",
    image: options.image ?? meterImage(units),
    turnaroundMs,
    ...(faultFor === undefined ? {} : { faultFor }),
  });
  const master = createBusMaster({
    open: ttyOpener({ path: pair.near }),
    clock,
    settings: {
      responseTimeoutMs: timeoutMs,
      timeoutMsMin: timeoutMs,
      retries: 0,
      ...options.settings,
    },
  });
  await master.start();
  return {
    master,
    pair,
    read: (unit, address, count = 2, asked = { priority: "interactive" }) =>
      master.transact(unit, { kind: "readInputWords", address, count }, asked),
    async close() {
      master.stop();
      slave.close();
      await pair.close();
    },
  };
}

/** A fault for the first reply only, or for those that are listed by their number from 0 on. */
export function faultsInTurn(
  ...faults: readonly (SlaveFault | undefined)[]
): () => SlaveFault | undefined {
  let next = 0;
  return () => faults[next++];
}

/** The words of an answer, or the name of the failure. */
export function wordsOf(outcome: PollOutcome): readonly number[] | string {
  if (outcome.kind !== "answered") return outcome.kind;
  return "words" in outcome.response ? outcome.response.words : outcome.response.kind;
}
