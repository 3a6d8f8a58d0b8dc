/**
 * When the gateway ran, what its clock showed, and when it took readings: what somebody beside the
 * box, with a good watch, would have written down. All instants are true unless their name says so.
 */

/** From an instant on the gateway's clock was so far ahead. */
export interface ClockPiece {
  readonly fromMs: number;
  readonly offsetMs: number;
  /** The system says that the clock is synchronised. */
  readonly vouched: boolean;
}

/** From a start of the gateway to its end. */
export interface Life {
  readonly fromMs: number;
  readonly toMs: number;
  /** Answers after this instant were never stored: the power was cut in the middle of a round. */
  readonly storedUntilMs: number;
}

/** A round that was stored. */
export interface StoredRound {
  /** When its first meter was asked, as far as that can be known from outside. */
  readonly beganMs: number;
  readonly storedMs: number;
  /** The one meter that was read; null for a round over all. */
  readonly meterId: string | null;
}

/** The watch's notes. */
export interface GatewayTimes {
  readonly clock: readonly ClockPiece[];
  readonly lives: readonly Life[];
  readonly rounds: readonly StoredRound[];
}

/** The clock's state at an instant. */
export function clockAt(clock: readonly ClockPiece[], trueMs: number): ClockPiece {
  let low = 0;
  let high = clock.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((clock[middle]?.fromMs ?? 0) <= trueMs) low = middle;
    else high = middle - 1;
  }
  return clock[low] ?? { fromMs: 0, offsetMs: 0, vouched: true };
}
