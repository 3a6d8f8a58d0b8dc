/**
 * Entries on the way to a copy of the ledger elsewhere, and the month keys that they commit to. An entry
 * or key that has decayed on the disk stays here: at the other side it would look like another history.
 */

import { MegaError } from "@mega/domain";
import type { MonthKeyRow } from "../append/write-batch.ts";
import { readFact } from "../entry/bodies.ts";
import { sameBytes } from "../entry/cbor.ts";
import { decodeEntry, type Envelope } from "../entry/envelope.ts";
import { entryHash } from "../entry/hash.ts";
import { type EntryStore, keyFits } from "./entry-store.ts";
import type { CopiedEntry, CopyLimits, EntriesToCopy, StoredEntry } from "./ledger-host.ts";

/** Entries read at once: a few, because one may be as large as an entry can be. */
const PAGE = 8;

/**
 * The entries from a number on, as many as the limits allow.
 *
 * @throws MegaError LEDGER_CHAIN_BROKEN when the first is not what was hashed
 */
export function entriesToCopy(
  store: Pick<EntryStore, "entries" | "keyOf">,
  fromSeq: number,
  limits: CopyLimits,
): EntriesToCopy {
  const entries: CopiedEntry[] = [];
  const keys: MonthKeyRow[] = [];
  let bytes = 0;
  let rounds = 0;
  for (const stored of pagesOf(store, fromSeq, limits.toSeq)) {
    const envelope = soundEnvelope(stored);
    // What stands before it is copied first; then it is the first and is told.
    if (envelope === undefined && entries.length > 0) break;
    if (envelope === undefined) throw decayed(stored.seq);
    bytes += stored.bytes.length;
    rounds += envelope.kind === "RoundTaken" ? 1 : 0;
    const fits =
      entries.length < limits.entriesMax && bytes <= limits.bytesMax && rounds <= limits.roundsMax;
    if (!fits && entries.length > 0) break;
    entries.push({ ...stored, kind: envelope.kind, recordedAtMs: envelope.recordedAtMs });
    keys.push(...committedKeys(envelope, store));
  }
  return { entries, keys };
}

function* pagesOf(
  store: Pick<EntryStore, "entries">,
  fromSeq: number,
  toSeq: number,
): Iterable<StoredEntry> {
  for (let from = fromSeq; from <= toSeq; from += PAGE) {
    const page = store.entries(from, Math.min(PAGE, toSeq - from + 1));
    yield* page;
    if (page.length < PAGE) return;
  }
}

function soundEnvelope({ hash, bytes }: StoredEntry): Envelope | undefined {
  const decoded = decodeEntry(bytes);
  return decoded.ok && sameBytes(entryHash(bytes), hash) ? decoded.envelope : undefined;
}

function decayed(seq: number): MegaError {
  return new MegaError("LEDGER_CHAIN_BROKEN", `Entry ${seq} is not what was hashed`, {
    hint: "Verify the ledger: mega ledger verify. The entry was not copied.",
    context: { seq },
  });
}

function committedKeys(
  envelope: Envelope,
  { keyOf }: Pick<EntryStore, "keyOf">,
): readonly MonthKeyRow[] {
  if (envelope.kind !== "MonthKeyCommitted") return [];
  const fact = readFact(envelope, keyOf);
  if (fact?.kind !== "MonthKeyCommitted") return [];
  return fact.keys.flatMap(({ sourceNo, commitment }) => {
    const key = keyOf(sourceNo, fact.month);
    if (key === undefined || !keyFits(key, commitment)) return [];
    return [{ sourceNo, month: fact.month, key }];
  });
}
