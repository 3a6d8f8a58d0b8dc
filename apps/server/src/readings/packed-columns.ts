/**
 * Columns of a row of readings as few bytes, still one place for each source, so that the database
 * itself can read one of them (mega_state, mega_offset_ms in readings-schema.ts).
 *
 *   states    a byte each; nothing at all where every source was asked and its reading accepted
 *   offsets   three bytes each, the highest first: ms + 2^23; 0 where there is none
 */

const OFFSET_BYTES = 3;
const OFFSET_ZERO = 2 ** 23;

/** States as stored. */
export function packStates(states: Uint8Array): Uint8Array {
  return states.every((state) => state === 0) ? new Uint8Array(0) : states;
}

/** States of so many sources. */
export function unpackStates(packed: Uint8Array, size: number): Uint8Array {
  return packed.length === 0 ? new Uint8Array(size) : packed;
}

/** Offsets as stored; each lies between −(2^23 − 1) and 2^23 − 1. */
export function packOffsets(offsetsMs: readonly (number | null)[]): Uint8Array {
  const packed = Buffer.alloc(OFFSET_BYTES * offsetsMs.length);
  for (const [at, offsetMs] of offsetsMs.entries()) {
    const value = offsetMs === null ? 0 : offsetMs + OFFSET_ZERO;
    packed.writeUIntBE(value, OFFSET_BYTES * at, OFFSET_BYTES);
  }
  return packed;
}

/** Offsets, one for each source. */
export function unpackOffsets(packed: Uint8Array): readonly (number | null)[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  return Array.from({ length: packed.length / OFFSET_BYTES }, (_none, at) => {
    const value = bytes.readUIntBE(OFFSET_BYTES * at, OFFSET_BYTES);
    return value === 0 ? null : value - OFFSET_ZERO;
  });
}
