// Rows of the table as the server's part has them.

import type { BenchRow } from "../row.ts";

/** A figure without peer and goal. */
export function plainRow(what: string, figure: string): BenchRow {
  return { what, figure, peer: null, ratio: null, goal: null, met: null };
}

/** A figure that must not be above its goal. */
export function atMost(what: string, value: number, goal: number, unit: string): BenchRow {
  const shown = (one: number) => `${Number(one.toPrecision(3))} ${unit}`;
  return {
    ...plainRow(what, shown(value)),
    goal: `≤ ${shown(goal)}`,
    met: value <= goal,
  };
}

/** A rate of readings beside another, of which it must be so many times as much. */
export function besideRate(
  what: string,
  rate: number,
  { peer, of, goal }: { readonly peer: string; readonly of: number; readonly goal: number },
): BenchRow {
  return {
    what,
    figure: inThousands(rate),
    peer: `${peer} ${inThousands(of)}`,
    ratio: `${(rate / of).toFixed(2)} ×`,
    goal: `≥ ${goal} ×`,
    met: rate / of >= goal,
  };
}

/** "512 000/s". */
export function inThousands(rate: number): string {
  return `${(rate / 1000).toFixed(0)} 000/s`;
}
