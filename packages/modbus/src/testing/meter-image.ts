// The meters of the tests: every word tells its unit, function and address.

import type { SlaveImage } from "../slave/slave-image.ts";

/** The word at an address; two different places never hold the same word in the tests' ranges. */
function wordAt(unit: number, functionCode: 3 | 4, address: number): number {
  return (unit * 1009 + functionCode * 331 + address * 7) & 0xffff;
}

/** The words of a range. */
export function wordsAt(
  unit: number,
  functionCode: 3 | 4,
  address: number,
  count: number,
): readonly number[] {
  return Array.from({ length: count }, (_, index) => wordAt(unit, functionCode, address + index));
}

/** Meters with these units; single words can be set apart, and holding words can be written. */
export function meterImage(
  units: readonly number[],
  special: ReadonlyMap<string, number> = new Map(),
): SlaveImage {
  const written = new Map<string, number>();
  const place = (unit: number, address: number) => `${unit}:${address}`;
  return {
    serves: (unit) => units.includes(unit),
    readWords: (unit, functionCode, address, count) => ({
      kind: "words",
      words: wordsAt(unit, functionCode, address, count).map((word, index) => {
        const key = place(unit, address + index);
        const kept = functionCode === 3 ? written.get(key) : undefined;
        return kept ?? special.get(key) ?? word;
      }),
    }),
    readBits: (_unit, _functionCode, address, count) => ({
      kind: "bits",
      bits: Array.from({ length: count }, (_, index) => (address + index) % 3 === 0),
    }),
    writeWords(unit, address, words) {
      for (const [index, word] of words.entries()) written.set(place(unit, address + index), word);
      return { kind: "written" };
    },
    writeBits: () => ({ kind: "written" }),
    identity: () => ({
      kind: "identity",
      objects: [
        { objectId: 0, text: "MEGA" },
        { objectId: 1, text: "TEST" },
        { objectId: 2, text: "1.0" },
      ],
    }),
  };
}
