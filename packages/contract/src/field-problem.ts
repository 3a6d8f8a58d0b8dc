/** How one field of a request is refused, by whoever judges it: the same for a gateway and a server. */

import { type ErrorCode, MegaError } from "@mega/domain";
import type { FieldCode } from "./problem.ts";

/** Why a field is refused. */
export interface FieldRefusal {
  /** JSON pointer into the body, or "/query/…", "/path/…". */
  readonly pointer: string;
  readonly value: unknown;
  /** What would be taken, in words. */
  readonly allowed: string;
  /** What pages translate; "not-allowed" when left out. */
  readonly code?: FieldCode;
  /** REQUEST_INVALID (400) when left out. */
  readonly error?: ErrorCode;
  readonly hint?: string;
}

/** A refusal of one field of a request: it names the field, the value and what is allowed. */
export function fieldProblem(refusal: FieldRefusal): MegaError {
  const { pointer, value, allowed, code = "not-allowed", hint } = refusal;
  const shown = value === undefined ? "nothing" : JSON.stringify(value);
  const message = `${pointer} is ${shown}; allowed: ${allowed}`;
  return new MegaError(refusal.error ?? "REQUEST_INVALID", message, {
    ...(hint === undefined ? {} : { hint }),
    context: { errors: [{ pointer, code, params: { value: value ?? null, allowed } }] },
  });
}
