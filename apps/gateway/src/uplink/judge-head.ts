/**
 * What follows from the server's word about what it has of this ledger. It is believed as far as it can
 * be checked: a head that it names must be an entry of ours, with our hash. Pure.
 */

import type { MirrorHead } from "@mega/uplink";

/** Why nothing is sent any more. */
export interface Refusal {
  readonly reason: "forked" | "other-ledger" | "ahead" | "replaced" | "revoked";
  /** The entry it is about. */
  readonly seq: number | null;
  /** SHA-256 of that entry here and there, hexadecimal. */
  readonly ownHash: string | null;
  readonly serverHash: string | null;
}

/** What the server's word is held against. */
export interface OwnLedger {
  /** 16 bytes, hexadecimal. */
  readonly ledgerId: string;
  readonly generation: number;
  /** Newest entry on the disk; 0 before the first. */
  readonly headSeq: number;
}

/** What follows. */
export type HeadVerdict =
  /** The server has every entry up to this one. */
  | { readonly kind: "has"; readonly seq: number }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/**
 * Judges what the server says that it has.
 *
 * @param head null when it has nothing yet
 * @param ownHash of our entry of the same number, hexadecimal; null when there is none
 */
export function judgeHead(
  head: MirrorHead | null,
  own: OwnLedger,
  ownHash: string | null,
): HeadVerdict {
  if (head === null) return { kind: "has", seq: 0 };
  const { headSeq: seq, headHash: serverHash } = head;
  const refused = (reason: Refusal["reason"]): HeadVerdict => {
    return { kind: "refused", refusal: { reason, seq, ownHash, serverHash } };
  };
  if (head.generation > own.generation) return refused("replaced");
  if (head.ledgerId !== own.ledgerId) return refused("other-ledger");
  if (seq === 0) return serverHash === null ? { kind: "has", seq } : refused("forked");
  if (seq > own.headSeq) return refused("ahead");
  return ownHash !== null && ownHash === serverHash ? { kind: "has", seq } : refused("forked");
}
