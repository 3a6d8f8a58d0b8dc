/**
 * What became of a question on the bus. Every question ends in exactly one outcome; a value exists
 * only in `answered`.
 */

import type { ModbusResponse } from "../pdu/response.ts";

/** When and how often a question was on the wire. */
export interface PollTiming {
  /** Wall time of the answer or of the failure, milliseconds since 1970 UTC. */
  readonly endedAtMs: number;
  /** From the call to the end, milliseconds; a shared answer keeps the time of its own question. */
  readonly elapsedMs: number;
  /** From the end of the question to the start of the answer, milliseconds; 0 without an answer. */
  readonly turnaroundMs: number;
  /** How often it was sent: 0 when it never reached the wire. */
  readonly attempts: number;
}

export type FailureKind = "timeout" | "badCrc" | "wrongReply" | "busDown";

export type PollOutcome =
  | { readonly kind: "answered"; readonly response: ModbusResponse; readonly timing: PollTiming }
  /** The unit refused: its own code, usually a wrong profile and not a wiring fault. */
  | { readonly kind: "exception"; readonly code: number; readonly timing: PollTiming }
  /** A broadcast is on the wire; nobody answers it. */
  | { readonly kind: "sent"; readonly timing: PollTiming }
  | { readonly kind: FailureKind; readonly timing: PollTiming }
  /** The caller gave up. */
  | { readonly kind: "aborted"; readonly timing: PollTiming }
  /** The queue is full, or the deadline passed in the queue: the cycle is too short for the bus. */
  | { readonly kind: "overloaded"; readonly timing: PollTiming };

/** What an engine reports when a transaction is over. */
export type ExchangeResult =
  | {
      readonly kind: "answered";
      readonly response: ModbusResponse;
      readonly turnaroundMs: number;
    }
  | { readonly kind: "exception"; readonly code: number; readonly turnaroundMs: number }
  | { readonly kind: "sent" | FailureKind };
