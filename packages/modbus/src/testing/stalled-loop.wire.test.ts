// A master whose event loop stands still must not take its own stall for a silent meter.

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { LinkOpener } from "@mega/link";
import { tcpOpener, ttyOpener } from "@mega/link";
import { afterEach, expect, test } from "vitest";
import { createBusMaster } from "../master/bus-master.ts";
import type { Transport } from "../master/settings.ts";
import { machineClock, sleep } from "./machine-clock.ts";
import { wordsAt } from "./meter-image.ts";
import { openPtyPair } from "./pty-pair.ts";
import { timeoutMs, wordsOf } from "./rtu-rig.ts";

const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Starts the slaves and returns where they answer. */
async function startSlaves(workerData: { readonly path?: string }): Promise<string | number> {
  const slaves = new Worker(new URL("./slave-thread.ts", import.meta.url), { workerData });
  endings.push(() => slaves.terminate());
  const [place] = await once(slaves, "message");
  return place;
}

async function serialLine(): Promise<LinkOpener> {
  const pair = await openPtyPair();
  endings.push(() => pair.close());
  await startSlaves({ path: pair.far });
  return ttyOpener({ path: pair.near });
}

async function modbusTcp(): Promise<LinkOpener> {
  return tcpOpener({ host: "127.0.0.1", port: Number(await startSlaves({})) });
}

test.each<[string, Transport, () => Promise<LinkOpener>]>([
  ["a serial line", "rtu", serialLine],
  ["Modbus TCP", "tcp", modbusTcp],
])("on %s a loop that stalls for longer than the timeout makes no timeout", async (...given) => {
  const [, transport, start] = given;
  const open = await start();
  const settings = { transport, responseTimeoutMs: timeoutMs, timeoutMsMax: timeoutMs, retries: 0 };
  const master = createBusMaster({ open, clock: machineClock(), settings });
  await master.start();
  const request = { kind: "readInputWords", address: 72, count: 2 } as const;
  for (const unit of [5, 6, 5]) {
    const asked = master.transact(unit, request, { priority: "interactive" });
    await sleep(20);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, timeoutMs * 2);
    expect(wordsOf(await asked)).toEqual(wordsAt(unit, 4, 72, 2));
  }
  master.stop();
});
