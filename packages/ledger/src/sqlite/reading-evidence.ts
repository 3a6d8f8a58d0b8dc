/** A reading as it came: what a round's entry holds of one source, with the raw bytes unsealed. */

import type { SourceNo } from "@mega/domain";
import { readFact } from "../entry/bodies.ts";
import { decodeEntry } from "../entry/envelope.ts";
import type { RoundReading } from "../entry/facts.ts";
import type { KeyLookup } from "../entry/seal.ts";

/** What a round's entry holds of one source; the raw bytes are empty where nothing came. */
export interface ReadingEvidence extends RoundReading {
  /** The entry that holds it. */
  readonly seq: number;
}

/** The bytes of an entry, as far as they are stored. */
export interface EntryBytes {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** The evidence of a source in an entry; undefined when the entry is no round that asked it. */
export function evidenceIn(
  entry: EntryBytes | undefined,
  sourceNo: SourceNo,
  keyOf: KeyLookup,
): ReadingEvidence | undefined {
  if (entry === undefined) return undefined;
  const decoded = decodeEntry(entry.bytes);
  if (!decoded.ok) return undefined;
  const fact = readFact(decoded.envelope, keyOf);
  if (fact?.kind !== "RoundTaken") return undefined;
  const reading = fact.readings.find((candidate) => candidate.sourceNo === sourceNo);
  return reading === undefined ? undefined : { ...reading, seq: entry.seq };
}
