/**
 * Numbers as the words of a meter, without big integers: a year of rounds writes some millions. The
 * slow and exact way stands in the profiles package; a test holds the two together.
 */

import { type NumberAt, wordCountOf } from "@mega/profiles";

const wordOf2 = 0x1_0000;
const wordOf4 = 0x1_0000_0000;
const view = new DataView(new ArrayBuffer(8));

/**
 * The words of a number, in the order of the wire.
 *
 * @param value A whole number within the type and ±2^53, or what a float is nearest to.
 */
export function wordsOfNumber(value: number, { type, wordOrder }: NumberAt): readonly number[] {
  const high = highFirst(value, type);
  return wordOrder === "high-first" ? high : high.reverse();
}

function highFirst(value: number, type: NumberAt["type"]): number[] {
  switch (type) {
    case "float32":
      view.setFloat32(0, value);
      return [view.getUint16(0), view.getUint16(2)];
    case "float64":
      view.setFloat64(0, value);
      return [view.getUint16(0), view.getUint16(2), view.getUint16(4), view.getUint16(6)];
    default:
      return wholeWords(value, wordCountOf[type]);
  }
}

/** Two's complement. */
function wholeWords(value: number, count: 1 | 2 | 4): number[] {
  const low = ((value % wordOf4) + wordOf4) % wordOf4;
  const lowWords = [Math.floor(low / wordOf2), low % wordOf2];
  if (count === 1) return lowWords.slice(1);
  if (count === 2) return lowWords;
  const top = Math.floor(value / wordOf4);
  return [(top >> 16) & 0xffff, top & 0xffff, ...lowWords];
}
