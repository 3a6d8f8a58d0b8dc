/** Runs the cases of one target in a process of its own and tells its parent what came of them. */

import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { fuzzTargets } from "../targets.ts";
import type { ChildMessage, ChildTask, Memory } from "./child-messages.ts";
import { reportFd } from "./child-messages.ts";
import { courseOf } from "./memory-course.ts";
import { runCases, showCase } from "./run-cases.ts";

const progressEveryMs = 5000;
/** Measurements of memory in a run, after its first tenth. */
const measurements = 30;
const task = JSON.parse(process.argv[2] ?? "{}") as ChildTask;
const shared = new SharedArrayBuffer(4);
const current = new Int32Array(shared).fill(-1);

let latest = task.from;

process.on("unhandledRejection", (reason) => {
  const why = reason instanceof Error ? (reason.stack ?? reason.message) : `${reason}`;
  tell({ kind: "rejection", caseNumber: latest, why: `${why} (up to this case)` });
});
await run();
process.exit(0);

async function run(): Promise<void> {
  const { name, seed, from, count, showOnly } = task;
  const listed = fuzzTargets[name];
  if (listed === undefined) throw new Error(`"${name}" is no target.`);
  const target = await listed.load();
  if (showOnly) {
    tell({ kind: "shown", text: await showCase(target, { name, seed, from }) });
    return;
  }
  new Worker(new URL("watchdog.child.ts", import.meta.url), { workerData: shared });
  const measured: Memory[] = [];
  let nextAt = Math.ceil(count / 10);
  let toldAtMs = performance.now();
  const report = await runCases(target, {
    ...{ name, seed, from, count },
    onCase: (caseNumber) => {
      latest = caseNumber;
      Atomics.store(current, 0, caseNumber);
    },
    onBetween: () => void Atomics.store(current, 0, -1),
    onPause: (done) => {
      if (done >= nextAt) {
        nextAt += Math.ceil((0.9 * count) / measurements);
        measured.push(memoryNow());
      }
      if (performance.now() - toldAtMs < progressEveryMs) return;
      toldAtMs = performance.now();
      tell({ kind: "progress", done });
    },
  });
  measured.push(memoryNow());
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1_000_000;
  tell({ kind: "done", report, cpuSeconds, ...courseOf(measured) });
}

function memoryNow(): Memory {
  const caseNumber = Atomics.exchange(current, 0, -1);
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  const { heapUsed, arrayBuffers, external, rss } = process.memoryUsage();
  Atomics.store(current, 0, caseNumber);
  return { heapBytes: heapUsed + Math.max(arrayBuffers, external), residentBytes: rss };
}

function tell(message: ChildMessage): void {
  writeSync(reportFd, `${JSON.stringify(message)}\n`);
}
