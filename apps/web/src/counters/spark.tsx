/** The shape of a year in a line: consumption of counter 1, oldest month first, gaps left open. */

import type { ChannelRow } from "@mega/contract";
import { counterOf } from "../table/table-view.ts";

const WIDTH = 72;
const HEIGHT = 14;

/** A drawing without figures; it says nothing that the line below does not say in digits. */
export function Spark({ row }: { readonly row: ChannelRow }) {
  const cells = counterOf(row, 1)?.cells ?? [];
  const values = cells.map((cell) => heightOf(cell.consumption)).reverse();
  const highest = Math.max(0, ...values.filter((value) => value !== null));
  if (highest <= 0) return null;
  const path = sparkPath(values.map((value) => (value === null ? null : value / highest)));
  return (
    <svg
      class="spark"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}

function heightOf(consumption: string | null): number | null {
  return consumption === null ? null : Math.max(0, Number(consumption));
}

/** Moves and lines through the shares (0 to 1) of the highest month; null interrupts the line. */
function sparkPath(shares: readonly (number | null)[]): string {
  const step = shares.length > 1 ? (WIDTH - 2) / (shares.length - 1) : 0;
  const points = shares.map((share, index) => {
    if (share === null) return "";
    const starts = index === 0 || shares[index - 1] === null;
    const x = 1 + index * step;
    const y = HEIGHT - 1 - share * (HEIGHT - 2);
    return `${starts ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return points.join("");
}
