/**
 * Whole numbers as few bytes: in LEB128, with a sign, and as runs. Bodies keep their columns in these
 * forms, and so do the tables derived from them.
 *
 *   number          LEB128: seven bits a byte, the lowest first, the top bit says that more follow
 *   signed number   the same, but the first byte has six bits, and 0x40 in it says "below zero"
 *   runs            pairs of numbers: a value, and how often it comes
 */

/** Grows as it is written to. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Begins anew, with the room it has. */
  clear(): void {
    this.#length = 0;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 − 1. */
  number(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** A whole number between −(2^53 − 1) and 2^53 − 1. */
  signed(value: number): void {
    const sign = value < 0 ? 0x40 : 0;
    const size = Math.abs(value);
    const first = (size % 64) + sign;
    if (size < 64) {
      this.byte(first);
      return;
    }
    this.byte(first + 128);
    this.number(Math.floor(size / 64));
  }

  bytes(piece: Uint8Array): void {
    if (this.#length + piece.length > this.#bytes.length) this.#grow(piece.length);
    this.#bytes.set(piece, this.#length);
    this.#length += piece.length;
  }

  /** A copy of what was written. */
  written(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(by: number): void {
    const larger = new Uint8Array(2 * this.#bytes.length + by);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/**
 * Reads what a writer wrote. Bytes that end too early, a number beyond 2^53 − 1 and one written longer
 * than it need be make it `failed`; what it answers from there on means nothing.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #failed = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** Whether all bytes are read; also after a failure, so that loops end. */
  get ended(): boolean {
    return this.#failed || this.#at >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) return this.#fail();
    this.#at++;
    return value;
  }

  number(): number {
    return this.#sevenBits(1, 0);
  }

  signed(): number {
    const first = this.byte();
    const size = first & 0x3f;
    const whole = first < 128 ? size : this.#sevenBits(64, size);
    if (first >= 128 && whole < 64) return this.#fail();
    if ((first & 0x40) === 0) return whole;
    return whole === 0 ? this.#fail() : -whole;
  }

  /** What is left. */
  rest(): Uint8Array {
    const left = this.#bytes.slice(this.#at);
    this.#at = this.#bytes.length;
    return left;
  }

  #sevenBits(firstWeight: number, begun: number): number {
    let sum = begun;
    for (let weight = firstWeight; ; weight *= 128) {
      const byte = this.byte();
      sum += (byte & 127) * weight;
      if (sum > Number.MAX_SAFE_INTEGER || this.#failed) return this.#fail();
      if (byte >= 128) continue;
      // A last byte of 0 behind others is a number longer than it need be.
      return byte === 0 && weight > firstWeight ? this.#fail() : sum;
    }
  }

  #fail(): number {
    this.#failed = true;
    return 0;
  }
}

/** Values as runs of equal ones. */
export function runsOf(values: readonly number[]): Uint8Array {
  const writer = new ByteWriter(32);
  for (let at = 0; at < values.length; ) {
    const value = values[at] ?? 0;
    const from = at;
    while (at < values.length && values[at] === value) at++;
    writer.number(value);
    writer.number(at - from);
  }
  return writer.written();
}

/** So many values from their runs; undefined when they are more, fewer or malformed. */
export function valuesOfRuns(bytes: Uint8Array, size: number): number[] | undefined {
  const reader = new ByteReader(bytes);
  const values: number[] = [];
  while (!reader.ended) {
    const value = reader.number();
    const length = reader.number();
    const repeated = values.length > 0 && values.at(-1) === value;
    if (reader.failed || repeated || length < 1 || values.length + length > size) return undefined;
    for (let at = 0; at < length; at++) values.push(value);
  }
  return reader.failed || values.length !== size ? undefined : values;
}
