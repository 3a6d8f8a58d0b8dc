/**
 * Wrong names, passwords and codes: after five, each further one waits twice as long. Counted for an
 * account at an address, and for an address; never for an account alone, so that nobody can lock an
 * owner out. A try counts as wrong until it has proved right, so that many at once gain nothing.
 */

import { type Clock, MegaError } from "@mega/domain";

/** Tries before the first wait. */
const FREE_TRIES = 5;
/** The longest wait. */
const WAIT_MS_MAX = 15 * 60_000;
/** A place is forgotten so long after its last try, milliseconds. */
export const PLACE_FORGOTTEN_MS = 60 * 60_000;
/** Places remembered; the oldest go first. */
const PLACES_MAX = 10_000;
/** Tries of the whole network in a minute; addresses where somebody has logged in are not held up. */
export const TRIES_PER_MINUTE_MAX = 120;
const KNOWN_ADDRESSES_MAX = 200;

/** What is known of a place; instants of one clock, whichever it is. */
export interface TriedPlace {
  readonly wrong: number;
  /** Before this nothing more is tried from there. */
  readonly openAtMs: number;
  readonly lastMs: number;
}

/** A place after one more try that may be wrong. Pure. */
export function triedOnce(before: TriedPlace | undefined, nowMs: number): TriedPlace {
  const isKnown = before !== undefined && nowMs - before.lastMs < PLACE_FORGOTTEN_MS;
  const wrong = (isKnown ? before.wrong : 0) + 1;
  const waitMs = wrong < FREE_TRIES ? 0 : Math.min(1000 * 2 ** (wrong - FREE_TRIES), WAIT_MS_MAX);
  return { wrong, openAtMs: nowMs + waitMs, lastMs: nowMs };
}

/** How long the places of a try are still closed, milliseconds; 0 or less where they are open. Pure. */
export function waitOf(places: readonly (TriedPlace | undefined)[], nowMs: number): number {
  const waits = places.map((place) => (place?.openAtMs ?? 0) - nowMs);
  // A clock that was set back makes nobody wait longer than the longest wait.
  return Math.min(Math.max(...waits), WAIT_MS_MAX);
}

/** The names of the places of a try: what is tried from an address, and the address. */
export function placesOf(subject: string, ip: string): readonly [string, string] {
  const address = addressOf(ip);
  return [`${subject} ${address}`, address];
}

/** A try that is being checked. */
export interface Attempt {
  /** It was right: its places start anew. */
  readonly succeeded: () => void;
}

/** Counts tries by place. Waits are measured with the monotonic clock. */
export class Attempts {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #places = new Map<string, TriedPlace>();
  readonly #known = new Set<string>();
  #minute = { fromMs: 0, tries: 0 };

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /**
   * Begins a try.
   *
   * @param subject What is tried: "account:anna", "proof".
   * @param ip Where it comes from.
   * @throws MegaError TOO_MANY_ATTEMPTS with the wait in `retryAfterS`.
   */
  begin(subject: string, ip: string): Attempt {
    const nowMs = this.#clock.monotonicMs();
    const keys = placesOf(subject, ip);
    const [, address] = keys;
    const waitMs = waitOf(
      keys.map((key) => this.#places.get(key)),
      nowMs,
    );
    if (waitMs > 0) throw tooManyAttempts(waitMs);
    this.#countTogether(address, nowMs);
    for (const key of keys) this.#count(key, nowMs);
    return {
      succeeded: () => {
        for (const key of keys) this.#places.delete(key);
        this.#known.delete(address);
        this.#known.add(address);
        if (this.#known.size > KNOWN_ADDRESSES_MAX) deleteFirst(this.#known);
      },
    };
  }

  #count(key: string, nowMs: number): void {
    const tried = triedOnce(this.#places.get(key), nowMs);
    // The newest stands last, so that the first is the oldest.
    this.#places.delete(key);
    this.#places.set(key, tried);
    if (this.#places.size > PLACES_MAX) deleteFirst(this.#places);
  }

  #countTogether(address: string, nowMs: number): void {
    if (nowMs - this.#minute.fromMs >= 60_000) this.#minute = { fromMs: nowMs, tries: 0 };
    if (this.#minute.tries >= TRIES_PER_MINUTE_MAX && !this.#known.has(address)) {
      throw tooManyAttempts(this.#minute.fromMs + 60_000 - nowMs);
    }
    this.#minute.tries += 1;
  }
}

/** The refusal of a try that has to wait. */
export function tooManyAttempts(waitMs: number): MegaError {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new MegaError("TOO_MANY_ATTEMPTS", `Too many attempts; the next one in ${retryAfterS} s`, {
    hint: `Wait ${retryAfterS} s.`,
    context: { retryAfterS },
  });
}

/** A person at home has a whole /64 of IPv6: its addresses are one place. */
export function addressOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (!ip.includes(":")) return ip;
  const [head = "", tail] = ip.split("%")[0]?.split("::") ?? [];
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array.from({ length: gap }, () => "0"), ...back];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

function deleteFirst(kept: Map<string, unknown> | Set<string>): void {
  const first = kept.keys().next().value;
  if (first !== undefined) kept.delete(first);
}
