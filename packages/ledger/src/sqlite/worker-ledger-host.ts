/**
 * The ledger in a thread of its own, for service: a sync of the disk that takes a second stops
 * nobody else. Behind the sync of each commit the main thread follows with the view, before the append
 * resolves.
 */

import type { ClosedMonth } from "../append/state.ts";
import { makeRandomId } from "../entry/seal.ts";
import type { VerifyReport } from "../entry/verify.ts";
import type {
  AppendOutcome,
  Commit,
  CommittedEntry,
  EntriesToCopy,
  LedgerHost,
  LedgerHostOptions,
  ReadingsAround,
  StoredEntry,
  StoredReading,
} from "./ledger-host.ts";
import { LedgerThread } from "./ledger-thread.ts";
import type { ReadingEvidence } from "./reading-evidence.ts";
import { makeStamp } from "./stamp.ts";

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

/** Starts the ledger's thread and opens the file there. Rejects with LEDGER_LOCKED and others. */
export async function workerLedgerHost(options: WorkerLedgerHostOptions): Promise<LedgerHost> {
  const program = options.workerUrl ?? new URL("./ledger-worker.entry.ts", import.meta.url);
  const thread = new LedgerThread(program, options.path);
  const bootId = makeRandomId(8);
  const listeners = new Set<(commit: Commit) => void>();
  await thread.open();

  function tell(entries: readonly CommittedEntry[]): void {
    if (entries.length === 0) return;
    for (const listener of listeners) listener({ entries, view: thread.view });
  }

  return {
    async append(events, actor) {
      const stamp = makeStamp(options, bootId, actor);
      const outcome = await thread.ask<AppendOutcome>({ call: "append", events, stamp });
      if (outcome.ok) tell(outcome.entries);
      return outcome;
    },
    snapshot: () => thread.view,
    storage: () => thread.storage,
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    readingsAround: (...args) => thread.ask<ReadingsAround>({ call: "readingsAround", args }),
    readingsBetween: (...args) =>
      thread.ask<readonly StoredReading[]>({ call: "readingsBetween", args }),
    closedMonths: (...args) => thread.ask<readonly ClosedMonth[]>({ call: "closedMonths", args }),
    quarantines: async () => [...thread.view.quarantines.values()],
    readingEvidence: (...args) =>
      thread.ask<ReadingEvidence | undefined>({ call: "readingEvidence", args }),
    entries: (...args) => thread.ask<readonly StoredEntry[]>({ call: "entries", args }),
    entriesToCopy: (...args) => thread.ask<EntriesToCopy>({ call: "entriesToCopy", args }),
    verify: (fromSeq, onProgress) =>
      thread.ask<VerifyReport>({ call: "verify", fromSeq }, onProgress),
    rebuildProjections: () => thread.ask<void>({ call: "rebuildProjections" }),
    async eraseMonthKeys(beforeMonth, sourceNo) {
      const stamp = makeStamp(options, bootId);
      const args = [beforeMonth, sourceNo] as const;
      const { keys, entries } = await thread.ask<ErasedKeys>({
        call: "eraseMonthKeys",
        args,
        stamp,
      });
      tell(entries);
      return keys;
    },
    backupTo: (path) => thread.ask<void>({ call: "backupTo", path }),
    async close() {
      if (thread.ended) return;
      await thread.ask<void>({ call: "close" });
      await thread.end();
    },
  };
}
