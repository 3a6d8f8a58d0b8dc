/** What the server answers a gateway, as schemas and types. */

import { type Static, type TProperties, Type } from "typebox";

/** An object that admits no other properties. */
export function answer<T extends TProperties>(properties: T, description: string) {
  return Type.Object(properties, { additionalProperties: false, description });
}

const LedgerId = Type.String({ pattern: "^[0-9a-f]{32}$", description: "16 bytes in hex." });
const Hash = Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256 in hex." });

/** What of a ledger stands at the server, committed: the only word by which a gateway lets go. */
export const MirrorHead = answer(
  {
    ledgerId: LedgerId,
    generation: Type.Integer({ minimum: 1 }),
    headSeq: Type.Integer({ minimum: 0, description: "Newest entry; 0 before the first." }),
    headHash: Type.Union([Hash, Type.Null()]),
  },
  "What of a ledger stands at the server.",
);
export type MirrorHead = Static<typeof MirrorHead>;

/** The ledger of the gateway that asks; null before its first entry came. */
export const MirrorAnswer = answer(
  { ledger: Type.Union([MirrorHead, Type.Null()]) },
  "The mirror of the gateway that asks.",
);
export type MirrorAnswer = Static<typeof MirrorAnswer>;
