/** Derives the projections of a ledger file again while the gateway is stopped. */

import { systemClock } from "@mega/domain";
import { inlineLedgerHost } from "./inline-ledger-host.ts";

/** Drops and derives; throws LEDGER_LOCKED when the gateway runs, LEDGER_CHAIN_BROKEN and others. */
export async function rebuildLedgerFile(path: string): Promise<void> {
  const ledger = await inlineLedgerHost({ path, clock: systemClock() });
  try {
    await ledger.rebuildProjections();
  } finally {
    await ledger.close();
  }
}
