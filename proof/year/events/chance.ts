/** Chance that can be drawn again: the same seed gives the same year. */

/** Draws from a seed. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number from the first up to and including the second. */
  whole(from: number, to: number): number;
  /** One of a list that is not empty. */
  one<Item>(items: readonly Item[]): Item;
}

/** Chance from a seed and what it is for. */
export function chanceOf(seed: number, purpose: string): Chance {
  let state = seed >>> 0;
  for (const letter of purpose) {
    state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x9e37_79b1) >>> 0;
  }
  function fraction(): number {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const whole = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    whole,
    one(items) {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new RangeError("There is nothing to choose from.");
      return item;
    },
  };
}
