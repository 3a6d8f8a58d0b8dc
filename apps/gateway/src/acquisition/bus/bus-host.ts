/**
 * The port through which rounds ask the buses. Two hosts stand behind it: `inlineBusHost` in the
 * caller's thread (moved clock, tests, history) and `workerBusHost` in a thread of its own (service),
 * so that a slow page never disturbs the timing of a line.
 */

import type { MissingReason } from "@mega/domain";
import type { BusStatistics, Priority, ReadLimits, WordRange } from "@mega/modbus";
import type { WatchedBuses } from "../../bus-watch/watched-buses.ts";

/** What a round wants of one meter. */
export interface MeterQuestion {
  readonly busId: string;
  /** Modbus address. */
  readonly unit: number;
  readonly ranges: readonly WordRange[];
  readonly limits: ReadLimits;
  readonly priority: Priority;
  /** Takes an answer that is at most this old; it keeps its own time. */
  readonly maxAgeMs?: number;
}

/** One range as it came back. */
export type RangeAnswer =
  | {
      readonly kind: "words";
      readonly words: readonly number[];
      /** Wall time of the answer, milliseconds since 1970 UTC. */
      readonly answeredAtMs: number;
      /** From the end of the question to the start of the answer. */
      readonly turnaroundMs: number;
    }
  | {
      readonly kind: "none";
      readonly reason: MissingReason;
      /** What the meter or the line said: "exception 2", "queue full". */
      readonly detail: string;
      readonly endedAtMs: number;
    };

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
