/** What all versions of the body of RoundTaken have in common. */

import type { RoundCause } from "../append/event.ts";
import type { CborValue } from "./cbor.ts";
import { isInteger } from "./envelope.ts";
import type { LedgerFact } from "./facts.ts";

/** A round as a fact. */
export type RoundFact = Extract<LedgerFact, { kind: "RoundTaken" }>;
/** A body as CBOR has it. */
export type Body = Readonly<Record<string, CborValue>>;

const causes: readonly string[] = ["scheduled", "on-demand", "catch-up"];

/** The fields of a round in clear; undefined when one is malformed. */
export function clearFields(
  body: Body,
): Pick<RoundFact, "cause" | "dueAtMs" | "month"> | undefined {
  const { cause, dueAtMs, month } = body;
  if (typeof cause !== "string" || !causes.includes(cause)) return undefined;
  if (!isInteger(dueAtMs) || typeof month !== "string") return undefined;
  return { cause: cause as RoundCause, dueAtMs, month };
}

/** Serial numbers that differ from the declared ones, by position; undefined when malformed. */
export function serialsByPosition(
  value: CborValue | undefined,
): ReadonlyMap<number, string> | undefined {
  const serials = new Map<number, string>();
  if (value === undefined) return serials;
  if (!Array.isArray(value)) return undefined;
  for (const pair of value) {
    if (!Array.isArray(pair) || !isInteger(pair[0]) || typeof pair[1] !== "string") {
      return undefined;
    }
    serials.set(pair[0], pair[1]);
  }
  return serials;
}
