/**
 * What a test button shows: every step with its time and the peer's own words, so that the person
 * in front of the cabinet sees where it stopped and what to check.
 */

import { type Static, Type } from "typebox";
import { Instant, orNull, strict } from "./scalars.ts";

/** One step of a test. */
export const TestStep = strict(
  {
    name: Type.String({
      pattern: "^[a-z][a-z-]{0,30}$",
      description: "A stable word that pages translate: resolve, connect, tls, login …",
    }),
    state: Type.Enum(["ok", "failed", "skipped"], {
      description: "`skipped` where an earlier step failed, or where it does not apply.",
    }),
    tookMs: orNull(Type.Number({ minimum: 0, description: "Null where it was skipped." })),
    said: Type.String({ maxLength: 1000, description: "The other side's words, as received." }),
  },
  "One step of a test.",
);
export type TestStep = Static<typeof TestStep>;

/** A finished test. */
export const TestReport = strict(
  {
    passed: Type.Boolean(),
    at: Instant,
    tookMs: Type.Number({ minimum: 0 }),
    steps: Type.Array(TestStep, { maxItems: 40 }),
    advice: orNull(
      Type.String({
        pattern: "^[a-z][a-z-]{0,40}$",
        description: "What to check, as a stable word that pages translate; null when it passed.",
      }),
    ),
    facts: Type.Record(Type.String(), Type.String({ maxLength: 500 }), {
      description: "Figures worth showing: offsetMs, certificate, server.",
    }),
  },
  "What a test found.",
);
export type TestReport = Static<typeof TestReport>;
