/** The thread that owns ledger.db in service. It answers one request after another. */

import { parentPort, workerData } from "node:worker_threads";
import { MegaError } from "@mega/domain";
import { evidenceIn } from "./reading-evidence.ts";
import type { SqliteLedgerOptions } from "./sqlite-ledger.ts";
import { SqliteLedger } from "./sqlite-ledger.ts";
import { verifyStore } from "./verify-store.ts";
import type { WorkerAnswer, WorkerRequest } from "./worker-messages.ts";

const port = parentPort;
if (port === null) throw new Error("Broken assumption: the ledger worker runs in a thread");
const ledger = new SqliteLedger(workerData as SqliteLedgerOptions);

answer(0, async () => {
  ledger.open();
  return { result: undefined, view: ledger.state };
});
port.on("message", (request: WorkerRequest) => void answer(request.id, () => serve(request)));

async function answer(
  id: number,
  work: () => Promise<{ readonly result: unknown; readonly view?: unknown }>,
): Promise<void> {
  try {
    post({ kind: "done", id, ...(await work()) } as WorkerAnswer);
  } catch (cause) {
    post({ kind: "failed", id, ...failureOf(cause) });
  }
}

async function serve(
  request: WorkerRequest,
): Promise<{ readonly result: unknown; readonly view?: unknown }> {
  switch (request.call) {
    case "append": {
      const result = ledger.append(request.events, request.stamp);
      return { result, ...(result.ok ? { view: ledger.state } : {}) };
    }
    case "readingsAround":
      return { result: ledger.queries.readingsAround(...request.args) };
    case "readingsBetween":
      return { result: ledger.queries.readingsBetween(...request.args) };
    case "closedMonths":
      return { result: ledger.queries.closedMonths(...request.args) };
    case "readingEvidence": {
      const [sourceNo, seq] = request.args;
      return { result: evidenceIn(ledger.store.entry(seq), sourceNo, ledger.store.keyOf) };
    }
    case "entries":
      return { result: ledger.store.entries(...request.args) };
    case "verify":
      return { result: await verify(request.id, request.fromSeq) };
    case "rebuildProjections":
      ledger.rebuildProjections();
      return { result: undefined, view: ledger.state };
    case "eraseMonthKeys":
      return { result: ledger.eraseMonthKeys(...request.args) };
    case "backupTo":
      return { result: ledger.backupTo(request.path) };
    case "close":
      ledger.close();
      return { result: undefined };
  }
}

/** Pauses between pages, so that a round need not wait for a long verification. */
function verify(id: number, fromSeq: number) {
  return verifyStore(ledger.store, fromSeq, {
    onProgress: (progress) => post({ kind: "progress", id, progress }),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
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
