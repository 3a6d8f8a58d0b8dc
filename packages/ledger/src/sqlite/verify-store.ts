/**
 * Verifies a store, in pages, so that the ledger can take a round between two of them: the chain of
 * entries, the month keys kept beside it, and what was derived from it.
 */

import type { DatabaseSync } from "node:sqlite";
import { beginCheck, reportOf, type VerifyProgress, type VerifyReport } from "../entry/verify.ts";
import { bad, ContentCheck, type Fault, unreadable } from "./check-content.ts";
import type { EntryStore } from "./entry-store.ts";
import type { StoredEntry } from "./ledger-host.ts";

/** Entries checked between two pauses. */
const PAGE = 100;

/** What a verification tells and waits for. */
export interface VerifyOptions {
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Lets other work pass between two pages. */
  readonly pause: () => Promise<void>;
}

/** Checks from an entry on to the head at this moment. Never throws for what it finds. */
export async function verifyStore(
  { store, db }: { readonly store: EntryStore; readonly db: DatabaseSync },
  fromSeq: number,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const headSeq = headOf(store);
  const before = fromSeq <= 1 ? new Uint8Array(32) : readEntry(store, fromSeq - 1)?.hash;
  let check = beginCheck(Math.max(fromSeq, 1) - 1, before ?? new Uint8Array(32), store.ledgerId);
  const content = new ContentCheck(store, db, fromSeq);
  if (before === undefined) check = bad(check, missing, fromSeq - 1);
  while (check.firstBad === null && check.seq < headSeq) {
    const page = readPage(store, check.seq + 1);
    if (page.length === 0) check = bad(check, Number.isFinite(headSeq) ? missing : damaged);
    for (const entry of page) {
      if ("fault" in entry) check = bad(check, entry);
      else check = content.take(check, entry);
      if (check.firstBad) break;
    }
    options.onProgress?.({ checked: check.entries, headSeq: Math.max(headSeq, check.seq) });
    await options.pause();
  }
  return reportOf(content.end(check), content.keys);
}

const missing: Fault = { fault: "tail-missing", detail: "the entry is missing" };
const damaged: Fault = { fault: "unreadable", detail: "the file does not say where it ends" };

/** The head; without end when a damaged file does not say. */
function headOf(store: EntryStore): number {
  try {
    return store.headSeq();
  } catch (cause) {
    unreadable(cause);
    return Number.POSITIVE_INFINITY;
  }
}

function readEntry(store: EntryStore, seq: number): StoredEntry | undefined {
  try {
    return store.entry(seq);
  } catch (cause) {
    unreadable(cause);
    return undefined;
  }
}

/** A page of entries; one that a damaged file does not give up ends it as a fault. */
function readPage(store: EntryStore, fromSeq: number): readonly (StoredEntry | Fault)[] {
  try {
    return store.entries(fromSeq, PAGE);
  } catch (cause) {
    unreadable(cause);
  }
  const page: (StoredEntry | Fault)[] = [];
  for (let seq = fromSeq; seq < fromSeq + PAGE; seq++) {
    try {
      page.push(...store.entries(seq, 1));
    } catch (cause) {
      return [...page, unreadable(cause)];
    }
  }
  return page;
}
