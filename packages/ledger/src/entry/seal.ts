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
  const counters = Buffer.alloc(blocks * BLOCK_BYTES);
  for (let start = 0; start < counters.length; start += BLOCK_BYTES) {
    counters.writeUInt32BE(Math.floor(at.seq / 0x1_0000_0000), start);
    counters.writeUInt32BE(at.seq >>> 0, start + 4);
    counters.writeUInt32BE(at.sourceNo, start + 8);
    counters.writeUInt32BE(start / BLOCK_BYTES, start + 12);
  }
  // CTR is the enciphered counters added to the value; whole blocks come out of the cipher at once.
  const stream = blockCipherOf(key).update(counters);
  const sum = new Uint8Array(value.length);
  for (let place = 0; place < sum.length; place++) {
    sum[place] = (value[place] ?? 0) ^ (stream[place] ?? 0);
  }
  return sum;
}

function blockCipherOf(key: Uint8Array): Cipheriv {
  const known = blockCiphers.get(key);
  if (known) return known;
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  blockCiphers.set(key, cipher);
  return cipher;
}
