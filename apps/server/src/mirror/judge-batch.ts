/**
 * What a batch is to the mirror: new, there already, too far ahead, of another chain, or no batch of
 * this gateway's. Pure: the entries that are there already are given as hashes.
 */

import {
  beginCheck,
  type ChainCheck,
  checkEntry,
  decodeEntry,
  type Envelope,
  entryHash,
  sameBytes,
  toHex,
} from "@mega/ledger";
import type { Batch, LedgerForked, MirrorHead } from "@mega/uplink";
import { emptyHead, headOf, type Standing, type StoredLedger } from "./stored-ledger.ts";

/** An entry that follows the mirror's head. */
export interface NewEntry {
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
  readonly envelope: Envelope;
}

/** Where two chains part, and the entry that shows it. */
export interface ForkFound {
  readonly fork: LedgerForked["fork"];
  /** Of the ledger that was sent. */
  readonly ledgerId: Uint8Array;
  readonly evidence: {
    readonly seq: number;
    readonly hash: Uint8Array;
    /** As it was sent. */
    readonly bytes: Uint8Array;
  };
}

/** Why a batch is none of this gateway's. */
export interface BatchFault {
  readonly field: string;
  readonly found: string;
  readonly allowed: string;
}

/** What a batch is. */
export type BatchJudgement =
  | { readonly kind: "new"; readonly entries: readonly NewEntry[]; readonly check: ChainCheck }
  | { readonly kind: "known"; readonly head: MirrorHead }
  | { readonly kind: "gap"; readonly head: MirrorHead }
  | { readonly kind: "forked"; readonly head: MirrorHead; readonly found: ForkFound }
  | { readonly kind: "replaced"; readonly generation: number }
  | { readonly kind: "invalid"; readonly fault: BatchFault };

/** Hashes of entries that are there, by number. */
export type KnownHashes = ReadonlyMap<number, Uint8Array>;

/** The last entry of a batch that the mirror may hold already; below `fromSeq` when there is none. */
export function lastKnown({ ledger }: Standing, batch: Batch): number {
  if (ledger === null || !sameBytes(ledger.ledgerId, batch.ledgerId)) return 0;
  return Math.min(ledger.headSeq, batch.fromSeq + batch.entries.length - 1);
}

/**
 * Judges a batch.
 *
 * @param sent With the generation of the credential that it came with
 * @param known The entries from its first to `lastKnown`
 */
export function judgeBatch(
  { gatewayGeneration, ledger }: Standing,
  { batch, generation }: { readonly batch: Batch; readonly generation: number },
  known: KnownHashes,
): BatchJudgement {
  if (generation !== gatewayGeneration) return { kind: "replaced", generation: gatewayGeneration };
  if (batch.generation !== generation) {
    return invalid("generation", String(batch.generation), String(generation));
  }
  if (ledger === null || !sameBytes(ledger.ledgerId, batch.ledgerId)) {
    return judgeBeginning(ledger, batch);
  }
  const head = headOf(ledger);
  if (batch.fromSeq > ledger.headSeq + 1) return { kind: "gap", head };
  const differs = firstDifference(batch, known);
  if (differs !== undefined) return { kind: "forked", head, found: differs };
  const next = ledger.headSeq + 1 - batch.fromSeq;
  if (next >= batch.entries.length) return { kind: "known", head };
  const check = beginCheck(ledger.headSeq, ledger.headHash, ledger.ledgerId, ledger.generation);
  return judgeEntries(check, batch, { next, head });
}

/** A ledger of which nothing is there. */
function judgeBeginning(ledger: StoredLedger | null, batch: Batch): BatchJudgement {
  const { ledgerId, generation, fromSeq } = batch;
  // Another ledger is a fork, unless another box has begun it.
  if (ledger !== null && ledger.senderGeneration >= generation) {
    const [bytes = new Uint8Array(0)] = batch.entries;
    const hash = entryHash(bytes);
    const fork = { seq: fromSeq, storedHash: null, sentHash: toHex(hash) };
    const found = { fork, ledgerId, evidence: { seq: fromSeq, hash, bytes } };
    return { kind: "forked", head: headOf(ledger), found };
  }
  const head = emptyHead(ledgerId, generation);
  if (fromSeq > 1) return { kind: "gap", head };
  return judgeEntries(beginCheck(0, new Uint8Array(32), ledgerId), batch, { next: 0, head });
}

function judgeEntries(
  begin: ChainCheck,
  batch: Batch,
  { next, head }: { readonly next: number; readonly head: MirrorHead },
): BatchJudgement {
  const entries: NewEntry[] = [];
  let check = begin;
  for (const [at, bytes] of batch.entries.entries()) {
    if (at < next) continue;
    const checked = checkEntry(check, { seq: batch.fromSeq + at, bytes });
    const { envelope } = checked;
    if (envelope === undefined) return judgeFault(checked.check, { bytes, at, begin, head, batch });
    if (envelope.generation > batch.generation) {
      return invalid(
        `entries/${at}/generation`,
        String(envelope.generation),
        `up to ${batch.generation}`,
      );
    }
    check = checked.check;
    entries.push({ bytes, hash: check.hash, envelope });
  }
  return { kind: "new", entries, check };
}

/** The first new entry that follows another one than ours shows a fork; anything else is no chain. */
function judgeFault(
  { firstBad }: ChainCheck,
  place: {
    readonly bytes: Uint8Array;
    readonly at: number;
    readonly begin: ChainCheck;
    readonly head: MirrorHead;
    readonly batch: Batch;
  },
): BatchJudgement {
  const { bytes, at, begin, head, batch } = place;
  const seq = batch.fromSeq + at;
  const fault = firstBad?.fault ?? "malformed";
  const decoded = decodeEntry(bytes);
  if (fault === "prev-hash" && decoded.ok && seq === begin.seq + 1 && begin.seq > 0) {
    const sentHash = toHex(decoded.envelope.prevHash);
    const fork = { seq: begin.seq, storedHash: toHex(begin.hash), sentHash };
    const evidence = { seq, hash: entryHash(bytes), bytes };
    return { kind: "forked", head, found: { fork, ledgerId: batch.ledgerId, evidence } };
  }
  return invalid(
    `entries/${at}`,
    `${fault}: ${firstBad?.detail ?? ""}`,
    `entry ${seq} of its chain`,
  );
}

function firstDifference(batch: Batch, known: KnownHashes): ForkFound | undefined {
  for (const [at, bytes] of batch.entries.entries()) {
    const seq = batch.fromSeq + at;
    const stored = known.get(seq);
    if (stored === undefined) return undefined;
    const sent = entryHash(bytes);
    if (sameBytes(stored, sent)) continue;
    const fork = { seq, storedHash: toHex(stored), sentHash: toHex(sent) };
    return { fork, ledgerId: batch.ledgerId, evidence: { seq, hash: sent, bytes } };
  }
  return undefined;
}

function invalid(field: string, found: string, allowed: string): BatchJudgement {
  return { kind: "invalid", fault: { field, found, allowed } };
}
