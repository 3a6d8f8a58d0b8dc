/**
 * From flows to an index at any instant: the sum of whole hours, kept as it is first asked for, and a
 * straight line within the hour. The sums are only kept, never stepped through: asking in any order
 * gives the same figures.
 */

import type { Flow } from "./flows.ts";

/** What passed from the start to an instant, in whole micro-units; 0 before the start. */
export type Cumulative = (instantMs: number) => number;

const hourMs = 3_600_000;
/** 30 years. */
const hoursMax = 263_000;

/**
 * Sums a flow up.
 *
 * @param flow Whole micro-units of each hour, not negative; so the sum never falls.
 * @param startMs From when; a whole hour.
 * @returns The sum as a function of the instant; throws RangeError more than 30 years on.
 */
export function cumulative(flow: Flow, startMs: number): Cumulative {
  const startHour = Math.floor(startMs / hourMs);
  let sums = new Float64Array(1024);
  let known = 0;

  function sumBefore(hours: number): number {
    if (hours > hoursMax) throw new RangeError("The building is modelled for 30 years.");
    if (hours >= sums.length) {
      const longer = new Float64Array(Math.max(hours + 1024, sums.length * 2));
      longer.set(sums);
      sums = longer;
    }
    for (; known < hours; known++) {
      sums[known + 1] = (sums[known] ?? 0) + flow(startHour + known);
    }
    return sums[hours] ?? 0;
  }

  return (instantMs) => {
    if (instantMs <= startMs) return 0;
    const hourNo = Math.floor(instantMs / hourMs);
    const withinMs = Math.floor(instantMs) - hourNo * hourMs;
    return sumBefore(hourNo - startHour) + Math.floor((flow(hourNo) * withinMs) / hourMs);
  };
}
