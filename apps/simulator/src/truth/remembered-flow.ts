/** Works an hour of a flow out once, however many counters ask for it. */

import type { Flow } from "./flows.ts";

/** A power of two: counters ask for the hour that runs and for the one before it. */
const hoursKept = 4;

/** The same flow, with its latest hours remembered. */
export function rememberedFlow(flow: Flow): Flow {
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
