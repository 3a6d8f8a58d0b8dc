/**
 * Watches the cases of a process from a thread of it: the thread goes on when a case does not end. It
 * counts the processor time of the process, so that a crowded machine is no hang of the case; a case
 * that waits for ever without computing is found by the looks themselves.
 */

import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import type { ChildMessage } from "./child-messages.ts";
import { reportFd } from "./child-messages.ts";

const lookEveryMs = 100;
/** A case that computes longer is a hang. */
const computingMsMax = 2000;
/** So is one that has not ended after so many looks of a tenth of a second. */
const looksMax = 100;

/** The number of the case under way in its first place; -1 between two batches. */
const current = new Int32Array(workerData as SharedArrayBuffer);
let seen = -1;
let looks = 0;
let computedMs = 0;

setInterval(() => {
  const caseNumber = Atomics.load(current, 0);
  const isSame = caseNumber === seen && caseNumber >= 0;
  seen = caseNumber;
  looks = isSame ? looks + 1 : 0;
  if (!isSame) computedMs = cpuMs();
  if (looks <= looksMax && cpuMs() - computedMs <= computingMsMax) return;
  const message: ChildMessage = { kind: "hang", caseNumber };
  writeSync(reportFd, `${JSON.stringify(message)}\n`);
  process.kill(process.pid, "SIGKILL");
}, lookEveryMs);

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
