/** Numbers that look random and are the same for the same seed (xorshift, 32 bits). */

/** Whole numbers from 0, below what is asked. */
export type Chance = (below: number) => number;

/** @param seed Any safe whole number; another seed is another run. */
export function chanceFrom(seed: number): Chance {
  // What stands above 32 bits counts as well: a run's seed times a million is that large.
  const folded = seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x27d4_eb2d);
  // A seed of few bits would begin with small numbers, and 0 would stay 0.
  let state = (Math.imul(folded ^ 0x9e37_79b9, 0x85eb_ca6b) ^ 0x2545_f491) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
