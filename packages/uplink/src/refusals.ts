/**
 * What the server says beside a refusal (409, problem+json): enough for a gateway to go on where the
 * mirror stands, or to show where two chains part.
 */

import { type Static, Type } from "typebox";
import { MirrorHead } from "./answers.ts";

const Hash = Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256 in hex." });

/** Code MIRROR_GAP: entries between the mirror's head and the first of the batch are missing. */
export const MirrorGap = Type.Object({
  code: Type.Literal("MIRROR_GAP"),
  mirror: MirrorHead,
});
export type MirrorGap = Static<typeof MirrorGap>;

/** Code LEDGER_FORKED: the mirror holds another entry in this place, or another ledger. */
export const LedgerForked = Type.Object({
  code: Type.Literal("LEDGER_FORKED"),
  mirror: MirrorHead,
  fork: Type.Object({
    seq: Type.Integer({ minimum: 1, description: "The first entry that differs." }),
    storedHash: Type.Union([Hash, Type.Null()], {
      description: "What the mirror holds there; null where it holds another ledger.",
    }),
    sentHash: Hash,
  }),
});
export type LedgerForked = Static<typeof LedgerForked>;
