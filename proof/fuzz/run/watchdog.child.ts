/**
 * Watches the cases of a process from a thread of it: the thread goes on when a case does not end.
 * What it counts are its own looks, so that a machine that stands still is no hang of the case.
 */

import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import type { ChildMessage } from "./child-messages.ts";
import { reportFd } from "./child-messages.ts";

const lookEveryMs = 100;
/** A case that takes longer is a hang. */
const hangMs = 2000;

/** The number of the case under way in its first place; -1 between two batches. */
const current = new Int32Array(workerData as SharedArrayBuffer);
let seen = -1;
let looks = 0;

setInterval(() => {
  const caseNumber = Atomics.load(current, 0);
  looks = caseNumber === seen && caseNumber >= 0 ? looks + 1 : 0;
  seen = caseNumber;
  if (looks * lookEveryMs <= hangMs) return;
  const message: ChildMessage = { kind: "hang", caseNumber };
  writeSync(reportFd, `${JSON.stringify(message)}\n`);
  process.kill(process.pid, "SIGKILL");
}, lookEveryMs);
