/** What the rules of the ledger are asked, and what they answer. */

import type { MonthKey, TimedCount } from "@mega/domain";
import type { LedgerFact } from "../entry/facts.ts";
import type { KeyCommitment, LedgerEvent, Refusal, RefusalCode } from "./event.ts";

/** What becomes of an event. */
export type Decision =
  | { readonly kind: "entries"; readonly entries: readonly LedgerFact[] }
  | Refusal;

/** A stored reading as a correction of it is judged by. */
export interface KnownReading {
  /** The month of its round, under whose key it is sealed. */
  readonly month: MonthKey;
  /** The accepted readings of the source next to it, this one left out; null where there is none. */
  readonly before: TimedCount | null;
  readonly after: TimedCount | null;
}

type CorrectionEvent = Extract<LedgerEvent, { kind: "reading-corrected" }>;
type ContinuedEvent = Extract<LedgerEvent, { kind: "ledger-continued" }>;

/** An event with what the writer knows besides, or the commitment of keys before their first use. */
export type Decidable =
  | Exclude<LedgerEvent, CorrectionEvent | ContinuedEvent>
  | (ContinuedEvent & {
      /** Of the writer. */
      readonly bootId: Uint8Array;
    })
  | (CorrectionEvent & {
      /** Null when no such reading is stored. */
      readonly reading: KnownReading | null;
    })
  | {
      readonly kind: "month-keys-made";
      readonly month: MonthKey;
      readonly keys: readonly KeyCommitment[];
    };

/** The answer that lets entries follow. */
export function entries(...facts: readonly LedgerFact[]): Decision {
  return { kind: "entries", entries: facts };
}

/** A refusal in one line. */
export function refused(
  code: RefusalCode,
  field: string,
  value: unknown,
  allowed: string,
): Refusal {
  return { kind: "refused", code, field, value, allowed };
}

/** The refusal of a value that no rule would let pass. */
export function invalid(field: string, value: unknown, allowed: string): Refusal {
  return refused("VALUE_INVALID", field, value, allowed);
}

/** The refusal of a source that was never declared. */
export function unknownSource(field: string, sourceNo: unknown): Refusal {
  return refused("SOURCE_UNKNOWN", field, sourceNo, "a declared source");
}
