/** What a year leaves behind: what was seen from outside, what was said, and what the gateway shows. */

import type { CountersTable } from "@mega/contract";
import type { ClosedMonth } from "@mega/ledger";
import type { MemoryBuilding, Scenario } from "@mega/simulator";
import type { CounterAct, RecordedPeriod } from "../expected/acts.ts";
import type { CounterFacts } from "../expected/counter-facts.ts";
import type { GatewayTimes } from "../expected/gateway-times.ts";
import type { InvisibleFault } from "./site-notes.ts";

/** A counter as the ledger was told of it, with its readings as they stand. */
export interface DeclaredCounter extends CounterFacts {
  readonly meterId: string;
  readonly counterId: string;
  readonly serial: string | null;
}

/** An accepted reading: when, by the gateway's clock, and its count. */
export interface StoredCount {
  readonly takenMs: number;
  readonly count: number;
}

/** Accepted readings of each source of a counter, the first meter's first. */
export type CounterReadings = readonly (readonly StoredCount[])[];

/** Something a person wanted to record and could not. */
export interface RefusedAct {
  readonly trueMs: number;
  readonly meterId: string;
  readonly what: string;
  readonly answer: string;
}

/** How many rounds were stored, by cause, and how often the box was on. */
interface YearCounts {
  readonly rounds: number;
  readonly starts: number;
  readonly cuts: number;
  readonly clockSteps: number;
}

/** A year. */
export interface YearRecord {
  readonly scenario: Scenario;
  readonly building: MemoryBuilding;
  readonly fromMs: number;
  readonly toMs: number;
  readonly times: GatewayTimes;
  /** By "meter counter". */
  readonly acts: ReadonlyMap<string, readonly CounterAct[]>;
  /** By channel. */
  readonly periods: ReadonlyMap<number, readonly RecordedPeriod[]>;
  readonly refused: readonly RefusedAct[];
  /** The first source of each counter, by "meter counter". */
  readonly declared: ReadonlyMap<string, DeclaredCounter>;
  /** Accepted readings as the ledger holds them, by "meter counter". */
  readonly stored: ReadonlyMap<string, CounterReadings>;
  /** Counters that travel as floats of 24 bits, by "meter counter". */
  readonly floats: ReadonlySet<string>;
  /** The COUNTERS table over all months of the year, newest first; twelve months each. */
  readonly tables: readonly CountersTable[];
  /** Every revision of every closed month, by channel. */
  readonly closed: ReadonlyMap<number, readonly ClosedMonth[]>;
  /** What nothing on the wire can show. */
  readonly invisible: readonly InvisibleFault[];
  readonly counts: YearCounts;
  /** Problems that the gateway told its log. */
  readonly failures: readonly string[];
  /** Whether the ledger verifies, in words; null when it does. */
  readonly ledgerFault: string | null;
}

/** The name of a counter of a meter. */
export function counterKey(meterId: string, counterId: string): string {
  return `${meterId} ${counterId}`;
}
