/**
 * The thread that owns ledger.db in service. What writes goes through a queue that waits for the disk;
 * every other question is answered as it comes, also while the disk is waited for.
 */

import { parentPort, workerData } from "node:worker_threads";
import { MegaError } from "@mega/domain";
import { entriesToCopy } from "./entries-to-copy.ts";
import type { SqliteLedgerOptions } from "./opened-ledger.ts";
import { evidenceIn } from "./reading-evidence.ts";
import { SqliteLedger } from "./sqlite-ledger.ts";
import { ViewTeller } from "./view-teller.ts";
import type { WorkerAnswer, WorkerRequest } from "./worker-messages.ts";
import { type Answers, type QueuedRequest, WriteQueue } from "./write-queue.ts";

/** So long nobody asks before the log is tidied, which stops the thread for some syncs. */
const IDLE_MS = 2000;

const port = parentPort;
if (port === null) throw new Error("Broken assumption: the ledger worker runs in a thread");
const options = workerData as SqliteLedgerOptions;
const ledger = new SqliteLedger({ ...options, defersSync: true });
const answers: Answers = {
  done: (id, result, change) => post({ kind: "done", id, result, change }),
  failed: (id, cause, change) => post({ kind: "failed", id, ...failureOf(cause), change }),
};
const queue = new WriteQueue(ledger, new ViewTeller(), answers);
const idle = setTimeout(tidy, IDLE_MS).unref();

void answer(0, () => ledger.open());
port.on("message", (request: WorkerRequest) => {
  idle.refresh();
  if (isQueued(request)) queue.take(request);
  else void answer(request.id, () => ask(request));
});

async function answer(id: number, work: () => unknown): Promise<void> {
  try {
    const result = await work();
    answers.done(id, result, queue.changeIfSynced());
  } catch (cause) {
    answers.failed(id, cause, queue.changeIfSynced());
  }
}

function isQueued(request: WorkerRequest): request is QueuedRequest {
  switch (request.call) {
    case "append":
    case "rebuildProjections":
    case "eraseMonthKeys":
    case "backupTo":
    case "close":
      return true;
    default:
      return false;
  }
}

function ask(request: Exclude<WorkerRequest, QueuedRequest>): unknown {
  switch (request.call) {
    case "readingsAround":
      return ledger.readingsAround(...request.args);
    case "readingsBetween":
      return ledger.read(({ queries }) => queries.readingsBetween(...request.args));
    case "closedMonths":
      return ledger.read(({ queries }) => queries.closedMonths(...request.args));
    case "readingEvidence": {
      const [sourceNo, seq] = request.args;
      return ledger.read(({ store }) => evidenceIn(store.entry(seq), sourceNo, store.keyOf));
    }
    case "entries":
      return ledger.read(({ store }) => store.entries(...request.args));
    case "entriesToCopy":
      return ledger.read(({ store }) => entriesToCopy(store, ...request.args));
    case "verify":
      return verify(request.id, request.fromSeq);
  }
}

/** Pauses between pages, so that a round need not wait for a long verification. */
function verify(id: number, fromSeq: number) {
  return ledger.verify(fromSeq, {
    onProgress: (progress) => post({ kind: "progress", id, progress }),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
}

function tidy(): void {
  try {
    if (queue.isIdle) ledger.tidyLog();
  } catch {
    // The disk failed: the file is opened again, and the next append says so where it still does.
  }
}

function post(answerMessage: WorkerAnswer): void {
  port?.postMessage(answerMessage);
}

function failureOf(cause: unknown): {
  readonly code: MegaError["code"] | null;
  readonly message: string;
  readonly hint: string | null;
  readonly context: Readonly<Record<string, unknown>>;
} {
  if (cause instanceof MegaError) {
    const { code, message, hint, context } = cause;
    return { code, message, hint: hint ?? null, context };
  }
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return { code: null, message, hint: null, context: {} };
}
