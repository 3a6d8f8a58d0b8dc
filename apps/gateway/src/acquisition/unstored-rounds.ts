/**
 * Rounds that were read but could not be stored, because the disk is full or failing. They wait in
 * memory and are stored oldest first as soon as the disk takes them, each reading with its own time.
 */

import { MegaError } from "@mega/domain";
import type { ReadingPlan } from "@mega/installation";
import type { MeterReading } from "./meter-reading.ts";
import type { RoundRecord } from "./round-record.ts";

/** A round that was read. */
export interface ReadRound {
  readonly record: RoundRecord;
  /** The plan it was read by: a configuration saved meanwhile may know other meters. */
  readonly plan: ReadingPlan;
  readonly readings: readonly MeterReading[];
  readonly dueAtMs: number;
}

/** A day of quarter hours; the oldest goes when more wait. */
const WAITING_MAX = 96;

/** Rounds that wait to be stored, oldest first. */
export class UnstoredRounds {
  readonly #waiting: ReadRound[] = [];
  #dropped = 0;

  /** How many wait. */
  get count(): number {
    return this.#waiting.length;
  }

  /** When the newest of them was due; undefined when none waits. */
  get newestDueMs(): number | undefined {
    return this.#waiting.at(-1)?.dueAtMs;
  }

  /** How many were given up because too many waited. */
  get dropped(): number {
    return this.#dropped;
  }

  add(round: ReadRound): void {
    this.#waiting.push(round);
    if (this.#waiting.length > WAITING_MAX) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
  }

  /**
   * Stores what waits, oldest first, and ends at the first failure, whose error is thrown. A round
   * that failed stays where trying again can help, and goes where it cannot: it would block all
   * others.
   */
  async storeWith(store: (round: ReadRound) => Promise<void>): Promise<void> {
    for (let round = this.#waiting[0]; round !== undefined; round = this.#waiting[0]) {
      try {
        await store(round);
      } catch (error) {
        if (!(error instanceof MegaError && error.retryable)) this.#remove(round);
        throw error;
      }
      this.#remove(round);
    }
  }

  #remove(round: ReadRound): void {
    if (this.#waiting[0] === round) this.#waiting.shift();
  }
}
