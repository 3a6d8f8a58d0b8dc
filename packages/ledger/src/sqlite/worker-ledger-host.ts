/**
 * The ledger in a thread of its own, for service: a sync of the disk that takes a second stops
 * nobody else. After each commit the thread hands over the view, before the append resolves.
 */

import { Worker } from "node:worker_threads";
import { MegaError } from "@mega/domain";
import { fold } from "../append/fold.ts";
import type { ClosedMonth } from "../append/state.ts";
import { emptyState, type LedgerView } from "../append/state.ts";
import { makeRandomId } from "../entry/seal.ts";
import type { VerifyProgress, VerifyReport } from "../entry/verify.ts";
import type {
  AppendOutcome,
  Commit,
  CommittedEntry,
  LedgerHost,
  LedgerHostOptions,
  LedgerStorage,
  ReadingsAround,
  StoredEntry,
  StoredReading,
} from "./ledger-host.ts";
import type { ReadingEvidence } from "./reading-evidence.ts";
import { makeStamp } from "./stamp.ts";
import type { ViewChange, WorkerAnswer, WorkerCall, WorkerRequest } from "./worker-messages.ts";

/** Requests that may wait at once. */
const WAITING_MAX = 1000;

/** What a worker host needs. */
export interface WorkerLedgerHostOptions extends LedgerHostOptions {
  /** The worker's program, where a bundle keeps it elsewhere. */
  readonly workerUrl?: URL;
}

/** What an erasure did. */
interface ErasedKeys {
  readonly keys: number;
  readonly entries: readonly CommittedEntry[];
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (cause: unknown) => void;
  readonly onProgress: ((progress: VerifyProgress) => void) | undefined;
}

/** Starts the ledger's thread and opens the file there. Rejects with LEDGER_LOCKED and others. */
export async function workerLedgerHost(options: WorkerLedgerHostOptions): Promise<LedgerHost> {
  const url = options.workerUrl ?? new URL("./ledger-worker.entry.ts", import.meta.url);
  const worker = new Worker(url, { workerData: { path: options.path } });
  const bootId = makeRandomId(8);
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(commit: Commit) => void>();
  let view: LedgerView = emptyState("", 1);
  let storage: LedgerStorage = "writable";
  let lastId = 0;
  let failure: MegaError | null = null;

  function ask<Result>(
    call: WorkerCall,
    onProgress?: (progress: VerifyProgress) => void,
  ): Promise<Result> {
    if (failure) return Promise.reject(failure);
    if (waiting.size >= WAITING_MAX) {
      const full = `${WAITING_MAX} requests wait for the ledger`;
      return Promise.reject(new MegaError("LEDGER_STORAGE_FAILED", full));
    }
    lastId++;
    worker.postMessage({ id: lastId, ...call } satisfies WorkerRequest);
    return expect<Result>(lastId, onProgress);
  }

  function expect<Result>(id: number, onProgress?: (progress: VerifyProgress) => void) {
    return new Promise<Result>((resolve, reject) => {
      waiting.set(id, { resolve: (result) => resolve(result as Result), reject, onProgress });
    });
  }

  function take(answer: WorkerAnswer): void {
    const asked = waiting.get(answer.id);
    if (answer.kind === "progress") {
      asked?.onProgress?.(answer.progress);
      return;
    }
    waiting.delete(answer.id);
    if (answer.change) apply(answer.change);
    if (answer.kind === "done") asked?.resolve(answer.result);
    else asked?.reject(errorOf(answer));
  }

  function apply(change: ViewChange): void {
    if (change.kind === "whole") ({ view, storage } = change);
    else view = change.steps.reduce((now, { fact, place }) => fold(now, fact, place), view);
  }

  function tell(entries: readonly CommittedEntry[]): void {
    if (entries.length === 0) return;
    for (const listener of listeners) listener({ entries, view });
  }

  function fail(cause: unknown): void {
    failure = new MegaError("LEDGER_STORAGE_FAILED", "The ledger's thread has ended", { cause });
    for (const asked of waiting.values()) asked.reject(failure);
    waiting.clear();
  }

  worker.on("message", take);
  worker.on("error", fail);
  worker.on("exit", () => fail(undefined));
  try {
    await expect(0);
  } catch (cause) {
    await worker.terminate();
    throw cause;
  }

  return {
    async append(events, actor) {
      const stamp = makeStamp(options, bootId, actor);
      const outcome = await ask<AppendOutcome>({ call: "append", events, stamp });
      if (outcome.ok) tell(outcome.entries);
      return outcome;
    },
    snapshot: () => view,
    storage: () => storage,
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    readingsAround: (...args) => ask<ReadingsAround>({ call: "readingsAround", args }),
    readingsBetween: (...args) => ask<readonly StoredReading[]>({ call: "readingsBetween", args }),
    closedMonths: (...args) => ask<readonly ClosedMonth[]>({ call: "closedMonths", args }),
    quarantines: async () => [...view.quarantines.values()],
    readingEvidence: (...args) =>
      ask<ReadingEvidence | undefined>({ call: "readingEvidence", args }),
    entries: (...args) => ask<readonly StoredEntry[]>({ call: "entries", args }),
    verify: (fromSeq, onProgress) => ask<VerifyReport>({ call: "verify", fromSeq }, onProgress),
    rebuildProjections: () => ask<void>({ call: "rebuildProjections" }),
    async eraseMonthKeys(beforeMonth, sourceNo) {
      const stamp = makeStamp(options, bootId);
      const { keys, entries } = await ask<ErasedKeys>({
        call: "eraseMonthKeys",
        args: [beforeMonth, sourceNo],
        stamp,
      });
      tell(entries);
      return keys;
    },
    backupTo: (path) => ask<void>({ call: "backupTo", path }),
    async close() {
      if (failure) return;
      await ask<void>({ call: "close" });
      await worker.terminate();
    },
  };
}

function errorOf(answer: Extract<WorkerAnswer, { kind: "failed" }>): Error {
  const { code, message, hint, context } = answer;
  if (code === null) return new Error(message);
  return new MegaError(code, message, { context, ...(hint === null ? {} : { hint }) });
}
