/** The watch over all buses of a host: hands each question to the line it is about. */

import type { BusMaster, BusSettings } from "@mega/modbus";
import type { WatchedBuses } from "../watched-buses.ts";
import { WatchedLine } from "./watched-line.ts";

/** A bus of the host. */
export interface HostedBus {
  readonly busId: string;
  readonly master: BusMaster;
  readonly settings: Partial<BusSettings>;
}

/** Watches every bus from now on. */
export function watchedLines(
  buses: readonly HostedBus[],
  clock: { setTimer(delayMs: number, callback: () => void): () => void },
): WatchedBuses {
  const lines = new Map(
    buses.map(({ busId, master, settings }) => {
      const { transport = "rtu", devices = [] } = settings;
      const units = devices.map(({ unit }) => unit);
      return [busId, new WatchedLine({ master, transport }, units, clock)] as const;
    }),
  );
  return {
    async probe({ busId, unit, timeoutMs }) {
      const line = lines.get(busId);
      if (line === undefined) return { kind: "given-up", exchange: null, lateUnits: [] };
      return line.probe(unit, timeoutMs);
    },
    async readTested(question) {
      return (await lines.get(question.busId)?.readTested(question)) ?? noRead(question.ranges);
    },
    async frames(busId, query) {
      return lines.get(busId)?.frames(query) ?? { frames: [], newestNo: 0, oldestNo: 0 };
    },
    async takeCells() {
      return [...lines].map(([busId, line]) => ({ busId, cells: line.takeCells() }));
    },
    async hearIdle(busId, listenMs) {
      return (await lines.get(busId)?.hearIdle(listenMs)) ?? nothingHeard();
    },
  };
}

function nothingHeard() {
  return { bytes: 0, sample: new Uint8Array(0) };
}

function noRead(ranges: readonly unknown[]) {
  const answers = ranges.map(() => ({
    kind: "none" as const,
    reason: "bus-down" as const,
    detail: "the bus is not running; save it first",
    endedAtMs: 0,
  }));
  return { answers, exchanges: [] };
}
