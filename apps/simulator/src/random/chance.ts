/** Draws for a building made up from a seed. */

import { createSeededRandom } from "@mega/modbus";

/** A source of draws. */
export interface Chance {
  /** A whole number from the least to the most, both included. */
  whole(least: number, most: number): number;
  /** One of a list. @throws RangeError for an empty one. */
  oneOf<T>(list: readonly T[]): T;
  /** So many times of a thousand. */
  hits(permille: number): boolean;
  /** The same entries in another order. */
  shuffled<T>(list: readonly T[]): readonly T[];
}

/** Makes a source of draws; the same seed draws the same. */
export function chanceOf(seed: number): Chance {
  const random = createSeededRandom(seed);
  const whole = (least: number, most: number) => least + random.below(most - least + 1);
  return {
    whole,
    oneOf<T>(list: readonly T[]): T {
      const found = list[random.below(list.length)];
      if (found === undefined) throw new RangeError("There is nothing to choose from.");
      return found;
    },
    hits: (permille) => random.fraction() * 1000 < permille,
    shuffled<T>(list: readonly T[]): readonly T[] {
      const order = list.map((entry) => ({ entry, at: random.fraction() }));
      return order.sort((one, other) => one.at - other.at).map(({ entry }) => entry);
    },
  };
}
