/** Restore tokens that were just made: in memory for a quarter of an hour, so that they can be printed. */

import { randomBytes } from "node:crypto";
import type { Clock } from "@mega/domain";

const GOOD_FOR_MS = 15 * 60_000;

/** Remembers the newest one. */
export class FreshTokens {
  readonly #clock: Pick<Clock, "monotonicMs">;
  #fresh: { readonly name: string; readonly token: string; readonly untilMs: number } | null = null;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /** Keeps it; the name that whoever made it is told. */
  keep(token: string): string {
    const name = randomBytes(16).toString("hex");
    this.#fresh = { name, token, untilMs: this.#clock.monotonicMs() + GOOD_FOR_MS };
    return name;
  }

  /** The token of a name; undefined when it was made too long ago, or another one since. */
  find(name: string): string | undefined {
    if (this.#fresh === null || this.#fresh.untilMs <= this.#clock.monotonicMs()) {
      this.#fresh = null;
      return undefined;
    }
    return this.#fresh.name === name ? this.#fresh.token : undefined;
  }
}
