/**
 * Words, bits and runs of bytes: words travel high byte first, bits low bit first.
 *
 * Spec: MODBUS Application Protocol V1.1b3, §4.2 (big-endian) and §6.1 (packing of coils).
 */

/**
 * Reads one word.
 *
 * @param bytes Any bytes.
 * @param offset Where its high byte stands.
 * @returns 0…65535; bytes beyond the end count as 0, so the caller checks the length first.
 */
export function readWord(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

/**
 * Writes one word, high byte first.
 *
 * @param bytes The bytes to change.
 * @param offset Where the high byte goes.
 * @param word 0…65535.
 */
export function writeWord(bytes: Uint8Array, offset: number, word: number): void {
  bytes[offset] = word >> 8;
  bytes[offset + 1] = word & 0xff;
}

/**
 * Packs bits into bytes, the first bit lowest.
 *
 * @param bits Any number of bits; `[true, false, true]` gives `0b101`.
 * @returns As many bytes as are needed; the spare bits of the last one are 0.
 */
export function packBits(bits: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [index, bit] of bits.entries()) {
    if (bit) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return bytes;
}

/**
 * Unpacks bits, the mirror of `packBits`.
 *
 * @param bytes At least `count` bits.
 * @param count How many bits are meant; the spare bits of the last byte are left out.
 * @returns `count` bits.
 */
export function unpackBits(bytes: Uint8Array, count: number): readonly boolean[] {
  return Array.from(
    { length: count },
    (_, index) => (((bytes[index >> 3] ?? 0) >> (index & 7)) & 1) === 1,
  );
}

/**
 * Joins runs of bytes.
 *
 * @param parts Any number of runs.
 * @returns The only run itself, or a copy of all of them one after another.
 */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
