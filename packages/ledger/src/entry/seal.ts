/**
 * Sealing of hourly values. Each source has a key for each local month; when the key is deleted the
 * values cannot be read any more, while the chain over the sealed bytes still verifies. A stream
 * cipher without tag is enough: the chain gives integrity, the commitment fixes the key.
 */

import { type Cipheriv, createCipheriv, randomBytes } from "node:crypto";
import type { MonthKey, SourceNo } from "@mega/domain";

/** Bytes of a month key. */
const MONTH_KEY_BYTES = 32;

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

/** Bytes of a block of AES. */
const BLOCK_BYTES = 16;

/** The block cipher of each key in use: making one costs more than sealing a hundred values. */
const blockCiphers = new WeakMap<Uint8Array, Cipheriv>();

/**
 * Seals or opens (the same step) the value of one source in one entry: AES-256-CTR under the month
 * key (NIST SP 800-38A §6.5); the initial counter block is seq (8 bytes, big endian) ‖ sourceNo (4) ‖
 * 0 (4), which never comes twice because an entry holds a source once.
 */
export function applySeal(
  key: Uint8Array,
  at: { readonly seq: number; readonly sourceNo: SourceNo },
  value: Uint8Array,
): Uint8Array {
  const blocks = Math.ceil(value.length / BLOCK_BYTES);
  const counters = new DataView(new ArrayBuffer(blocks * BLOCK_BYTES));
  for (let block = 0; block < blocks; block++) {
    const start = block * BLOCK_BYTES;
    counters.setBigUint64(start, BigInt(at.seq));
    counters.setUint32(start + 8, at.sourceNo);
    counters.setUint32(start + 12, block);
  }
  // CTR is the enciphered counters added to the value; whole blocks come out of the cipher at once.
  const stream = blockCipherOf(key).update(new Uint8Array(counters.buffer));
  return value.map((byte, position) => byte ^ (stream[position] ?? 0));
}

function blockCipherOf(key: Uint8Array): Cipheriv {
  const known = blockCiphers.get(key);
  if (known) return known;
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  blockCiphers.set(key, cipher);
  return cipher;
}
