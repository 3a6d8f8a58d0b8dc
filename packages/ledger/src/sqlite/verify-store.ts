/**
 * Verifies the entries of a store and the month keys kept beside them, in pages, so that the ledger
 * can take a round between two of them.
 */

import { readFact } from "../entry/bodies.ts";
import type { Envelope } from "../entry/envelope.ts";
import {
  beginCheck,
  type ChainCheck,
  checkEntry,
  reportOf,
  type VerifyProgress,
  type VerifyReport,
} from "../entry/verify.ts";
import { type EntryStore, keyFits } from "./entry-store.ts";

/** Entries checked between two pauses. */
const PAGE = 500;

/** What a verification tells and waits for. */
export interface VerifyOptions {
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Lets other work pass between two pages. */
  readonly pause: () => Promise<void>;
}

/** Checks the chain from an entry on to the head at this moment. Never throws for what it finds. */
export async function verifyStore(
  store: EntryStore,
  fromSeq: number,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const headSeq = store.headSeq();
  const before = fromSeq <= 1 ? new Uint8Array(32) : store.entry(fromSeq - 1)?.hash;
  const keys = { checked: 0, erased: 0 };
  let check = beginCheck(Math.max(fromSeq, 1) - 1, before ?? new Uint8Array(32));
  if (before === undefined) {
    check = bad(check, fromSeq - 1, { fault: "seq-gap", detail: "the entry is missing" });
  }
  while (check.firstBad === null && check.seq < headSeq) {
    const page = store.entries(check.seq + 1, PAGE);
    if (page.length === 0) {
      check = bad(check, check.seq + 1, { fault: "tail-missing", detail: "the entry is missing" });
    }
    for (const entry of page) {
      const checked = checkEntry(check, entry);
      check = checked.check;
      if (checked.envelope) check = checkKeys(check, checked.envelope, store, keys);
      if (check.firstBad) break;
    }
    options.onProgress?.({ checked: check.entries, headSeq });
    await options.pause();
  }
  return reportOf(check, keys);
}

/** A key that is kept is the key that was committed; one that is not was erased. */
function checkKeys(
  check: ChainCheck,
  envelope: Envelope,
  store: EntryStore,
  keys: { checked: number; erased: number },
): ChainCheck {
  if (envelope.kind !== "MonthKeyCommitted") return check;
  const fact = readFact(envelope, store.keyOf);
  if (fact?.kind !== "MonthKeyCommitted") return check;
  for (const { sourceNo, commitment } of fact.keys) {
    const key = store.keyOf(sourceNo, fact.month);
    if (key === undefined) keys.erased++;
    else if (keyFits(key, commitment)) keys.checked++;
    else {
      const detail = `the key of source ${sourceNo} for ${fact.month} is not the committed one`;
      return bad(check, envelope.seq, { fault: "key-commitment", detail });
    }
  }
  return check;
}

function bad(
  check: ChainCheck,
  seq: number,
  fault: Pick<NonNullable<VerifyReport["firstBad"]>, "fault" | "detail">,
): ChainCheck {
  return { ...check, firstBad: { seq, ...fault } };
}
