/**
 * A ledger's thread that stores the first batch and says that it failed, as when a disk reports a
 * failed sync of what it wrote.
 */

import { parentPort } from "node:worker_threads";
import { emptyState } from "../../append/state.ts";
import type { WorkerAnswer, WorkerRequest } from "../worker-messages.ts";

const empty = emptyState("0a".repeat(16), 1);
const stored = { ...empty, head: { ...empty.head, seq: 1 } };

function post(answer: WorkerAnswer): void {
  parentPort?.postMessage(answer);
}

parentPort?.on("message", ({ id, call }: WorkerRequest) => {
  if (call !== "append") return post({ kind: "done", id, result: undefined, change: null });
  const change = { kind: "whole", view: stored, storage: "read-only" } as const;
  const failure = { code: "LEDGER_STORAGE_FAILED", message: "sync failed", hint: null } as const;
  post({ kind: "failed", id, ...failure, context: {}, change });
});
post({
  kind: "done",
  id: 0,
  result: undefined,
  change: { kind: "whole", view: empty, storage: "writable" },
});
