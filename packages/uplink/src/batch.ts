/**
 * A batch of ledger entries on the way to the server: the same by HTTPS, by MQTT and through a tunnel.
 * A CBOR array of 5 fields in this order, in the one deterministic encoding (RFC 8949 §4.2.1):
 *
 *   0 version     1
 *   1 ledgerId    16 bytes
 *   2 generation  1, 2 …, of the gateway that sends
 *   3 fromSeq     number of the first entry
 *   4 entries     the bytes of each entry as they were hashed, one after another without a gap
 */

import { MegaError } from "@mega/domain";
import { type CborValue, decodeCanonical, encodeCanonical } from "@mega/ledger";
import { BATCH_BYTES_MAX, BATCH_ENTRIES_MAX } from "./limits.ts";

/** Entries of one ledger, in their order. */
export interface Batch {
  /** 16 bytes. */
  readonly ledgerId: Uint8Array;
  readonly generation: number;
  /** Of the first entry, from 1. */
  readonly fromSeq: number;
  /** 1 to 500, each as it was hashed. */
  readonly entries: readonly Uint8Array[];
}

/** The form that is written. */
const BATCH_VERSION = 1;

/** The bytes of a batch. */
export function encodeBatch({ ledgerId, generation, fromSeq, entries }: Batch): Uint8Array {
  return encodeCanonical([BATCH_VERSION, ledgerId, generation, fromSeq, [...entries]]);
}

/**
 * Reads a batch. What the entries say is not looked at here.
 *
 * @throws MegaError REQUEST_INVALID that names the field, what was found and what is allowed
 */
export function decodeBatch(bytes: Uint8Array): Batch {
  if (bytes.length > BATCH_BYTES_MAX)
    throw wrong("batch", `${bytes.length} bytes`, `${BATCH_BYTES_MAX}`);
  const value = decodeCanonical(bytes);
  if (value === undefined) throw wrong("batch", "other bytes", "deterministic CBOR");
  if (!Array.isArray(value) || value.length !== 5) throw wrong("batch", "no batch", "5 fields");
  const [version, ledgerId, generation, fromSeq, entries] = value as readonly CborValue[];
  if (version !== BATCH_VERSION) throw wrong("version", version, `${BATCH_VERSION}`);
  if (!(ledgerId instanceof Uint8Array) || ledgerId.length !== 16) {
    throw wrong("ledgerId", sizeOf(ledgerId), "16 bytes");
  }
  if (!isCount(generation)) throw wrong("generation", generation, "a whole number from 1");
  if (!isCount(fromSeq)) throw wrong("fromSeq", fromSeq, "a whole number from 1");
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > BATCH_ENTRIES_MAX) {
    throw wrong("entries", sizeOf(entries), `1 to ${BATCH_ENTRIES_MAX} entries`);
  }
  const isBytes = (entry: CborValue) => entry instanceof Uint8Array && entry.length > 0;
  const at = entries.findIndex((entry: CborValue) => !isBytes(entry));
  if (at >= 0) throw wrong(`entries/${at}`, sizeOf(entries[at]), "bytes");
  return { ledgerId, generation, fromSeq, entries: entries as readonly Uint8Array[] };
}

function isCount(value: CborValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}

function sizeOf(value: CborValue | undefined): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `${value.length} entries`;
  return typeof value;
}

function wrong(field: string, found: unknown, allowed: string): MegaError {
  return new MegaError("REQUEST_INVALID", `${field} is ${String(found)}; allowed: ${allowed}`, {
    context: { field, value: String(found), allowed },
  });
}
