// Slaves in a thread of their own, which answer while the thread of the master stands still.
// Started by the tests with `workerData: { path }` for a terminal, or `{}` for Modbus TCP; tells the
// path or the port on which it answers.

import { parentPort, workerData } from "node:worker_threads";
import { listenTcp, ttyOpener } from "@mega/link";
import { runSlave } from "../slave/run-slave.ts";
import { machineClock } from "./machine-clock.ts";
import { meterImage } from "./meter-image.ts";

const { path } = workerData as { readonly path?: string };
const behaviour = { image: meterImage([5, 6]), turnaroundMs: () => 50 };
const clock = machineClock();
if (path === undefined) {
  const { port } = await listenTcp({
    host: "127.0.0.1",
    port: 0,
    onLink: (link) => void runSlave(link, clock, { ...behaviour, framing: "mbap" }),
  });
  parentPort?.postMessage(port);
} else {
  const link = await ttyOpener({ path })();
  runSlave(link, clock, { ...behaviour, framing: "rtu" });
  parentPort?.postMessage(path);
}
