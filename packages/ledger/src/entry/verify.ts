/**
 * Verification of the chain: every entry has the one encoding, follows the one before and hashes to
 * what is stored beside it. Reading one entry after another needs no memory, so a chain of any
 * length is checked from any entry on.
 */

import { isKnownKind } from "./bodies.ts";
import { sameBytes, toHex } from "./cbor.ts";
import { decodeEntry, type Envelope } from "./envelope.ts";
import { generationFault } from "./generation.ts";
import { entryHash } from "./hash.ts";
import { emptyTree, grow, type Tree, treeHash } from "./tree.ts";

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
  | "body"
  | "projection"
  | "unreadable"
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
  /** The hash of the tree of all entries (RFC 6962), hexadecimal; null when not all were checked. */
  readonly treeHash: string | null;
  /** Keys present whose commitment was checked, and committed keys that are erased. */
  readonly keysChecked: number;
  readonly keysErased: number;
  /** Kinds this code does not know: verified and kept, not understood. */
  readonly unknownKinds: readonly string[];
}

/** An entry to be checked: its bytes, and the hash kept beside them where there is one. */
export interface ChainEntry {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly hash?: Uint8Array;
}

/** How far a check has come; plain data that is carried from entry to entry. */
export interface ChainCheck {
  readonly fromSeq: number;
  readonly seq: number;
  readonly hash: Uint8Array;
  /** Null when it is not known before and no entry is read. */
  readonly ledgerId: Uint8Array | null;
  /** Of the entry before; 0 when it is not known. */
  readonly generation: number;
  /** The tree of all entries; null when the check does not begin with the first. */
  readonly tree: Tree | null;
  readonly entries: number;
  readonly firstBad: VerifyReport["firstBad"];
  readonly unknownKinds: readonly string[];
}

/**
 * A check that begins behind an entry: seq 0 and 32 zero bytes for the whole chain. Entries of
 * another ledger than the one named are bad; when none is named, the first entry names it. So does it
 * with the generation, where the one of the entry before is not known (0).
 */
export function beginCheck(
  seq: number,
  hash: Uint8Array,
  ledgerId: Uint8Array | null = null,
  generation = 0,
): ChainCheck {
  const nothing = { entries: 0, firstBad: null, unknownKinds: [] };
  const tree = seq === 0 ? emptyTree : null;
  return { fromSeq: seq + 1, seq, hash, ledgerId, generation, tree, ...nothing };
}

/** The check after one more entry, and the entry when it is good. Nothing follows a bad one. */
export function checkEntry(
  check: ChainCheck,
  entry: ChainEntry,
): { readonly check: ChainCheck; readonly envelope?: Envelope } {
  if (check.firstBad) return { check };
  const expected = check.seq + 1;
  const bad = (fault: VerifyFault, detail: string) => ({
    check: { ...check, firstBad: { seq: expected, fault, detail } },
  });
  if (entry.seq !== expected) return bad("seq-gap", `entry ${entry.seq} stands in its place`);
  const hash = entryHash(entry.bytes);
  if (entry.hash && !sameBytes(entry.hash, hash)) {
    return bad("hash", "the bytes do not have the hash stored beside them");
  }
  const decoded = decodeEntry(entry.bytes);
  if (!decoded.ok) return bad(decoded.fault, decoded.detail);
  const { envelope } = decoded;
  if (envelope.seq !== expected) return bad("seq-gap", `its bytes say ${envelope.seq}`);
  if (!sameBytes(envelope.prevHash, check.hash)) {
    return bad("prev-hash", "it does not follow the entry before it");
  }
  if (check.ledgerId && !sameBytes(check.ledgerId, envelope.ledgerId)) {
    return bad("ledger-id", "it belongs to another ledger");
  }
  const step = generationFault(check.generation, envelope);
  if (step !== undefined) return bad("generation", step);
  const { kind, kindVersion, ledgerId, generation } = envelope;
  const name = kindVersion === 1 ? kind : `${kind} ${kindVersion}`;
  const unknown = !isKnownKind(kind, kindVersion) && !check.unknownKinds.includes(name);
  return {
    envelope,
    check: {
      ...check,
      seq: expected,
      hash,
      ledgerId,
      generation,
      tree: check.tree && grow(check.tree, hash),
      entries: check.entries + 1,
      unknownKinds: unknown ? [...check.unknownKinds, name] : check.unknownKinds,
    },
  };
}

/** Checks entries in order and reports; stops reading at the first bad one. */
export function verifyChain(
  entries: Iterable<ChainEntry>,
  begin: ChainCheck = beginCheck(0, new Uint8Array(32)),
): VerifyReport {
  let check = begin;
  for (const entry of entries) {
    check = checkEntry(check, entry).check;
    if (check.firstBad) break;
  }
  return reportOf(check, { checked: 0, erased: 0 });
}

/** The report of a check. */
export function reportOf(
  check: ChainCheck,
  keys: { readonly checked: number; readonly erased: number },
): VerifyReport {
  return {
    ok: check.firstBad === null,
    fromSeq: check.fromSeq,
    entries: check.entries,
    firstBad: check.firstBad,
    headHash: toHex(check.hash),
    headSeq: check.seq,
    treeHash: check.tree && toHex(treeHash(check.tree)),
    keysChecked: keys.checked,
    keysErased: keys.erased,
    unknownKinds: check.unknownKinds,
  };
}
