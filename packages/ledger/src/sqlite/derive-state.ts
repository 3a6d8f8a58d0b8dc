/** The state from the entries: verified, folded and, where that is asked, projected once more. */

import { MegaError } from "@mega/domain";
import { fold, type OwnMaps } from "../append/fold.ts";
import type { LedgerState } from "../append/state.ts";
import { readFact } from "../entry/bodies.ts";
import { sameBytes } from "../entry/cbor.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { beginCheck, checkEntry, type VerifyReport } from "../entry/verify.ts";
import type { EntryStore } from "./entry-store.ts";
import type { ProjectedEntry } from "./projections.ts";

/** Is told what follows from each entry that is understood. */
type Project = (fact: LedgerFact, entry: ProjectedEntry) => void;

/** Folds the entries behind a state. Throws LEDGER_CHAIN_BROKEN at the first bad one. */
export function deriveState(store: EntryStore, from: LedgerState, project: Project): LedgerState {
  let state = from;
  const own: OwnMaps = new WeakSet();
  const { seq: fromSeq, hash: fromHash } = from.head;
  let check = beginCheck(fromSeq, fromHash, store.ledgerId, fromSeq === 0 ? 0 : from.generation);
  for (const entry of store.iterate(fromSeq + 1)) {
    const checked = checkEntry(check, entry);
    check = checked.check;
    if (checked.envelope === undefined) throw chainBroken(check.firstBad);
    const { seq, recordedAtMs, clockState } = checked.envelope;
    const fact = readFact(checked.envelope, store.keyOf);
    if (fact === undefined) {
      throw chainBroken({ seq, fault: "body", detail: "its body is not one of its kind" });
    }
    if (state.notUnderstood === null) project(fact, { seq, recordedAtMs, clockState });
    state = fold(state, fact, { seq, hash: entry.hash, recordedAtMs }, own);
  }
  return state;
}

/** Verifies the entries behind one. Throws LEDGER_CHAIN_BROKEN at the first bad one. */
export function verifyTail(store: EntryStore, afterSeq: number): void {
  const before = afterSeq === 0 ? new Uint8Array(32) : store.entry(afterSeq)?.hash;
  if (before === undefined) {
    throw chainBroken({ seq: afterSeq, fault: "seq-gap", detail: "it is missing" });
  }
  let check = beginCheck(afterSeq, before, store.ledgerId);
  for (const entry of store.iterate(afterSeq + 1)) {
    check = checkEntry(check, entry).check;
    if (check.firstBad) throw chainBroken(check.firstBad);
  }
}

/** The saved state is one that this chain went through; else entries were lost or exchanged. */
export function assertOwnState(store: EntryStore, saved: LedgerState, headSeq: number): void {
  const { seq, hash } = saved.head;
  if (seq > headSeq) {
    const detail = `the ledger once had ${seq} entries`;
    throw chainBroken({ seq: headSeq + 1, fault: "tail-missing", detail });
  }
  if (seq === 0) return;
  const entry = store.entry(seq);
  if (entry === undefined || !sameBytes(entry.hash, hash)) {
    throw chainBroken({ seq, fault: "hash", detail: "it is not the entry that stood there" });
  }
}

/** The failure of a chain, by its first bad entry. */
export function chainBroken(bad: VerifyReport["firstBad"]): MegaError {
  const { seq, fault, detail } = bad ?? { seq: null, fault: null, detail: "" };
  return new MegaError("LEDGER_CHAIN_BROKEN", `Entry ${seq} is broken: ${detail}`, {
    hint: "Keep the file as evidence and restore the latest backup.",
    context: { seq, fault },
  });
}
