/**
 * A ledger in memory: arrays instead of tables. It keeps the entries and answers every question by
 * reading them again from the first, which is slow and easy to believe; the suite compares the SQLite
 * store with it.
 */

import type { MonthKey, SourceNo } from "@mega/domain";
import type { KnownReading } from "../append/decision.ts";
import type { LedgerEvent } from "../append/event.ts";
import { fold } from "../append/fold.ts";
import { type ClosedMonth, emptyState, type LedgerState } from "../append/state.ts";
import { writeBatch } from "../append/write-batch.ts";
import { readFact } from "../entry/bodies.ts";
import { toHex } from "../entry/cbor.ts";
import { decodeEntry, type Envelope } from "../entry/envelope.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { keyCommitment } from "../entry/hash.ts";
import { makeMonthKey, makeRandomId } from "../entry/seal.ts";
import { beginCheck, checkEntry, reportOf } from "../entry/verify.ts";
import { committed } from "../sqlite/committed-entry.ts";
import { assertErasable } from "../sqlite/erasable-months.ts";
import type {
  AcceptedReading,
  AppendOutcome,
  Commit,
  LedgerHost,
  LedgerHostOptions,
  StoredEntry,
  StoredReading,
} from "../sqlite/ledger-host.ts";
import { evidenceIn } from "../sqlite/reading-evidence.ts";
import { makeStamp } from "../sqlite/stamp.ts";

/** A ledger that is gone when its host is. */
export function memoryLedgerHost(options: Omit<LedgerHostOptions, "path">): LedgerHost {
  const bootId = makeRandomId(8);
  const empty = emptyState(toHex(makeRandomId(16)), 1);
  const listeners = new Set<(commit: Commit) => void>();
  const stored: StoredEntry[] = [];
  const keys = new Map<string, Uint8Array>();
  const keyOf = (sourceNo: SourceNo, month: MonthKey) => keys.get(`${sourceNo}/${month}`);
  let state: LedgerState = empty;

  function* facts() {
    for (const { bytes, hash } of stored) {
      const decoded = decodeEntry(bytes);
      if (!decoded.ok) throw new Error(decoded.detail);
      const fact = readFact(decoded.envelope, keyOf);
      if (fact === undefined) throw new Error("Broken assumption: the body is of this format");
      yield { fact, envelope: decoded.envelope, hash };
    }
  }

  function readings(): StoredReading[] {
    const found: StoredReading[] = [];
    const decide = (
      at: { readonly seq: number; readonly sourceNo: number },
      change: Partial<StoredReading>,
    ) => {
      const index = found.findIndex((one) => one.seq === at.seq && one.sourceNo === at.sourceNo);
      const reading = found[index];
      if (reading) found[index] = { ...reading, ...change };
    };
    for (const { fact, envelope } of facts()) {
      const decidedBy = envelope.seq;
      if (fact.kind === "RoundTaken") found.push(...roundReadings(fact, envelope));
      if (fact.kind === "QuarantineReleased") decide(fact, { status: "accepted", decidedBy });
      if (fact.kind === "QuarantineDiscarded") decide(fact, { status: "discarded", decidedBy });
      if (fact.kind === "ReadingCorrected") {
        decide(fact, { status: "accepted", count: fact.count, decidedBy });
      }
    }
    return found.sort((a, b) => a.takenAtMs - b.takenAtMs || a.seq - b.seq);
  }

  const acceptedOf = (sourceNo: SourceNo) =>
    readings().filter(
      (one): one is AcceptedReading =>
        one.sourceNo === sourceNo && one.status === "accepted" && one.count !== null,
    );

  function readingOf(sourceNo: SourceNo, takenAtMs: number, seq: number): KnownReading | null {
    const same = (one: StoredReading) =>
      one.seq === seq && one.sourceNo === sourceNo && one.takenAtMs === takenAtMs;
    const month = monthOfRound(facts(), seq);
    if (month === undefined || !readings().some(same)) return null;
    const before = acceptedOf(sourceNo).findLast((one) => one.takenAtMs < takenAtMs) ?? null;
    const after = acceptedOf(sourceNo).find((one) => one.takenAtMs > takenAtMs) ?? null;
    return { month, before, after };
  }

  function store(events: readonly LedgerEvent[], actor?: string): AppendOutcome {
    const stamp = makeStamp(options, bootId, actor);
    const batch = writeBatch(state, events, stamp, { keyOf, makeKey: makeMonthKey, readingOf });
    if (!batch.ok) return batch;
    for (const { sourceNo, month, key } of batch.newKeys) keys.set(`${sourceNo}/${month}`, key);
    for (const { seq, hash, bytes } of batch.entries) stored.push({ seq, hash, bytes });
    state = batch.state;
    const entries = batch.entries.map(committed);
    if (entries.length > 0) for (const listener of listeners) listener({ entries, view: state });
    return { ok: true, entries };
  }

  function deriveState(): void {
    state = empty;
    for (const { fact, envelope, hash } of facts()) {
      const { seq, recordedAtMs } = envelope;
      state = fold(state, fact, { seq, hash, recordedAtMs });
    }
  }

  return {
    append: async (events, actor) => store(events, actor),
    snapshot: () => state,
    storage: () => "writable",
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async readingsAround(sourceNo, atMs) {
      const before = acceptedOf(sourceNo).findLast((one) => one.takenAtMs <= atMs);
      const after = acceptedOf(sourceNo).find((one) => one.takenAtMs > atMs);
      return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
    },
    readingsBetween: async (sourceNo, fromMs, toMs, limit) =>
      readings()
        .filter((one) => one.sourceNo === sourceNo)
        .filter((one) => one.takenAtMs >= fromMs && one.takenAtMs < toMs)
        .slice(0, limit),
    async closedMonths(channelNo, fromMonth) {
      const closed: ClosedMonth[] = [];
      for (const { fact, envelope } of facts()) {
        if (fact.kind !== "MonthClosed" || fact.channelNo !== channelNo) continue;
        const { kind: _kind, ...fields } = fact;
        closed.push({ ...fields, closedAtMs: envelope.recordedAtMs, seq: envelope.seq });
      }
      return closed
        .filter(({ month }) => month >= fromMonth)
        .sort((a, b) =>
          a.month === b.month ? a.revision - b.revision : a.month < b.month ? -1 : 1,
        );
    },
    quarantines: async () => [...state.quarantines.values()],
    readingEvidence: async (sourceNo, seq) => evidenceIn(stored[seq - 1], sourceNo, keyOf),
    entries: async (fromSeq, limit) => stored.slice(fromSeq - 1, fromSeq - 1 + limit),
    async verify(fromSeq) {
      const before = stored[fromSeq - 2]?.hash ?? new Uint8Array(32);
      let check = beginCheck(fromSeq - 1, before);
      for (const entry of stored.slice(fromSeq - 1)) check = checkEntry(check, entry).check;
      return reportOf(check, countKeys(facts(), keyOf));
    },
    rebuildProjections: async () => deriveState(),
    async eraseMonthKeys(beforeMonth, sourceNo) {
      assertErasable(state, beforeMonth);
      const isErased = (no: SourceNo, month: MonthKey) =>
        month < beforeMonth && (sourceNo === undefined || no === sourceNo);
      const why = "the key of its month is erased";
      const discards = [...state.quarantines.values()]
        .filter((open) => isErased(open.sourceNo, monthOfRound(facts(), open.seq) ?? beforeMonth))
        .map(({ seq, sourceNo: no }) => ({ seq, sourceNo: no, why }));
      store(discards.map((discard) => ({ kind: "quarantine-discarded", ...discard })));
      const gone = [...keys.keys()].filter((name) => {
        const [no, month = ""] = name.split("/");
        return isErased(Number(no), month);
      });
      for (const name of gone) keys.delete(name);
      deriveState();
      return gone.length;
    },
    backupTo: async () => undefined,
    close: async () => undefined,
  };
}

