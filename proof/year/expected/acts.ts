/** What persons said about a counter, as far as figures follow from it. */

/** A meter exchanged, or the same one set back, with the indexes from the protocol. */
export interface RecordedChange {
  readonly kind: "exchanged" | "set-back";
  /** When the person recorded it. */
  readonly trueMs: number;
  /** When it was, by the gateway's clock. */
  readonly atMs: number;
  readonly oldEnd: string;
  readonly newStart: string;
  /** Of the new meter; null where it tells none, and where the meter is the same. */
  readonly serial: string | null;
  /** The gateway's clock was vouched for when it was recorded. */
  readonly vouched: boolean;
}

/** A person's answer to everything of the counter that waited. */
interface RecordedAnswer {
  readonly kind: "release" | "discard" | "rollover";
  readonly trueMs: number;
}

/** Something a person said about a counter. */
export type CounterAct = RecordedChange | RecordedAnswer;

/** A new period of a channel, with the opening index of each of its counters. */
export interface RecordedPeriod {
  /** When the person recorded it. */
  readonly trueMs: number;
  /** From when on it counts, by the gateway's clock. */
  readonly atMs: number;
  readonly how: "read" | "interpolated" | "typed";
  /** Typed indexes by counter; empty for the others. */
  readonly typed: Readonly<Record<string, string>>;
}
