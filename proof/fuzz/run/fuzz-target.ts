/** What a target of the fuzzing is: an outside format, how its cases are drawn, and its oracle. */

import type { FuzzRandom } from "../draw/random.ts";

/**
 * `crash`: something was thrown that is no refusal. `hang`: no end, or deaf afterwards. `invented`:
 * taken for good although nobody said it, or changed although it was refused.
 */
export type FaultKind = "crash" | "hang" | "invented";

export type Verdict =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused" }
  | { readonly kind: "broken"; readonly fault: FaultKind; readonly why: string };

export const accepted: Verdict = { kind: "accepted" };
export const refused: Verdict = { kind: "refused" };

export function broken(fault: FaultKind, why: string): Verdict {
  return { kind: "broken", fault, why };
}

/** One message of a counterpart, drawn and not yet given to the product. */
export interface FuzzCase {
  /** The message as text that can be put into a test: hex, JSON, or the text itself. */
  readonly show: () => string;
  /** Gives the message to the product and says what came of it. */
  readonly judge: () => Verdict | Promise<Verdict>;
}

/** The product as a target drives it, from one preparation to the next. */
export interface FuzzBench {
  /** Draws a case from the random numbers alone, never from what came before. */
  readonly draw: (random: FuzzRandom) => FuzzCase;
  readonly close?: () => Promise<void>;
}

export interface FuzzTarget {
  /** After so many cases the product is made anew; a replay starts where its batch started. */
  readonly batchCases: number;
  readonly prepare: () => FuzzBench | Promise<FuzzBench>;
}