function monthOfRound(
  facts: Iterable<{ readonly fact: LedgerFact; readonly envelope: Envelope }>,
  seq: number,
): MonthKey | undefined {
  for (const { fact, envelope } of facts) {
    if (envelope.seq === seq && fact.kind === "RoundTaken") return fact.month;
  }
  return undefined;
}

function roundReadings(
  fact: Extract<LedgerFact, { kind: "RoundTaken" }>,
  { seq, clockState }: Pick<Envelope, "seq" | "clockState">,
): StoredReading[] {
  return fact.readings.flatMap(({ sourceNo, takenAtMs, count, status, mark, reason }) => {
    if (status === "missing") return [];
    const decidedBy = null;
    return [{ sourceNo, takenAtMs, count, seq, status, mark, reason, decidedBy, clockState }];
  });
}

function countKeys(
  facts: Iterable<{ readonly fact: LedgerFact }>,
  keyOf: (sourceNo: SourceNo, month: MonthKey) => Uint8Array | undefined,
): { readonly checked: number; readonly erased: number } {
  let checked = 0;
  let erased = 0;
  for (const { fact } of facts) {
    if (fact.kind !== "MonthKeyCommitted") continue;
    for (const { sourceNo, commitment } of fact.keys) {
      const key = keyOf(sourceNo, fact.month);
      if (key === undefined) erased++;
      else if (toHex(keyCommitment(key)) === toHex(commitment)) checked++;
    }
  }
  return { checked, erased };
}
