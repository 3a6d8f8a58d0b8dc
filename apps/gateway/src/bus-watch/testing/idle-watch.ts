/** A watch over buses that do nothing, for tests whose meters have no wire. */

import type { WatchedBuses } from "../watched-buses.ts";

/** Nobody answers, nothing crossed any line. */
export function idleWatch(): WatchedBuses {
  return {
    probe: async () => ({ kind: "silent", exchange: null, lateUnits: [] }),
    readTested: async () => ({ answers: [], exchanges: [] }),
    frames: async () => ({ frames: [], newestNo: 0, oldestNo: 0 }),
    takeCells: async () => [],
    hearIdle: async () => ({ bytes: 0, sample: new Uint8Array(0) }),
  };
}
