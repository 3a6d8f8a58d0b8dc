// A master whose event loop stands still must not take its own stall for a silent meter.

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { ttyOpener } from "@mega/link";
import { expect, test } from "vitest";
import { createBusMaster } from "../master/bus-master.ts";
import { machineClock, sleep } from "./machine-clock.ts";
import { wordsAt } from "./meter-image.ts";
import { openPtyPair } from "./pty-pair.ts";
import { timeoutMs, wordsOf } from "./rtu-rig.ts";

test("a loop that stalls for longer than the timeout makes no timeout", async () => {
  const pair = await openPtyPair();
  const slaves = new Worker(new URL("./slave-thread.ts", import.meta.url), {
    workerData: { path: pair.far },
  });
  try {
    await once(slaves, "message");
    const master = createBusMaster({
      open: ttyOpener({ path: pair.near }),
      clock: machineClock(),
      settings: { responseTimeoutMs: timeoutMs, timeoutMsMax: timeoutMs, retries: 0 },
    });
    await master.start();
    const request = { kind: "readInputWords", address: 72, count: 2 } as const;
    for (const unit of [5, 6, 5]) {
      const asked = master.transact(unit, request, { priority: "interactive" });
      await sleep(20);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, timeoutMs * 2);
      expect(wordsOf(await asked)).toEqual(wordsAt(unit, 4, 72, 2));
    }
    master.stop();
  } finally {
    await slaves.terminate();
    await pair.close();
  }
});
