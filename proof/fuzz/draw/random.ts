/**
 * Random numbers of one case. They follow from the seed of the run, the target's name and the number
 * of the case, so that a case is drawn again without those before it.
 *
 * The generator is sfc32 (Doty-Humphrey, "Small Fast Counting", 32-bit words): quick, and good enough
 * for what needs no secrecy.
 */

export interface FuzzRandom {
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  /** True once in `times`. */
  once(times: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  pickOf<T>(list: readonly T[]): T | undefined;
  byte(): number;
  bytes(length: number): Uint8Array;
}

/**
 * Makes the random numbers of a case.
 *
 * @param seed The run's, a whole number.
 * @param name The target's.
 * @param caseNumber From 0.
 */
export function randomOfCase(seed: number, name: string, caseNumber: number): FuzzRandom {
  return new Sfc32(seed | 0, hashOf(name), caseNumber | 0);
}

class Sfc32 implements FuzzRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(a: number, b: number, c: number) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    for (let round = 0; round < 12; round++) this.#next();
  }

  below(bound: number): number {
    return Math.floor((this.#next() / 0x1_0000_0000) * bound);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  once(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }

  pickOf<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  byte(): number {
    return this.#next() >>> 24;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) bytes[index] = this.byte();
    return bytes;
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193);
  }
  return hash;
}
