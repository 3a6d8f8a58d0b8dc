/**
 * The port through which rounds ask the buses. Two hosts stand behind it: `inlineBusHost` in the
 * caller's thread (moved clock, tests, history) and `workerBusHost` in a thread of its own (service),
 * so that a slow page never disturbs the timing of a line.
 */

import type { BusStatistics } from "@mega/modbus";
import type { WatchedBuses } from "../../bus-watch/watched-buses.ts";
import type { MeterQuestion, RangeAnswer } from "./meter-question.ts";

/** A bus with its counters. */
export interface BusReport {
  readonly busId: string;
  readonly statistics: BusStatistics;
}

/** All buses of the gateway. */
export interface BusHost extends WatchedBuses {
  start(): Promise<void>;
  /** One answer for each range, in their order. A bus that is not there answers "bus-down". */
  readMeter(question: MeterQuestion): Promise<readonly RangeAnswer[]>;
  statistics(): Promise<readonly BusReport[]>;
  stop(): Promise<void>;
}
