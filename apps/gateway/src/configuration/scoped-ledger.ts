/**
 * The ledger as the parts of one configuration see it: whoever of them listens to commits is let go
 * of when they end, so that a ledger that outlives many configurations keeps no listener of a past
 * one.
 */

import type { LedgerHost } from "@mega/ledger";

/** A ledger whose listeners end together. */
export interface ScopedLedger {
  readonly ledger: LedgerHost;
  /** Ends every listening that was begun through it. */
  readonly release: () => void;
}

/** The same ledger, with its listeners remembered. */
export function scopedLedger(ledger: LedgerHost): ScopedLedger {
  const endings = new Set<() => void>();
  return {
    ledger: {
      ...ledger,
      onCommit(listener) {
        const end = ledger.onCommit(listener);
        endings.add(end);
        return () => {
          endings.delete(end);
          end();
        };
      },
    },
    release() {
      for (const end of endings) end();
      endings.clear();
    },
  };
}
