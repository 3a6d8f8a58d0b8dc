/** Finds what was probably meant by a name that is not known. Pure. */

/**
 * The known names that are nearest to a word, nearest first: fewest letters to change, counted over
 * the whole name or over what follows one of its hyphens, so that "sdm630" finds "eastron-sdm630".
 */
export function nearestNames(word: string, names: readonly string[], most: number): string[] {
  const wanted = word.toLowerCase().slice(0, 64);
  return names
    .map((name) => ({ name, changes: Math.min(...tailsOf(name).map((t) => changes(wanted, t))) }))
    .sort((a, b) => a.changes - b.changes)
    .slice(0, most)
    .map(({ name }) => name);
}

function tailsOf(name: string): string[] {
  const parts = name.toLowerCase().split("-");
  return parts.map((_, index) => parts.slice(index).join("-"));
}

/** Letters to put in, take out, replace or swap with their neighbour, row by row. */
function changes(from: string, to: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 1; at <= from.length; at += 1) {
    const next = [at];
    for (let other = 1; other <= to.length; other += 1) {
      const same = from[at - 1] === to[other - 1];
      const swapped = from[at - 1] === to[other - 2] && from[at - 2] === to[other - 1];
      next.push(
        Math.min(
          (row[other - 1] ?? 0) + (same ? 0 : 1),
          (row[other] ?? 0) + 1,
          (next[other - 1] ?? 0) + 1,
          swapped && at > 1 && other > 1 ? (before[other - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}
