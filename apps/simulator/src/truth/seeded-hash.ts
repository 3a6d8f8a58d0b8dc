/**
 * Chance without a sequence: a number for every seed, name and place, so that any hour of any meter
 * is drawn alone, in any order, and always the same.
 */

/** A 32-bit seed of its own for a name. */
export function seedOf(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < name.length; at++) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash;
}

/** A fraction in [0, 1) for a place, an hour or a day for example. */
export function fractionAt(seed: number, place: number): number {
  let mixed = Math.imul((seed ^ Math.imul(place | 0, 0x9e3779b1)) >>> 0, 0x85ebca6b) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x27d4eb2f) >>> 0;
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000;
}
