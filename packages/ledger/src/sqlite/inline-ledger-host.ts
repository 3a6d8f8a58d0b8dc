/** The ledger in the caller's thread: for a moved clock, tests and histories. */

import { makeRandomId } from "../entry/seal.ts";
import type { Commit, LedgerHost, LedgerHostOptions } from "./ledger-host.ts";
import { evidenceIn } from "./reading-evidence.ts";
import { SqliteLedger, type SqliteLedgerOptions } from "./sqlite-ledger.ts";
import { makeStamp } from "./stamp.ts";
import { verifyStore } from "./verify-store.ts";

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

  return {
    async append(events, actor) {
      const outcome = ledger.append(events, makeStamp(options, bootId, actor));
      if (outcome.ok && outcome.entries.length > 0) {
        for (const listener of listeners)
          listener({ entries: outcome.entries, view: ledger.state });
      }
      return outcome;
    },
    snapshot: () => ledger.state,
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    readingsAround: async (sourceNo, atMs) => ledger.queries.readingsAround(sourceNo, atMs),
    readingsBetween: async (sourceNo, fromMs, toMs, limit) =>
      ledger.queries.readingsBetween(sourceNo, fromMs, toMs, limit),
    closedMonths: async (channelNo, fromMonth) => ledger.queries.closedMonths(channelNo, fromMonth),
    quarantines: async () => [...ledger.state.quarantines.values()],
    readingEvidence: async (sourceNo, seq) =>
      evidenceIn(ledger.store.entry(seq), sourceNo, ledger.store.keyOf),
    entries: async (fromSeq, limit) => ledger.store.entries(fromSeq, limit),
    verify: (fromSeq, onProgress) =>
      verifyStore(ledger.store, fromSeq, {
        pause: () => Promise.resolve(),
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    rebuildProjections: async () => ledger.rebuildProjections(),
    eraseMonthKeys: async (beforeMonth, sourceNo) => ledger.eraseMonthKeys(beforeMonth, sourceNo),
    backupTo: async (path) => ledger.backupTo(path),
    close: async () => ledger.close(),
    makeDurable: () => ledger.makeDurable(),
  };
}
