/** The main thread's end of the ledger's thread: requests, answers, and the view that follows. */

import { Worker } from "node:worker_threads";
import { MegaError } from "@mega/domain";
import { fold, type OwnMaps } from "../append/fold.ts";
import { emptyState, type LedgerView } from "../append/state.ts";
import type { VerifyProgress } from "../entry/verify.ts";
import type { LedgerStorage } from "./ledger-host.ts";
import type { ViewChange, WorkerAnswer, WorkerCall, WorkerRequest } from "./worker-messages.ts";

/** Requests that may wait at once. */
const WAITING_MAX = 1000;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (cause: unknown) => void;
  readonly onProgress: ((progress: VerifyProgress) => void) | undefined;
}

/** A running thread; `open` resolves when it has opened its file. */
export class LedgerThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #view: LedgerView = emptyState("", 1);
  #storage: LedgerStorage = "writable";
  #lastId = 0;
  #failure: MegaError | null = null;

  constructor(program: URL, path: string) {
    this.#worker = new Worker(program, { workerData: { path } });
    this.#worker.on("message", (answer: WorkerAnswer) => this.#take(answer));
    this.#worker.on("error", (cause) => this.#fail(cause));
    this.#worker.on("exit", () => this.#fail(undefined));
  }

  /** What stands at the head of the last commit that is on the disk. */
  get view(): LedgerView {
    return this.#view;
  }

  get storage(): LedgerStorage {
    return this.#storage;
  }

  get ended(): boolean {
    return this.#failure !== null;
  }

  /** Resolves when the file is open; rejects, with the thread ended, when it cannot be. */
  async open(): Promise<void> {
    try {
      await this.#expect(0);
    } catch (cause) {
      await this.end();
      throw cause;
    }
  }

  /** Asks; the view has followed before the answer resolves. */
  ask<Result>(call: WorkerCall, onProgress?: (progress: VerifyProgress) => void): Promise<Result> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#waiting.size >= WAITING_MAX) {
      const full = `${WAITING_MAX} requests wait for the ledger`;
      return Promise.reject(new MegaError("LEDGER_STORAGE_FAILED", full));
    }
    this.#lastId++;
    this.#worker.postMessage({ id: this.#lastId, ...call } satisfies WorkerRequest);
    return this.#expect<Result>(this.#lastId, onProgress);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #expect<Result>(id: number, onProgress?: (progress: VerifyProgress) => void): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const waiting = { resolve: (result: unknown) => resolve(result as Result), reject };
      this.#waiting.set(id, { ...waiting, onProgress });
    });
  }

  #take(answer: WorkerAnswer): void {
    const asked = this.#waiting.get(answer.id);
    if (answer.kind === "progress") {
      asked?.onProgress?.(answer.progress);
      return;
    }
    this.#waiting.delete(answer.id);
    if (answer.change) this.#follow(answer.change);
    if (answer.kind === "done") asked?.resolve(answer.result);
    else asked?.reject(errorOf(answer));
  }

  #follow(change: ViewChange): void {
    if (change.kind === "steps") {
      const own: OwnMaps = new WeakSet();
      this.#view = change.steps.reduce(
        (view, { fact, place }) => fold(view, fact, place, own),
        this.#view,
      );
      return;
    }
    this.#view = change.view;
    this.#storage = change.storage;
  }

  #fail(cause: unknown): void {
    const ended = "The ledger's thread has ended";
    this.#failure = new MegaError("LEDGER_STORAGE_FAILED", ended, { cause });
    for (const asked of this.#waiting.values()) asked.reject(this.#failure);
    this.#waiting.clear();
  }
}

function errorOf(answer: Extract<WorkerAnswer, { kind: "failed" }>): Error {
  const { code, message, hint, context } = answer;
  if (code === null) return new Error(message);
  return new MegaError(code, message, { context, ...(hint === null ? {} : { hint }) });
}
