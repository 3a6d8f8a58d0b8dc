/**
 * Secrets of imported and restored files while a person looks at the differences: a proposal goes to
 * the page without them, and the save that follows names it.
 */

import { randomBytes } from "node:crypto";
import type { RevisionCause } from "@mega/contract";
import type { Clock } from "@mega/domain";

/** What a proposal keeps back. */
export interface KeptProposal {
  readonly cause: RevisionCause;
  readonly secrets: ReadonlyMap<string, string>;
}

const GOOD_FOR_MS = 15 * 60_000;
const PROPOSALS_MAX = 16;

/** The proposals of the last quarter of an hour. */
export class Proposals {
  readonly #clock: Clock;
  readonly #kept = new Map<string, KeptProposal & { readonly untilMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps a proposal; its name. */
  keep(proposal: KeptProposal): string {
    const nowMs = this.#clock.monotonicMs();
    for (const [name, { untilMs }] of this.#kept) if (untilMs <= nowMs) this.#kept.delete(name);
    for (const name of this.#kept.keys()) {
      if (this.#kept.size < PROPOSALS_MAX) break;
      this.#kept.delete(name);
    }
    const name = randomBytes(16).toString("hex");
    this.#kept.set(name, { ...proposal, untilMs: nowMs + GOOD_FOR_MS });
    return name;
  }

  /** A proposal that is still good. */
  find(name: string): KeptProposal | undefined {
    const found = this.#kept.get(name);
    return found === undefined || found.untilMs <= this.#clock.monotonicMs() ? undefined : found;
  }
}
