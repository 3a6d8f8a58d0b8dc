/**
 * The month keys that some entries speak of, while these are read in order. A key opens values only
 * behind the entry that commits it, so that none of another's making ever opens anything.
 */

import type { SourceNo } from "@mega/domain";
import { type KeyLookup, keyCommitment, monthNumber, sameBytes } from "@mega/ledger";

/** What an entry says of a key. */
export interface Commitment {
  readonly hash: Uint8Array;
  /** The entry. */
  readonly seq: number;
}

/** What is stored of the key of a source and month. */
export interface StoredKey {
  readonly monthNo: number;
  readonly sourceNo: SourceNo;
  /** Null before it came and after it was erased. */
  readonly key: Uint8Array | null;
  /** Null before the entry that commits it came. */
  readonly committed: Commitment | null;
  /** The first entry that could not be opened without it; null when there is none. */
  readonly awaitedSeq: number | null;
  readonly erased: boolean;
}

/** Whether a key is the committed one. */
export function fits(key: Uint8Array, { hash }: Commitment): boolean {
  return sameBytes(keyCommitment(key), hash);
}

type OfMonth = Map<SourceNo, StoredKey>;

/** Keys while entries are read; `changes` are to be stored with what was read. */
export class KeyRing {
  /** By month and source: a round asks for each of its sources. */
  readonly #keys = new Map<number, OfMonth>();
  readonly #changed = new Map<number, Set<SourceNo>>();

  constructor(stored: readonly StoredKey[]) {
    for (const one of stored) this.#of(one.monthNo).set(one.sourceNo, one);
  }

  /** Opens values of an entry: of sources whose key is there and was committed before it. */
  openerOf(seq: number): KeyLookup {
    let asked: string | undefined;
    let keys: OfMonth | undefined;
    return (sourceNo, month) => {
      if (month !== asked) {
        asked = month;
        keys = this.#keys.get(monthNumber(month));
      }
      const known = keys?.get(sourceNo);
      if (known === undefined || known.key === null || known.committed === null) return undefined;
      return known.committed.seq < seq ? known.key : undefined;
    };
  }

  /** An entry commits a key. A stored one that is another is dropped; the first commitment stands. */
  commit(monthNo: number, sourceNo: SourceNo, committed: Commitment): void {
    const known = this.#at(monthNo, sourceNo);
    if (known.committed !== null) return;
    const key = known.key !== null && fits(known.key, committed) ? known.key : null;
    this.#set({ ...known, committed, key });
  }

  /** A value of this entry could not be opened for want of its key. */
  miss(monthNo: number, sourceNo: SourceNo, seq: number): void {
    const known = this.#at(monthNo, sourceNo);
    if (known.erased || known.awaitedSeq !== null) return;
    this.#set({ ...known, awaitedSeq: seq });
  }

  /** What is not as it was stored. */
  changes(): readonly StoredKey[] {
    return [...this.#changed].flatMap(([monthNo, sourceNos]) =>
      [...sourceNos].flatMap((sourceNo) => this.#keys.get(monthNo)?.get(sourceNo) ?? []),
    );
  }

  #of(monthNo: number): OfMonth {
    const known = this.#keys.get(monthNo);
    if (known !== undefined) return known;
    const made: OfMonth = new Map();
    this.#keys.set(monthNo, made);
    return made;
  }

  #at(monthNo: number, sourceNo: SourceNo): StoredKey {
    const nothing = { key: null, committed: null, awaitedSeq: null, erased: false };
    return this.#keys.get(monthNo)?.get(sourceNo) ?? { monthNo, sourceNo, ...nothing };
  }

  #set(key: StoredKey): void {
    this.#of(key.monthNo).set(key.sourceNo, key);
    const changed = this.#changed.get(key.monthNo) ?? new Set<SourceNo>();
    changed.add(key.sourceNo);
    this.#changed.set(key.monthNo, changed);
  }
}
