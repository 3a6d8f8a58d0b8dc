/** The watch across the border of a thread: a call as plain data, and back. */

import { unreachable } from "@mega/domain";
import type { WatchedBuses } from "./watched-buses.ts";

/** One call of the watch. */
export type WatchCall = {
  readonly [Method in keyof WatchedBuses]: {
    readonly method: Method;
    readonly args: Parameters<WatchedBuses[Method]>;
  };
}[keyof WatchedBuses];

/** Makes a call on the near side of the buses. */
export function callWatched(buses: WatchedBuses, call: WatchCall): Promise<unknown> {
  switch (call.method) {
    case "probe":
      return buses.probe(...call.args);
    case "readTested":
      return buses.readTested(...call.args);
    case "frames":
      return buses.frames(...call.args);
    case "takeCells":
      return buses.takeCells();
    case "hearIdle":
      return buses.hearIdle(...call.args);
    default:
      return unreachable(call);
  }
}

/** The watch on the far side of them; `call` brings back what `callWatched` gave. */
export function remoteWatch(call: (asked: WatchCall) => Promise<unknown>): WatchedBuses {
  // What comes back was made by the same method on the other side.
  const answered = <Method extends keyof WatchedBuses>(asked: WatchCall & { method: Method }) =>
    call(asked) as ReturnType<WatchedBuses[Method]>;
  return {
    probe: (...args) => answered({ method: "probe", args }),
    readTested: (...args) => answered({ method: "readTested", args }),
    frames: (...args) => answered({ method: "frames", args }),
    takeCells: (...args) => answered({ method: "takeCells", args }),
    hearIdle: (...args) => answered({ method: "hearIdle", args }),
  };
}
