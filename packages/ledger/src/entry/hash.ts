/**
 * The hash of an entry: SHA-256(0x00 ‖ bytes), which is the leaf hash of RFC 6962 §2.1, so that the
 * entries are at the same time the leaves of a transparency log.
 */

import { createHash } from "node:crypto";

const LEAF = Uint8Array.of(0x00);
const KEY_COMMITMENT = Uint8Array.of(0x02);

/** entryHash of the bytes of an entry, 32 bytes. */
export function entryHash(bytes: Uint8Array): Uint8Array {
  return plain(createHash("sha256").update(LEAF).update(bytes).digest());
}

/** The commitment to a month key: SHA-256(0x02 ‖ key), 32 bytes. */
export function keyCommitment(key: Uint8Array): Uint8Array {
  return plain(createHash("sha256").update(KEY_COMMITMENT).update(key).digest());
}

function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
