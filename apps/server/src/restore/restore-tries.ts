/**
 * Limits on tries to take a gateway's place that lock nobody out. An address with wrong tries waits, each
 * time twice as long; the tries of all together share a few places, so that a flood slows others and
 * never stops them. Guessing is no danger: a token has 130 random bits.
 */

import { addressOf } from "@mega/access";
import { type Clock, MegaError } from "@mega/domain";

const FREE_TRIES = 5;
const WAIT_MS_MAX = 15 * 60_000;
const FORGOTTEN_MS = 60 * 60_000;
const ADDRESSES_MAX = 10_000;
/** Tries that are looked up at once, and that wait for it. */
const RUNNING_MAX = 4;
const QUEUED_MAX = 64;
/** Wrong tries that are noted in a minute. */
const NOTED_PER_MINUTE_MAX = 60;

interface Place {
  readonly wrong: number;
  readonly openAtMs: number;
  readonly lastMs: number;
}

/** Counts tries by address. */
export class RestoreTries {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #places = new Map<string, Place>();
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #minute = { fromMs: 0, noted: 0 };

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /**
   * Looks a try up when its turn comes; it counts as wrong until it has proved right.
   *
   * @throws MegaError TOO_MANY_ATTEMPTS with `retryAfterS`
   */
  async check<Found>(
    ip: string,
    look: () => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    const address = addressOf(ip);
    this.#count(address);
    await this.#turn();
    try {
      const found = await look();
      if (found !== undefined) this.#places.delete(address);
      return found;
    } finally {
      this.#running -= 1;
      this.#queue.shift()?.();
    }
  }

  /** Whether one more wrong try is to be written down: a flood fills no table. */
  mayNote(): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#minute.fromMs >= 60_000) this.#minute = { fromMs: nowMs, noted: 0 };
    this.#minute.noted += 1;
    return this.#minute.noted <= NOTED_PER_MINUTE_MAX;
  }

  #count(address: string): void {
    const nowMs = this.#clock.monotonicMs();
    const before = this.#places.get(address);
    const waitMs = (before?.openAtMs ?? 0) - nowMs;
    if (waitMs > 0) throw tooMany(waitMs);
    const kept = before !== undefined && nowMs - before.lastMs < FORGOTTEN_MS ? before.wrong : 0;
    const wrong = kept + 1;
    const pauseMs =
      wrong < FREE_TRIES ? 0 : Math.min(1000 * 2 ** (wrong - FREE_TRIES), WAIT_MS_MAX);
    // The newest stands last, so that the first is the oldest.
    this.#places.delete(address);
    this.#places.set(address, { wrong, openAtMs: nowMs + pauseMs, lastMs: nowMs });
    const [oldest] = this.#places.keys();
    if (this.#places.size > ADDRESSES_MAX && oldest !== undefined) this.#places.delete(oldest);
  }

  async #turn(): Promise<void> {
    if (this.#running >= RUNNING_MAX) {
      if (this.#queue.length >= QUEUED_MAX) throw tooMany(5000);
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    }
    this.#running += 1;
  }
}

function tooMany(waitMs: number): MegaError {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new MegaError("TOO_MANY_ATTEMPTS", `Too many attempts; the next one in ${retryAfterS} s`, {
    hint: `Wait ${retryAfterS} s.`,
    context: { retryAfterS },
  });
}
