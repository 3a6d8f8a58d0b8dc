/**
 * Sealing of hourly values. Each source has a key for each local month; when the key is deleted the
 * values cannot be read any more, while the chain over the sealed bytes still verifies. A stream
 * cipher without tag is enough: the chain gives integrity, the commitment fixes the key.
 */

import { createCipheriv, randomBytes } from "node:crypto";
import type { MonthKey, SourceNo } from "@mega/domain";

/** Bytes of a month key. */
export const MONTH_KEY_BYTES = 32;

/** Looks a month key up; undefined when it was erased or never made. */
export type KeyLookup = (sourceNo: SourceNo, month: MonthKey) => Uint8Array | undefined;

/** 32 random bytes. */
export function makeMonthKey(): Uint8Array {
  return new Uint8Array(randomBytes(MONTH_KEY_BYTES));
}

/** Random bytes as an identity. */
export function makeRandomId(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length));
}

/**
 * Seals or opens (the same step) the value of one source in one entry: AES-256-CTR under the month
 * key; the initial counter block is seq (8 bytes, big endian) ‖ sourceNo (4) ‖ 0 (4), which never
 * comes twice because an entry holds a source once.
 */
export function applySeal(
  key: Uint8Array,
  at: { readonly seq: number; readonly sourceNo: SourceNo },
  value: Uint8Array,
): Uint8Array {
  const block = new Uint8Array(16);
  const view = new DataView(block.buffer);
  view.setBigUint64(0, BigInt(at.seq));
  view.setUint32(8, at.sourceNo);
  return new Uint8Array(createCipheriv("aes-256-ctr", key, block).update(value));
}
