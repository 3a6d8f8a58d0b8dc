/** What those who listen to the ledger learn of an entry. */

import type { WrittenEntry } from "../append/write-batch.ts";
import type { CommittedEntry } from "./ledger-host.ts";

/** The entry without its bytes. */
export function committed({ seq, hash, fact }: WrittenEntry): CommittedEntry {
  return { seq, hash, kind: fact.kind };
}
