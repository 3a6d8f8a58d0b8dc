/** What a round gets from a source, and what is made of it. */

import type { SourceNo } from "../installation/source.ts";

/** Why a round has no count of a source. "Not available" is always a reason, never a 0. */
export type MissingReason =
  | "timeout"
  | "bad-crc"
  | "wrong-reply"
  | "exception"
  | "bus-down"
  | "not-available"
  | "no-message"
  | "stale-message"
  | "bad-payload"
  | "serial-changed"
  | "not-polled";

/** What the meter gave: a count, or none with the reason. */
export type Observed =
  | {
      readonly kind: "count";
      /** The counter in the meter's own steps; a non-negative safe integer. */
      readonly count: number;
    }
  | { readonly kind: "none"; readonly reason: MissingReason; readonly detail?: string };

/** One source in one round. */
export interface Observation {
  readonly sourceNo: SourceNo;
  /** When the meter answered, wall time in milliseconds since 1970 UTC. */
  readonly takenAtMs: number;
  readonly observed: Observed;
  /** The words or the payload as received; empty when nothing came. */
  readonly raw: Uint8Array;
  /** The serial number read with it; undefined where the meter has none. */
  readonly serialNumber?: string;
}

/** A count at an instant that has been accepted. */
export interface TimedCount {
  readonly takenAtMs: number;
  readonly count: number;
}

/** Why a count waits for a person or for more readings. */
export type QuarantineReason =
  | "fell"
  | "rose-beyond-rating"
  | "serial-changed"
  | "sentinel"
  | "possible-rollover";

/** Why an accepted count carries a mark. */
export type AcceptedMark = "held" | "rolled-over" | "first";

/** What is made of an observation. */
export type Judgement =
  | {
      readonly status: "accepted";
      /** The count that stands from now on; the last one where a dip of one step is held. */
      readonly count: number;
      readonly mark?: AcceptedMark;
      /** Earlier quarantined readings that this one proves right, oldest first. */
      readonly releases?: readonly { readonly seq: number }[];
    }
  | { readonly status: "quarantined"; readonly count: number; readonly reason: QuarantineReason }
  | { readonly status: "rejected"; readonly reason: "sentinel" | "clock-before-last" }
  | { readonly status: "missing"; readonly reason: MissingReason };
