/**
 * The envelope of an entry: a CBOR array of 14 fields in this order.
 *
 *   0 formatVersion  1                    7 recordedAtMs   wall time, ms since 1970 UTC
 *   1 ledgerId       16 bytes             8 bootId         8 bytes, random at each start
 *   2 generation     1, 2 …               9 monotonicMs    since that start
 *   3 seq            1, 2 … without gaps 10 clockState     "U", "I", "S" or "R"
 *   4 prevHash       32 bytes            11 clockOffsetMs  integer, or null when unknown
 *   5 kind           text                12 actor          "gateway" or a pseudonym
 *   6 kindVersion    1, 2 …              13 body           a map with text keys
 */

import type { ClockState } from "@mega/domain";
import { type CborValue, decodeCanonical, encodeCanonical } from "./cbor.ts";

/** The format this code writes. */
export const FORMAT_VERSION = 1;
/** Bytes of an entry: 512 sources with full payloads stay below. */
export const ENTRY_BYTES_MAX = 4 * 1024 * 1024;

/** An entry without its bytes. */
export interface Envelope {
  readonly formatVersion: number;
  readonly ledgerId: Uint8Array;
  readonly generation: number;
  readonly seq: number;
  readonly prevHash: Uint8Array;
  readonly kind: string;
  readonly kindVersion: number;
  readonly recordedAtMs: number;
  readonly bootId: Uint8Array;
  readonly monotonicMs: number;
  readonly clockState: ClockState;
  readonly clockOffsetMs: number | null;
  readonly actor: string;
  readonly body: Readonly<Record<string, CborValue>>;
}

/** An entry read from bytes, or why it cannot be. */
export type DecodedEntry =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly fault: "not-canonical" | "malformed"; readonly detail: string };

/** The bytes of an entry: what is hashed and what is stored. */
export function encodeEntry(envelope: Envelope): Uint8Array {
  return encodeCanonical([
    envelope.formatVersion,
    envelope.ledgerId,
    envelope.generation,
    envelope.seq,
    envelope.prevHash,
    envelope.kind,
    envelope.kindVersion,
    envelope.recordedAtMs,
    envelope.bootId,
    envelope.monotonicMs,
    envelope.clockState,
    envelope.clockOffsetMs,
    envelope.actor,
    envelope.body,
  ]);
}

/** Reads an entry. Bytes in any form but the canonical one are refused. */
export function decodeEntry(bytes: Uint8Array): DecodedEntry {
  if (bytes.length > ENTRY_BYTES_MAX) return malformed("longer than an entry can be");
  const value = decodeCanonical(bytes);
  if (value === undefined) {
    return { ok: false, fault: "not-canonical", detail: "the bytes are not deterministic CBOR" };
  }
  if (!Array.isArray(value) || value.length !== 14) return malformed("an entry has 14 fields");
  const [formatVersion, ledgerId, generation, seq, prevHash, kind, kindVersion] = value;
  const [recordedAtMs, bootId, monotonicMs, clockState, clockOffsetMs, actor, body] =
    value.slice(7);
  if (formatVersion !== FORMAT_VERSION) return malformed(`format ${String(formatVersion)}`);
  if (!isBytes(ledgerId, 16)) return malformed("ledgerId is 16 bytes");
  if (!isCount(generation)) return malformed("generation is a whole number from 1");
  if (!isCount(seq)) return malformed("seq is a whole number from 1");
  if (!isBytes(prevHash, 32)) return malformed("prevHash is 32 bytes");
  if (typeof kind !== "string" || kind === "") return malformed("kind is a name");
  if (!isCount(kindVersion)) return malformed("kindVersion is a whole number from 1");
  if (!isInteger(recordedAtMs)) return malformed("recordedAtMs is a whole number");
  if (!isBytes(bootId, 8)) return malformed("bootId is 8 bytes");
  if (!isInteger(monotonicMs)) return malformed("monotonicMs is a whole number");
  if (!isClockState(clockState)) return malformed("clockState is U, I, S or R");
  if (clockOffsetMs !== null && !isInteger(clockOffsetMs)) {
    return malformed("clockOffsetMs is a whole number or null");
  }
  if (typeof actor !== "string" || actor === "") return malformed("actor is a pseudonym");
  if (!isMap(body)) return malformed("body is a map");
  return {
    ok: true,
    envelope: {
      formatVersion,
      ledgerId,
      generation,
      seq,
      prevHash,
      kind,
      kindVersion,
      recordedAtMs,
      bootId,
      monotonicMs,
      clockState,
      clockOffsetMs,
      actor,
      body,
    },
  };
}

/** Whether a value is a map with text keys. */
export function isMap(value: unknown): value is Readonly<Record<string, CborValue>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  );
}

/** Whether a value is an exact whole number. */
export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isCount(value: unknown): value is number {
  return isInteger(value) && value >= 1;
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

function isClockState(value: unknown): value is ClockState {
  return value === "U" || value === "I" || value === "S" || value === "R";
}

function malformed(detail: string): DecodedEntry {
  return { ok: false, fault: "malformed", detail };
}
