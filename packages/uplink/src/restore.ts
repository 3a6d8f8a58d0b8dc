/**
 * How a box takes the place of another: it asks with the old MAC and a proof of the owner's token, and
 * then until a person has confirmed it or the old box was silent for long enough. It makes the secret of
 * its credential itself and sends the hash alone, so that nothing is lost with an answer.
 */

import { type Static, Type } from "typebox";
import { answer } from "./answers.ts";

const Mac = Type.String({ pattern: "^([0-9a-f]{2}:){5}[0-9a-f]{2}$" });
const Instant = Type.String({ description: "RFC 3339, UTC." });
const Hex32 = Type.String({ pattern: "^[0-9a-f]{64}$", description: "32 bytes in hex." });

/** POST /v1/restores; it needs no credential. */
export const RestoreRequest = answer(
  {
    oldMac: Mac,
    newMac: Mac,
    model: Type.Enum(["MEGA16", "MEGA32", "MEGA64", "MEGA128"]),
    /** What only the token gives, and what gives nothing of the token. */
    proof: Hex32,
    /** SHA-256 of the secret that the new box will prove itself with. */
    secretSha256: Hex32,
  },
  "A box that asks to take the place of another.",
);
export type RestoreRequest = Static<typeof RestoreRequest>;

/** Its answer. */
export const RestoreAsked = answer(
  {
    restoreId: Type.Integer({ minimum: 1 }),
    code: Type.String({
      pattern: "^[0-9A-HJKMNP-TV-Z]{8}$",
      description: "What the manager enters; shown by the new box.",
    }),
    expiresAt: Instant,
  },
  "The proof was right.",
);
export type RestoreAsked = Static<typeof RestoreAsked>;

/** GET /v1/restores/current, with a ticket. */
export const RestoreState = Type.Union(
  [
    answer(
      {
        state: Type.Literal("waiting"),
        expiresAt: Instant,
        /** When it is granted by itself, if the old box stays silent; null where a person is needed. */
        automaticAt: Type.Union([Instant, Type.Null()]),
      },
      "Nobody has confirmed it yet.",
    ),
    answer(
      {
        state: Type.Literal("granted"),
        gatewayId: Type.Integer({ minimum: 1 }),
        generation: Type.Integer({ minimum: 2 }),
        building: Type.String({ maxLength: 80 }),
      },
      "The new box has the place, and its secret is a credential.",
    ),
    answer(
      { state: Type.Literal("ended"), why: Type.Enum(["refused", "expired", "undone"]) },
      "It came to nothing, or was taken back.",
    ),
  ],
  { description: "How far a restore is." },
);
export type RestoreState = Static<typeof RestoreState>;

/** What a box asks about its restore with: number and secret, as "megar1.12.<43 characters>". */
export interface RestoreTicket {
  readonly restoreId: number;
  /** 32 bytes, base64url. */
  readonly secret: string;
}

const form = /^megar1\.([1-9]\d{0,9})\.([A-Za-z0-9_-]{43})$/;

/** The text that goes as a bearer token. */
export function ticketText({ restoreId, secret }: RestoreTicket): string {
  return `megar1.${restoreId}.${secret}`;
}

/** Reads a bearer token; undefined when it is no ticket. */
export function readTicket(text: string): RestoreTicket | undefined {
  const [, restoreId, secret] = form.exec(text) ?? [];
  if (restoreId === undefined || secret === undefined) return undefined;
  return { restoreId: Number(restoreId), secret };
}
