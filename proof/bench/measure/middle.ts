/** The middle of several passes: what came and went with one of them is left out. */
export function middleOf(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;
}
