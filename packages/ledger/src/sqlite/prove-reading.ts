/**
 * Compares a reading of the projection with the entries it follows from. A bill rests on single
 * readings at the boundaries of a month, and a bit that turned in a projection is seen by nothing
 * else before the next verification; the entries carry their hash.
 */

import { readFact } from "../entry/bodies.ts";
import { sameBytes } from "../entry/cbor.ts";
import { decodeEntry } from "../entry/envelope.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { entryHash } from "../entry/hash.ts";
import type { EntryStore } from "./entry-store.ts";
import type { StoredReading } from "./ledger-host.ts";

/** Rounds kept opened: all channels ask for the same few around their boundaries. */
const ROUNDS_KEPT = 64;

/** Whether a reading is what its entries say. */
export type ProveReading = (reading: StoredReading) => boolean;

/** Makes the comparison over a store. */
export function makeReadingProof(store: EntryStore): ProveReading {
  const opened = new Map<number, LedgerFact | undefined>();
  let erasures = store.erasures();

  function factAt(seq: number): LedgerFact | undefined {
    if (erasures !== store.erasures()) opened.clear();
    erasures = store.erasures();
    if (opened.has(seq)) return opened.get(seq);
    const fact = readStored(store, seq);
    const oldest = opened.keys().next();
    if (opened.size >= ROUNDS_KEPT && oldest.done !== true) opened.delete(oldest.value);
    opened.set(seq, fact);
    return fact;
  }

  return (reading) => {
    const { seq, sourceNo, takenAtMs, count, decidedBy } = reading;
    const round = factAt(seq);
    if (round?.kind !== "RoundTaken") return false;
    const item = round.readings.find((one) => one.sourceNo === sourceNo);
    if (item?.takenAtMs !== takenAtMs) return false;
    if (decidedBy === null) return item.status === "accepted" && item.count === count;
    const decision = factAt(decidedBy);
    const corrected = decision?.kind === "ReadingCorrected";
    if (!corrected && decision?.kind !== "QuarantineReleased") return false;
    if (decision.seq !== seq || decision.sourceNo !== sourceNo) return false;
    return count === (corrected ? decision.count : item.count);
  };
}

function readStored(store: EntryStore, seq: number): LedgerFact | undefined {
  const entry = store.entry(seq);
  if (entry === undefined || !sameBytes(entryHash(entry.bytes), entry.hash)) return undefined;
  const decoded = decodeEntry(entry.bytes);
  return decoded.ok ? readFact(decoded.envelope, store.keyOf) : undefined;
}
