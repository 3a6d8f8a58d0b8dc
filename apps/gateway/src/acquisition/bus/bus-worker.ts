/**
 * The bus worker: every bus of the gateway, away from pages and files. The last millisecond before a
 * frame is waited for by blocking this thread, which nobody else shares.
 */

import { parentPort, workerData } from "node:worker_threads";
import { assert, systemClock } from "@mega/domain";
import type { BusClock } from "@mega/modbus";
import { callWatched } from "../../bus-watch/remote-watch.ts";
import { inlineBusHost } from "./inline-bus-host.ts";
import { busDefinitionOf } from "./open-bus.ts";
import type { BusWorkerData, FromBusWorker, ToBusWorker } from "./worker-messages.ts";

assert(parentPort !== null, "the bus worker is started as a worker");
const port = parentPort;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const clock: BusClock = {
  ...systemClock(),
  blockUntil(monotonicMs) {
    const restMs = monotonicMs - performance.now();
    if (restMs > 0) Atomics.wait(sleeper, 0, 0, restMs);
  },
};
const host = inlineBusHost((workerData as BusWorkerData).buses.map(busDefinitionOf), clock);

port.on("message", (message: ToBusWorker) => {
  answer(message).then(
    (reply) => port.postMessage(reply),
    (error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      port.postMessage({ kind: "failed", id: message.id, message: text } satisfies FromBusWorker);
    },
  );
});

async function answer(message: ToBusWorker): Promise<FromBusWorker> {
  const { id } = message;
  switch (message.kind) {
    case "start":
      await host.start();
      return { kind: "done", id };
    case "read":
      return { kind: "answers", id, answers: await host.readMeter(message.question) };
    case "statistics":
      return { kind: "reports", id, reports: await host.statistics() };
    case "watch":
      return { kind: "watched", id, answer: await callWatched(host, message.call) };
    case "stop":
      await host.stop();
      port.close();
      return { kind: "done", id };
  }
}
