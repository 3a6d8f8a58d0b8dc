/**
 * How a gateway without a credential gets one. It asks for an enrolment and shows the short code; a
 * person who may redeems the code at the server for a building; the gateway, which proves with the
 * enrolment's own secret that it is the one that asked, fetches its credential. The credential can be
 * fetched again until it was first used, so that a power cut in between costs nothing.
 *
 *   POST /v1/enrolments            EnrolmentRequest → 201 Enrolment
 *   GET  /v1/enrolments/current    Bearer secret    → 200 EnrolmentProgress
 */

import { type Static, Type } from "typebox";
import { answer } from "./answers.ts";

const Instant = Type.String({
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$",
  description: "Instant in UTC, RFC 3339.",
});

/** What a gateway says of itself; nothing of it is believed before a person has redeemed the code. */
export const EnrolmentRequest = answer(
  {
    mac: Type.String({
      pattern: "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$",
      description: "Hardware address, lower case, with colons.",
    }),
    model: Type.Enum(["MEGA16", "MEGA32", "MEGA64", "MEGA128"]),
  },
  "A gateway that wants to be bound to a building.",
);
export type EnrolmentRequest = Static<typeof EnrolmentRequest>;

/** An enrolment that waits for a person. */
export const Enrolment = answer(
  {
    code: Type.String({
      pattern: "^[0-9A-HJKMNP-TV-Z]{8}$",
      description: "8 characters of Crockford's base32, for a person.",
    }),
    secret: Type.String({
      pattern: "^[A-Za-z0-9_-]{43}$",
      description: "32 random bytes in base64url, for this gateway alone.",
    }),
    expiresAt: Instant,
  },
  "An enrolment that waits until its code is redeemed.",
);
export type Enrolment = Static<typeof Enrolment>;

/** How an enrolment stands. One that is over or was never there is refused as any wrong secret is. */
export const EnrolmentProgress = Type.Union([
  answer(
    { state: Type.Literal("waiting"), expiresAt: Instant },
    "Nobody has redeemed the code yet.",
  ),
  answer(
    {
      state: Type.Literal("redeemed"),
      credential: Type.String({ minLength: 1, maxLength: 80, description: "See credential.ts." }),
      building: Type.String({ maxLength: 100, description: "Where the gateway stands now." }),
    },
    "The code was redeemed.",
  ),
]);
export type EnrolmentProgress = Static<typeof EnrolmentProgress>;
