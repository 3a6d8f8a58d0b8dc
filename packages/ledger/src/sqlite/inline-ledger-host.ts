/** The ledger in the caller's thread: for a moved clock, tests and histories. */

import { makeRandomId } from "../entry/seal.ts";
import { committed } from "./committed-entry.ts";
import { entriesToCopy } from "./entries-to-copy.ts";
import type { Commit, CommittedEntry, LedgerHost, LedgerHostOptions } from "./ledger-host.ts";
import type { SqliteLedgerOptions } from "./opened-ledger.ts";
import { evidenceIn } from "./reading-evidence.ts";
import { SqliteLedger } from "./sqlite-ledger.ts";
import { makeStamp } from "./stamp.ts";

/** An inline host; building a history may leave syncing for its end. */
export interface InlineLedgerHost extends LedgerHost {
  /** From here on every commit is synced, and everything before is. */
  makeDurable(): void;
}

/** What an inline host needs. */
export type InlineLedgerHostOptions = LedgerHostOptions &
  Pick<SqliteLedgerOptions, "synchronous" | "identity" | "makeKey">;

/** Opens a ledger in this thread. Throws LEDGER_LOCKED, LEDGER_CHAIN_BROKEN and others. */
export async function inlineLedgerHost(
  options: InlineLedgerHostOptions,
): Promise<InlineLedgerHost> {
  const ledger = new SqliteLedger(options);
  ledger.open();
  const bootId = makeRandomId(8);
  const listeners = new Set<(commit: Commit) => void>();

  function tell(entries: readonly CommittedEntry[]): void {
    if (entries.length === 0) return;
    for (const listener of listeners) listener({ entries, view: ledger.state });
  }

  return {
    async append(events, actor) {
      const batch = ledger.append(events, makeStamp(options, bootId, actor));
      if (!batch.ok) return batch;
      const entries = batch.entries.map(committed);
      tell(entries);
      return { ok: true, entries };
    },
    snapshot: () => ledger.state,
    storage: () => ledger.storage,
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    readingsAround: async (...args) => ledger.readingsAround(...args),
    readingsBetween: async (...args) =>
      ledger.read(({ queries }) => queries.readingsBetween(...args)),
    closedMonths: async (...args) => ledger.read(({ queries }) => queries.closedMonths(...args)),
    quarantines: async () => [...ledger.state.quarantines.values()],
    readingEvidence: async (sourceNo, seq) =>
      ledger.read(({ store }) => evidenceIn(store.entry(seq), sourceNo, store.keyOf)),
    entries: async (...args) => ledger.read(({ store }) => store.entries(...args)),
    entriesToCopy: async (...args) => ledger.read(({ store }) => entriesToCopy(store, ...args)),
    verify: (fromSeq, onProgress) =>
      ledger.verify(fromSeq, {
        pause: () => Promise.resolve(),
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    rebuildProjections: async () => ledger.rebuildProjections(),
    async eraseMonthKeys(beforeMonth, sourceNo) {
      const stamp = makeStamp(options, bootId);
      const { keys, entries } = ledger.eraseMonthKeys(beforeMonth, sourceNo, stamp);
      tell(entries.map(committed));
      return keys;
    },
    backupTo: async (path) => ledger.backupTo(path),
    close: async () => ledger.close(),
    makeDurable: () => ledger.makeDurable(),
  };
}
