/** Refusals and failures: application/problem+json, RFC 9457, with a code that pages translate. */

import { type ErrorCode, errorCodes } from "@mega/domain";
import { type Static, Type } from "typebox";
import { strict } from "./scalars.ts";

/** Codes of answers: those of the domain, and INTERNAL for a failure of our own. */
export type ProblemCode = ErrorCode | "INTERNAL";

/** Every code an answer may carry. */
export const problemCodes: readonly ProblemCode[] = [
  ...(Object.keys(errorCodes) as ErrorCode[]),
  "INTERNAL",
];

/**
 * The `type` of an answer: a name that stays the same, not an address, because a gateway serves no
 * documents (RFC 9457 §3.1.1 allows any URI). "NOT_FOUND" → "urn:mega:problem:not-found".
 */
export function problemType(code: ProblemCode): string {
  return `urn:mega:problem:${code.toLowerCase().replaceAll("_", "-")}`;
}

/** Codes of single fields that pages translate; a schema's keyword may stand there as well. */
export const fieldCodes = [
  "not-allowed",
  "required",
  "format",
  "too-early",
  "in-future",
  "below-opening",
  "above-latest",
  "too-many-decimals",
  "not-confirmed",
  "no-reading",
  "no-meter",
  "busy",
  "not-waiting",
  "below-last",
  "before-last",
  "after-first",
  "beyond-rating",
  "not-newer",
  "beyond-display",
  "typed-only",
  "too-many",
  "password-short",
  "password-common",
  "password-name",
  "taken",
  "overlap",
  "invited-enough",
  "no-such-box",
  "last-owner",
  "too-late",
  "issued",
  "exchange-since",
] as const;
/** A code of a single field. */
export type FieldCode = (typeof fieldCodes)[number];

/** The body of every refusal. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: "A name, not an address: urn:mega:problem:not-found." }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.String({ description: "Stable; listed in docs/reference/errors.md." }),
    detail: Type.String({ description: "English; pages translate the code." }),
    instance: Type.String(),
    hint: Type.Optional(Type.String()),
    errors: Type.Array(
      strict(
        {
          pointer: Type.String({ description: 'JSON pointer: "/effectiveAt", "/query/months".' }),
          code: Type.String(),
          params: Type.Record(Type.String(), Type.Unknown()),
        },
        "One faulty field.",
      ),
      { maxItems: 100 },
    ),
  },
  { description: "A refusal, RFC 9457." },
);
export type Problem = Static<typeof Problem>;
