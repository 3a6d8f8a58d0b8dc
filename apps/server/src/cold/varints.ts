/**
 * Whole numbers as few bytes: a sign and a magnitude, the lowest bits first. The first byte of every number
 * stands in one row, further ones in another: those are much alike, and deflate better among themselves.
 */

import { assert } from "@mega/domain";

const GROWS_BY = 2;
const FIRST_BITS = 64;
const MORE = 0x80;
const NEGATIVE = 0x40;
/** Where the row of first bytes ends: four bytes, the highest first. */
const HEAD_BYTES = 4;

/** Bytes one behind the other. */
class ByteRow {
  #bytes = new Uint8Array(4096);
  #length = 0;

  put(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * GROWS_BY);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#length++] = byte;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Writes numbers one behind the other; each is a safe integer. */
export class NumberWriter {
  readonly #first = new ByteRow();
  readonly #further = new ByteRow();

  /** The first byte holds the sign and six bits, each further one seven. */
  put(value: number): void {
    assert(Number.isSafeInteger(value), `a number of a cold month is whole: ${value}`);
    let rest = Math.abs(value);
    const low = rest % FIRST_BITS;
    rest = Math.floor(rest / FIRST_BITS);
    this.#first.put(low | (value < 0 ? NEGATIVE : 0) | (rest > 0 ? MORE : 0));
    while (rest > 0) {
      const seven = rest % MORE;
      rest = Math.floor(rest / MORE);
      this.#further.put(seven | (rest > 0 ? MORE : 0));
    }
  }

  /** Bytes as they are. */
  putBytes(bytes: Uint8Array): void {
    for (const byte of bytes) this.#first.put(byte);
  }

  get bytes(): Uint8Array {
    const [first, further] = [this.#first.bytes, this.#further.bytes];
    const all = new Uint8Array(HEAD_BYTES + first.length + further.length);
    new DataView(all.buffer).setUint32(0, first.length);
    all.set(first, HEAD_BYTES);
    all.set(further, HEAD_BYTES + first.length);
    return all;
  }
}

/** Reads them back. */
export class NumberReader {
  readonly #bytes: Uint8Array;
  readonly #firstEnd: number;
  #at = HEAD_BYTES;
  #further: number;

  constructor(bytes: Uint8Array) {
    assert(bytes.length >= HEAD_BYTES, "a cold month is whole");
    const { buffer, byteOffset } = bytes;
    this.#bytes = bytes;
    this.#firstEnd = HEAD_BYTES + new DataView(buffer, byteOffset).getUint32(0);
    this.#further = this.#firstEnd;
    assert(this.#firstEnd <= bytes.length, "a cold month is whole");
  }

  take(): number {
    assert(this.#at < this.#firstEnd, "a cold month is whole");
    const first = this.#bytes[this.#at++] ?? 0;
    let magnitude = first % FIRST_BITS;
    let scale = FIRST_BITS;
    for (let more = first >= MORE; more; scale *= MORE) {
      const byte = this.#bytes[this.#further++];
      assert(byte !== undefined, "a cold month is whole");
      magnitude += (byte % MORE) * scale;
      more = byte >= MORE;
    }
    assert(Number.isSafeInteger(magnitude), "a number of a cold month is safe");
    return (first & NEGATIVE) === 0 || magnitude === 0 ? magnitude : -magnitude;
  }

  takeBytes(length: number): Uint8Array {
    assert(this.#at + length <= this.#firstEnd, "a cold month is whole");
    const taken = this.#bytes.slice(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  /** Whether everything was read. */
  get isAtEnd(): boolean {
    return this.#at === this.#firstEnd && this.#further === this.#bytes.length;
  }
}
