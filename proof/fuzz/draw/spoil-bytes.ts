/** Damage to bytes, as lines and peers do it: flipped, cut, doubled, swapped, with noise between. */

import type { FuzzRandom } from "./random.ts";

/** Values at which lengths and counts turn over. */
const edgeBytes = [0x00, 0x01, 0x02, 0x7f, 0x80, 0x81, 0xfc, 0xfd, 0xfe, 0xff] as const;

/**
 * Spoils bytes once.
 *
 * @param bytes Left as they are.
 * @param most The longest result in bytes.
 */
export function spoilBytes(random: FuzzRandom, bytes: Uint8Array, most = 4096): Uint8Array {
  return spoiled(random, bytes).subarray(0, most);
}

function spoiled(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  const at = random.below(Math.max(1, bytes.length));
  switch (random.below(8)) {
    case 0:
      return withByte(bytes, at, (bytes[at] ?? 0) ^ (1 << random.below(8)));
    case 1:
      return withByte(bytes, at, random.pick(edgeBytes));
    case 2:
      return withByte(bytes, at, random.byte());
    case 3:
      return bytes.slice(0, at);
    case 4:
      return joined(bytes.subarray(0, at), random.bytes(random.between(1, 12)), bytes.subarray(at));
    case 5:
      return joined(bytes.subarray(0, at), bytes.subarray(at + random.between(1, 4)));
    case 6:
      return joined(bytes.subarray(0, at), bytes);
    default:
      return joined(bytes.subarray(at), bytes.subarray(0, at));
  }
}

/** Joins pieces into new bytes. */
export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Cuts bytes into the lumps in which a line or a network hands them over. */
export function inLumps(random: FuzzRandom, bytes: Uint8Array): readonly Uint8Array[] {
  if (random.once(2)) return [bytes];
  const lumps: Uint8Array[] = [];
  const longest = random.pick([1, 3, 9, 40, 200]);
  for (let at = 0; at < bytes.length; ) {
    const end = at + random.between(1, longest);
    lumps.push(bytes.subarray(at, end));
    at = end;
  }
  return lumps;
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
}

function withByte(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const copy = bytes.slice();
  if (at < copy.length) copy[at] = byte;
  return copy;
}
