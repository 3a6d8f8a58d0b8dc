/** What becomes of keys that a gateway hands over. Pure. */

import { monthNumber, sameBytes } from "@mega/ledger";
import type { SentKey } from "@mega/uplink";
import { fits, type StoredKey } from "./key-ring.ts";

/** Keys to be stored, or the first that is not the committed one. */
export type KeysJudgement =
  | {
      readonly kind: "taken";
      /** As they are to be stored. */
      readonly changes: readonly StoredKey[];
      /** New ones that no entry has committed yet. */
      readonly uncommitted: number;
      /** Those that entries of before could not be opened without, with the first of these. */
      readonly awaited: readonly AwaitedKey[];
    }
  | { readonly kind: "wrong"; readonly at: number; readonly committedSeq: number };

/** A key that has come late. */
export interface AwaitedKey {
  readonly monthNo: number;
  readonly fromSeq: number;
}

/** Judges keys against what is stored of them; one that was erased is left out in silence. */
export function judgeKeys(stored: readonly StoredKey[], sent: readonly SentKey[]): KeysJudgement {
  const keys = new Map(stored.map((one) => [nameOf(one.monthNo, one.sourceNo), one]));
  const changed = new Map<string, StoredKey>();
  const awaited: AwaitedKey[] = [];
  let uncommitted = 0;
  for (const [at, { sourceNo, month, key }] of sent.entries()) {
    const monthNo = monthNumber(month);
    const name = nameOf(monthNo, sourceNo);
    const known = keys.get(name);
    if (known?.erased) continue;
    const committed = known?.committed ?? null;
    if (committed !== null && !fits(key, committed)) {
      return { kind: "wrong", at, committedSeq: committed.seq };
    }
    if (known?.key && sameBytes(known.key, key)) continue;
    const awaitedSeq = known?.awaitedSeq ?? null;
    if (committed !== null && awaitedSeq !== null) awaited.push({ monthNo, fromSeq: awaitedSeq });
    if (known === undefined) uncommitted++;
    const nothing = { monthNo, sourceNo, committed, erased: false };
    const taken = { ...nothing, key, awaitedSeq: committed === null ? awaitedSeq : null };
    keys.set(name, taken);
    changed.set(name, taken);
  }
  return { kind: "taken", changes: [...changed.values()], uncommitted, awaited };
}

function nameOf(monthNo: number, sourceNo: number): string {
  return `${monthNo}/${sourceNo}`;
}
