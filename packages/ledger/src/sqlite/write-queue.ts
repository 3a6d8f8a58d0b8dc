/**
 * What writes, one after another in the ledger's thread. Batches that wait are committed together and
 * wait for one sync, outside of the thread: whoever asks for readings is answered meanwhile. A batch is
 * answered, and the view told, when a sync that began behind its commit has ended; when that sync fails
 * every batch that waited for it is refused, in order.
 */

import type { LedgerState } from "../append/state.ts";
import type { WrittenEntry } from "../append/write-batch.ts";
import { committed } from "./committed-entry.ts";
import type { SqliteLedger, StoredBatch } from "./sqlite-ledger.ts";
import type { UnsyncedLog } from "./unsynced-log.ts";
import type { ViewTeller } from "./view-teller.ts";
import type { ViewChange, WorkerRequest } from "./worker-messages.ts";

/** A batch to be stored. */
type AppendRequest = Extract<WorkerRequest, { call: "append" }>;

/** What has the thread for itself until it has ended. */
type LoneRequest = Extract<
  WorkerRequest,
  { call: "rebuildProjections" | "eraseMonthKeys" | "backupTo" | "close" }
>;

/** What stands in the queue. */
export type QueuedRequest = AppendRequest | LoneRequest;

/** How requests are answered. */
export interface Answers {
  done(id: number, result: unknown, change: ViewChange | null): void;
  failed(id: number, cause: unknown, change: ViewChange | null): void;
}

/** Batches that wait for one sync; between two of them questions are answered. */
const TOGETHER_MAX = 8;

/** A batch that was tried. */
interface Tried {
  readonly id: number;
  readonly batch: StoredBatch;
  /** Behind it. */
  readonly state: LedgerState;
}

/** The queue of a ledger that is open. Its length is limited by who asks. */
export class WriteQueue {
  readonly #ledger: SqliteLedger;
  readonly #teller: ViewTeller;
  readonly #answers: Answers;
  readonly #waiting: QueuedRequest[] = [];
  #isRunning = false;

  constructor(ledger: SqliteLedger, teller: ViewTeller, answers: Answers) {
    this.#ledger = ledger;
    this.#teller = teller;
    this.#answers = answers;
  }

  /** Whether nothing is written nor waits to be. */
  get isIdle(): boolean {
    return !this.#isRunning;
  }

  take(request: QueuedRequest): void {
    this.#waiting.push(request);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (next.call === "append") await this.#appendTogether();
      else {
        this.#waiting.shift();
        this.#serveAlone(next);
      }
    }
    this.#isRunning = false;
  }

  async #appendTogether(): Promise<void> {
    const tried: Tried[] = [];
    let failed: { readonly id: number; readonly cause: unknown } | null = null;
    const log = this.#openLog();
    while (tried.length < TOGETHER_MAX && failed === null) {
      const next = this.#waiting[0];
      if (next?.call !== "append") break;
      this.#waiting.shift();
      try {
        const batch = this.#ledger.append(next.events, next.stamp);
        tried.push({ id: next.id, batch, state: this.#ledger.state });
      } catch (cause) {
        failed = { id: next.id, cause };
      }
    }
    await this.#answerBehindSync(tried, log);
    if (failed) this.#answers.failed(failed.id, failed.cause, this.changeIfSynced());
  }

  /** The log that batches go into; opens the file where that failed before. */
  #openLog(): UnsyncedLog | null {
    try {
      return this.#ledger.openLog();
    } catch {
      // The append says what is wrong.
      return null;
    }
  }

  async #answerBehindSync(tried: readonly Tried[], log: UnsyncedLog | null) {
    try {
      const isStored = tried.some(({ batch }) => batch.ok && batch.entries.length > 0);
      if (isStored && log !== null) await this.#ledger.sync(log);
    } catch (cause) {
      for (const { id } of tried) this.#answers.failed(id, cause, this.changeIfSynced());
      return;
    }
    for (const { id, batch, state } of tried) {
      const stored: readonly WrittenEntry[] = batch.ok ? batch.entries : [];
      const result = batch.ok ? { ok: true, entries: stored.map(committed) } : batch;
      const change = this.#teller.changeTo(state, this.#ledger.storage, stored);
      this.#answers.done(id, result, change);
    }
  }

  #serveAlone(request: LoneRequest): void {
    try {
      const result = serveAlone(this.#ledger, request);
      this.#answers.done(request.id, result, this.changeIfSynced());
    } catch (cause) {
      this.#answers.failed(request.id, cause, this.changeIfSynced());
    }
  }

  /** The view is told only as far as it stands on the disk. */
  changeIfSynced(): ViewChange | null {
    if (this.#ledger.log?.isUnsynced) return null;
    return this.#teller.changeTo(this.#ledger.state, this.#ledger.storage);
  }
}

function serveAlone(ledger: SqliteLedger, request: LoneRequest): unknown {
  switch (request.call) {
    case "rebuildProjections":
      return ledger.rebuildProjections();
    case "eraseMonthKeys": {
      const { keys, entries } = ledger.eraseMonthKeys(...request.args, request.stamp);
      return { keys, entries: entries.map(committed) };
    }
    case "backupTo":
      return ledger.backupTo(request.path);
    case "close":
      return ledger.close();
  }
}
