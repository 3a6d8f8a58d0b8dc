/** Numbers that look random and are the same for the same seed (xorshift, 32 bits). */

/** Whole numbers from 0, below what is asked. */
export type Chance = (below: number) => number;

/** @param seed Any whole number; another seed is another run. */
export function chanceFrom(seed: number): Chance {
  // A seed of few bits would begin with small numbers, and 0 would stay 0.
  let state = (Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ 0x2545_f491) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
