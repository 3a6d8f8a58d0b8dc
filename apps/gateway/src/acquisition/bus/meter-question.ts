/** What a meter on a bus is asked, and what comes back: plain data that crosses to the bus worker. */

import type { MissingReason } from "@mega/domain";
import type { Priority, ReadLimits, WordRange } from "@mega/modbus";

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
