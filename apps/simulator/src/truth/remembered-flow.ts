/** Works an hour of a flow out once, however many counters ask for it. */

import type { Flow } from "./flows.ts";

/** Counters that move on together ask for the hour that runs and for the one before it. */
const hoursKeptUsually = 4;

/**
 * The same flow, with hours remembered.
 *
 * @param hoursKept A power of two.
 */
export function rememberedFlow(flow: Flow, hoursKept = hoursKeptUsually): Flow {
  const hours = new Float64Array(hoursKept).fill(Number.NaN);
  const amounts = new Float64Array(hoursKept);
  return (hourNo) => {
    const at = hourNo & (hoursKept - 1);
    if (hours[at] !== hourNo) {
      amounts[at] = flow(hourNo);
      hours[at] = hourNo;
    }
    return amounts[at] ?? 0;
  };
}
