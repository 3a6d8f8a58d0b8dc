/** Types of verification; see `verifyChain`. */

/** How far a verification has come. */
export interface VerifyProgress {
  readonly checked: number;
  readonly headSeq: number;
}

/** What is wrong with an entry. */
export type VerifyFault =
  | "not-canonical"
  | "malformed"
  | "seq-gap"
  | "prev-hash"
  | "hash"
  | "ledger-id"
  | "generation"
  | "key-commitment"
  | "tail-missing";

/** The result of a verification. */
export interface VerifyReport {
  readonly ok: boolean;
  readonly fromSeq: number;
  /** Entries found good. */
  readonly entries: number;
  /** The first bad entry and what is wrong with it; null when all are good. */
  readonly firstBad: {
    readonly seq: number;
    readonly fault: VerifyFault;
    readonly detail: string;
  } | null;
  /** entryHash of the last good entry, hexadecimal. */
  readonly headHash: string;
  readonly headSeq: number;
  /** Keys present whose commitment was checked, and committed keys that are erased. */
  readonly keysChecked: number;
  readonly keysErased: number;
  /** Kinds this code does not know: verified and kept, not understood. */
  readonly unknownKinds: readonly string[];
}
