/** What one meter gave when it was asked: the same form for the bus, P1 and MQTT. */

import type { CounterId, Decimal, Observed } from "@mega/domain";

/** One counter of a meter as it came. */
export interface CounterReading {
  readonly counterId: CounterId;
  readonly observed: Observed;
  /** Words or payload as received; empty when nothing came. */
  readonly raw: Uint8Array;
  /** Wall time of the answer or of the end of the attempt, milliseconds since 1970 UTC. */
  readonly takenAtMs: number;
}

/** A live figure such as power, for display only. */
export interface LiveReading {
  readonly name: string;
  readonly value: Decimal;
  readonly unit: string;
}

/** A meter in one round. */
export interface MeterReading {
  readonly meterId: string;
  readonly counters: readonly CounterReading[];
  readonly serialNumber?: string;
  readonly live: readonly LiveReading[];
  /** From question to answer; null when it was not asked or gave none. */
  readonly latencyMs: number | null;
}
