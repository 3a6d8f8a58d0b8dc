/**
 * Sealing of hourly values. Each source has a key for each local month; when the key is deleted the
 * values cannot be read any more, while the chain over the sealed bytes still verifies. A stream
 * cipher without tag is enough: the chain gives integrity, the commitment fixes the key.
 */

import { type Cipheriv, createCipheriv, createSecretKey, randomBytes } from "node:crypto";
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

/** Entries and blocks that are enciphered ahead: a round follows a round, and most values are short. */
const AHEAD_ENTRIES = 16;
const AHEAD_BLOCKS = 2;

/** A key in use: making its cipher costs more than sealing a hundred values, as does every call of it. */
interface KeyInUse {
  readonly cipher: Cipheriv;
  /** Whether it has sealed something: a server opens one value of each of a great many keys. */
  isUsed: boolean;
  /** The stream of `AHEAD_ENTRIES` entries from this one on, `AHEAD_BLOCKS` blocks for each. */
  fromSeq: number;
  sourceNo: number;
  stream: Uint8Array;
}

const keysInUse = new WeakMap<Uint8Array, KeyInUse>();

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
  const { seq, sourceNo } = at;
  const inUse = inUseOf(key);
  const blocks = Math.ceil(value.length / BLOCK_BYTES);
  if (blocks > AHEAD_BLOCKS || !inUse.isUsed) {
    inUse.isUsed = true;
    return added(value, inUse.cipher.update(countersOf(seq, 1, sourceNo, blocks)), 0);
  }
  const fromSeq = seq - (seq % AHEAD_ENTRIES);
  if (inUse.fromSeq !== fromSeq || inUse.sourceNo !== sourceNo) {
    inUse.stream = inUse.cipher.update(countersOf(fromSeq, AHEAD_ENTRIES, sourceNo, AHEAD_BLOCKS));
    inUse.fromSeq = fromSeq;
    inUse.sourceNo = sourceNo;
  }
  return added(value, inUse.stream, (seq - fromSeq) * AHEAD_BLOCKS * BLOCK_BYTES);
}

/** The counter blocks of so many entries from one on, so many for each. */
function countersOf(fromSeq: number, entries: number, sourceNo: number, blocks: number): Buffer {
  const counters = Buffer.allocUnsafe(entries * blocks * BLOCK_BYTES);
  let start = 0;
  for (let seq = fromSeq; seq < fromSeq + entries; seq++) {
    for (let block = 0; block < blocks; block++) {
      counters.writeUInt32BE(Math.floor(seq / 0x1_0000_0000), start);
      counters.writeUInt32BE(seq >>> 0, start + 4);
      counters.writeUInt32BE(sourceNo, start + 8);
      counters.writeUInt32BE(block, start + 12);
      start += BLOCK_BYTES;
    }
  }
  return counters;
}

/** CTR is the enciphered counters added to the value; whole blocks come out of the cipher at once. */
function added(value: Uint8Array, stream: Uint8Array, from: number): Uint8Array {
  const sum = new Uint8Array(value.length);
  for (let place = 0; place < sum.length; place++) {
    sum[place] = (value[place] ?? 0) ^ (stream[from + place] ?? 0);
  }
  return sum;
}

function inUseOf(key: Uint8Array): KeyInUse {
  const known = keysInUse.get(key);
  if (known) return known;
  // Made of bare bytes, a cipher takes ten times as long (Node 24).
  const secret = createSecretKey(key);
  const cipher = createCipheriv("aes-256-ecb", secret, null).setAutoPadding(false);
  const inUse = { cipher, isUsed: false, fromSeq: -1, sourceNo: -1, stream: new Uint8Array(0) };
  keysInUse.set(key, inUse);
  return inUse;
}
