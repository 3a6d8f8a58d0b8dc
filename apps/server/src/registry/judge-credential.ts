/** Whether a secret is one of a gateway's, and what follows. Pure. */

import { timingSafeEqual } from "node:crypto";

/** A credential as it is kept. */
export interface KeptCredential {
  readonly hash: Uint8Array;
  readonly generation: number;
  readonly isRevoked: boolean;
  /** Whether it was used before. */
  readonly isUsed: boolean;
}

/** The gateway that the credentials are of. */
export interface KeptGateway {
  readonly generation: number;
  readonly isRevoked: boolean;
}

/** What a credential says. */
export type CredentialJudgement =
  | { readonly kind: "known"; readonly generation: number; readonly isFirstUse: boolean }
  /** Another box has taken the gateway's place since. */
  | { readonly kind: "replaced" }
  | { readonly kind: "unknown" };

const nobody: KeptCredential = {
  hash: new Uint8Array(32),
  generation: 0,
  isRevoked: true,
  isUsed: true,
};

/**
 * Compares with all of them in the same time, whether one fits or there is none: who only guesses
 * learns nothing. Who has the secret of a box that was replaced is told so.
 *
 * @param gateway undefined when there is none of this number
 */
export function judgeCredential(
  hash: Uint8Array,
  gateway: KeptGateway | undefined,
  kept: readonly KeptCredential[],
): CredentialJudgement {
  const fitting = [...kept, nobody].filter((one) => timingSafeEqual(one.hash, hash));
  const [found] = fitting;
  if (gateway === undefined || gateway.isRevoked || found === undefined || found === nobody) {
    return { kind: "unknown" };
  }
  if (found.generation < gateway.generation) return { kind: "replaced" };
  if (found.isRevoked) return { kind: "unknown" };
  return { kind: "known", generation: found.generation, isFirstUse: !found.isUsed };
}
