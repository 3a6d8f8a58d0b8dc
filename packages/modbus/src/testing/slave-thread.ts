// Slaves in a thread of their own, which answer while the thread of the master stands still.
// Started by the tests with `workerData: { path }`; says "ready" when it answers.

import { parentPort, workerData } from "node:worker_threads";
import { ttyOpener } from "@mega/link";
import { runSlave } from "../slave/run-slave.ts";
import { machineClock } from "./machine-clock.ts";
import { meterImage } from "./meter-image.ts";

const { path } = workerData as { readonly path: string };
const link = await ttyOpener({ path })();
runSlave(link, machineClock(), {
  framing: "rtu",
  image: meterImage([5, 6]),
  turnaroundMs: () => 50,
});
parentPort?.postMessage("ready");
