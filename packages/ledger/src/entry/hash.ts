/**
 * The hash of an entry: SHA-256(0x00 ‖ bytes), which is the leaf hash of RFC 6962 §2.1, so that the
 * entries are at the same time the leaves of a transparency log.
 */

import { createHash, hash } from "node:crypto";

const LEAF = 0x00;
const NODE = Uint8Array.of(0x01);
const KEY_COMMITMENT = Uint8Array.of(0x02);

/** entryHash of the bytes of an entry, 32 bytes. */
export function entryHash(bytes: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(1 + bytes.length);
  prefixed[0] = LEAF;
  prefixed.set(bytes, 1);
  return plain(hash("sha256", prefixed, "buffer"));
}

/** The hash of a node above two others: SHA-256(0x01 ‖ left ‖ right), RFC 6962 §2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return plain(createHash("sha256").update(NODE).update(left).update(right).digest());
}

/** The hash of a tree without leaves: SHA-256 of nothing. */
export function emptyTreeHash(): Uint8Array {
  return plain(createHash("sha256").digest());
}

/** The commitment to a month key: SHA-256(0x02 ‖ key), 32 bytes. */
export function keyCommitment(key: Uint8Array): Uint8Array {
  return plain(createHash("sha256").update(KEY_COMMITMENT).update(key).digest());
}

function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
