/** The letters beside figures in files for people, and what they mean: those of the page. */

import type { CellMark } from "@mega/contract";
import type { Dictionary } from "@mega/locale";

const letters: Readonly<Record<CellMark, string>> = {
  I: "I",
  E: "E",
  Q: "Q",
  S: "S",
  person: "M",
  held: "=",
};

/** Stands at the head of a month that has not ended. */
export const PROVISIONAL_SIGN = "*";
/** Stands beside a total that lacks channels. */
export const PARTIAL_SIGN = "P";

/** The letter of a mark; nothing where there is none. */
export function markLetter(mark: CellMark | null): string {
  return mark === null ? "" : letters[mark];
}

/** Every sign with its meaning, in the order of the page's legend. */
export function legendOf({ states }: Dictionary): readonly (readonly [string, string])[] {
  const { marks } = states;
  return [
    [PROVISIONAL_SIGN, marks.provisional],
    [letters.I, marks.I],
    [letters.E, marks.E],
    [letters.Q, marks.Q],
    [letters.S, marks.S],
    [letters.person, marks.person],
    [letters.held, marks.held],
    [PARTIAL_SIGN, marks.partial],
  ];
}
