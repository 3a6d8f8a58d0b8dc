/**
 * What waits behind the last accepted reading, as far as the judge looks at it: so many readings that
 * wait are judged again that each must not be held against all of them. Pure but for itself.
 */

import type { QuarantinedCount } from "@mega/domain";

/** A jump is released by 24 readings in line at most. */
const IN_LINE_MAX = 24;

/** The line of one source. */
export class WaitingLine {
  /** The first and the newest. */
  #falls: readonly QuarantinedCount[] = [];
  /** The first, the lowest, and the newest, oldest first. */
  readonly #jumps: QuarantinedCount[] = [];

  /** As the judge is given it. */
  get all(): readonly QuarantinedCount[] {
    return [...this.#falls, ...this.#jumps];
  }

  /** A reading later than those before it. */
  add(reading: QuarantinedCount): void {
    const { reason } = reading;
    if (reason === "fell" || reason === "possible-rollover") {
      this.#falls = [...this.#falls.slice(0, 1), reading];
    }
    if (reason !== "rose-beyond-rating") return;
    this.#jumps.push(reading);
    if (this.#jumps.length <= IN_LINE_MAX + 2) return;
    const [, one, other] = this.#jumps;
    this.#jumps.splice((one?.count ?? 0) <= (other?.count ?? 0) ? 2 : 1, 1);
  }

  /** A reading was accepted: what waits from before it says nothing more. */
  clear(): void {
    this.#falls = [];
    this.#jumps.length = 0;
  }
}
