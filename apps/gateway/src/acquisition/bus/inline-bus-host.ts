/** All buses in the caller's thread: under a moved clock, in tests, and inside the bus worker. */

import type { LinkOpener } from "@mega/link";
import { type BusClock, type BusMaster, type BusSettings, createBusMaster } from "@mega/modbus";
import { watchedLines } from "../../bus-watch/line/watched-lines.ts";
import type { BusHost } from "./bus-host.ts";
import { rangeAnswerOf } from "./range-answer.ts";

/** One bus: how it is opened and what differs from the default settings. */
export interface BusDefinition {
  readonly busId: string;
  readonly open: LinkOpener;
  readonly settings: Partial<BusSettings>;
}

/** Runs the buses on the given clock. */
export function inlineBusHost(buses: readonly BusDefinition[], clock: BusClock): BusHost {
  const masters = new Map<string, BusMaster>(
    buses.map(({ busId, open, settings }) => [busId, createBusMaster({ open, clock, settings })]),
  );
  const watched = buses.flatMap(({ busId, settings }) => {
    const master = masters.get(busId);
    return master === undefined ? [] : [{ busId, master, settings }];
  });
  return {
    ...watchedLines(watched, clock),
    async start() {
      await Promise.all([...masters.values()].map((master) => master.start()));
    },
    async readMeter(question) {
      const master = masters.get(question.busId);
      if (master === undefined) {
        return question.ranges.map(() => ({
          kind: "none" as const,
          reason: "bus-down" as const,
          detail: `bus ${question.busId} is not configured`,
          endedAtMs: clock.nowMs(),
        }));
      }
      const { unit, ranges, limits, priority, maxAgeMs } = question;
      const age = maxAgeMs === undefined ? {} : { maxAgeMs };
      const outcomes = await master.readWords(unit, ranges, limits, { priority, ...age });
      return outcomes.map(rangeAnswerOf);
    },
    async statistics() {
      return [...masters].map(([busId, master]) => ({ busId, statistics: master.statistics() }));
    },
    async stop() {
      for (const master of masters.values()) master.stop();
    },
  };
}
