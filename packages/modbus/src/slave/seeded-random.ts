// A small reproducible source of numbers, so that a faulty line can be replayed from its seed.

/** Draws: a fraction in [0, 1), an integer in [0, below), and bytes. */
export interface SeededRandom {
  readonly fraction: () => number;
  readonly below: (limit: number) => number;
  readonly bytes: (count: number) => Uint8Array;
}

/**
 * A generator with 32 bits of state (an additive counter mixed by multiply and shift). The same
 * seed gives the same draws on every platform. Not for secrets.
 */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    fraction,
    below,
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
  };
}
