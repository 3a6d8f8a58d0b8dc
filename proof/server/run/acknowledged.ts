/** What the fleet was told that the server has: the book against which every loss is counted. */

import type { Clock } from "@mega/domain";
import type { FleetMessage } from "../messages.ts";

/** The book of one run. */
export class Acknowledged {
  readonly #clock: Clock;
  readonly #newest = new Map<number, number>();
  #waiting: { readonly entries: number; readonly resolve: () => void }[] = [];
  #entries = 0;
  #lastMs: number | null = null;
  #longestPauseMs = 0;
  #wentBack = 0;
  #refusal: string | null = null;
  #batches = 0;
  #straight = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Entries acknowledged in all. */
  get entries(): number {
    return this.#entries;
  }

  /** Longest time without a word to anybody, between the first and the last. */
  get longestPauseMs(): number {
    return this.#longestPauseMs;
  }

  /** Entries that gateways themselves saw gone. */
  get wentBack(): number {
    return this.#wentBack;
  }

  /** Why an upload stopped for good; null where none did. */
  get refusal(): string | null {
    return this.#refusal;
  }

  /** Batches of processes that came to their end: in all, and those that went straight. */
  get ways(): { readonly batches: number; readonly straight: number } {
    return { batches: this.#batches, straight: this.#straight };
  }

  /** Newest entry of a gateway of which the server said that it stands. */
  newestOf(no: number): number {
    return this.#newest.get(no) ?? 0;
  }

  hear(message: FleetMessage): void {
    switch (message.kind) {
      case "acknowledged":
        this.#note(message.no, message.seq);
        break;
      case "went-back":
        this.#wentBack += message.from - message.to;
        this.#newest.set(message.no, message.to);
        break;
      case "refused":
        this.#refusal ??= `gateway ${message.no}: ${message.why}`;
        break;
      case "ways":
        this.#batches += message.all;
        this.#straight += message.straight;
        break;
      case "all-sent":
        break;
    }
  }

  /** A gateway is told less than before: counted once, so that the next loss is seen for itself. */
  lower(no: number, seq: number): void {
    this.#newest.set(no, seq);
  }

  /** Resolves when so many entries are acknowledged. */
  reached(entries: number): Promise<void> {
    if (this.#entries >= entries) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ entries, resolve });
    return promise;
  }

  #note(no: number, seq: number): void {
    const nowMs = this.#clock.monotonicMs();
    this.#longestPauseMs = Math.max(this.#longestPauseMs, nowMs - (this.#lastMs ?? nowMs));
    this.#lastMs = nowMs;
    this.#entries += Math.max(0, seq - this.newestOf(no));
    this.#newest.set(no, seq);
    for (const { entries, resolve } of this.#waiting) if (entries <= this.#entries) resolve();
    this.#waiting = this.#waiting.filter(({ entries }) => entries > this.#entries);
  }
}
