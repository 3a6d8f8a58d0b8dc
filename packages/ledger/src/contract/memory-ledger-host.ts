/**
 * A ledger in memory: arrays instead of tables. It keeps the entries and answers every question by
 * reading them again from the first, which is slow and easy to believe; the suite compares the SQLite
 * store with it.
 */

import type { ChannelNo, MonthKey, SourceNo } from "@mega/domain";
import type { LedgerEvent } from "../append/event.ts";
import { fold } from "../append/fold.ts";
import {
  type ClosedMonth,
  emptyState,
  type LedgerState,
  type LedgerView,
  type OpenQuarantine,
} from "../append/state.ts";
import { writeBatch } from "../append/write-batch.ts";
import { readFact } from "../entry/bodies.ts";
import { toHex } from "../entry/cbor.ts";
import { decodeEntry, type Envelope } from "../entry/envelope.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { keyCommitment } from "../entry/hash.ts";
import { makeMonthKey, makeRandomId } from "../entry/seal.ts";
import { beginCheck, checkEntry, reportOf, type VerifyReport } from "../entry/verify.ts";
import { committed } from "../sqlite/committed-entry.ts";
import { entriesToCopy } from "../sqlite/entries-to-copy.ts";
import { assertErasable } from "../sqlite/erasable-months.ts";
import type {
  AcceptedReading,
  AppendOutcome,
  Commit,
  CopyLimits,
  EntriesToCopy,
  LedgerHost,
  LedgerHostOptions,
  LedgerStorage,
  ReadingsAround,
  StoredEntry,
  StoredReading,
} from "../sqlite/ledger-host.ts";
import { evidenceIn, type ReadingEvidence } from "../sqlite/reading-evidence.ts";
import { makeStamp } from "../sqlite/stamp.ts";

/** A ledger that is gone when its host is. */
export function memoryLedgerHost(options: Omit<LedgerHostOptions, "path">): LedgerHost {
  return new MemoryLedgerHost(options);
}

class MemoryLedgerHost implements LedgerHost {
  readonly #options: Omit<LedgerHostOptions, "path">;
  readonly #bootId = makeRandomId(8);
  readonly #empty = emptyState(toHex(makeRandomId(16)), 1);
  readonly #listeners = new Set<(commit: Commit) => void>();
  readonly #stored: StoredEntry[] = [];
  readonly #keys = new Map<string, Uint8Array>();
  #state: LedgerState = this.#empty;

  constructor(options: Omit<LedgerHostOptions, "path">) {
    this.#options = options;
  }

  async append(events: readonly LedgerEvent[], actor?: string): Promise<AppendOutcome> {
    return this.#store(events, actor);
  }

  snapshot(): LedgerView {
    return this.#state;
  }

  storage(): LedgerStorage {
    return "writable";
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async readingsAround(sourceNo: SourceNo, atMs: number): Promise<ReadingsAround> {
    const accepted = this.#acceptedOf(sourceNo);
    const before = accepted.findLast((one) => one.takenAtMs <= atMs);
    const after = accepted.find((one) => one.takenAtMs > atMs);
    return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  }

  async readingsBetween(sourceNo: SourceNo, fromMs: number, toMs: number, limit: number) {
    return this.#readings()
      .filter((one) => one.sourceNo === sourceNo)
      .filter((one) => one.takenAtMs >= fromMs && one.takenAtMs < toMs)
      .slice(0, limit);
  }

  async closedMonths(channelNo: ChannelNo, fromMonth: MonthKey): Promise<readonly ClosedMonth[]> {
    const closed: ClosedMonth[] = [];
    for (const { fact, envelope } of this.#facts()) {
      if (fact.kind !== "MonthClosed" || fact.channelNo !== channelNo) continue;
      const { kind: _kind, ...fields } = fact;
      closed.push({ ...fields, closedAtMs: envelope.recordedAtMs, seq: envelope.seq });
    }
    return closed
      .filter(({ month }) => month >= fromMonth)
      .sort((a, b) => (a.month === b.month ? a.revision - b.revision : a.month < b.month ? -1 : 1));
  }

  async quarantines(): Promise<readonly OpenQuarantine[]> {
    return [...this.#state.quarantines.values()];
  }

  async readingEvidence(sourceNo: SourceNo, seq: number): Promise<ReadingEvidence | undefined> {
    return evidenceIn(this.#stored[seq - 1], sourceNo, this.#keyOf);
  }

  async entries(fromSeq: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.#stored.slice(fromSeq - 1, fromSeq - 1 + limit);
  }

  async entriesToCopy(fromSeq: number, limits: CopyLimits): Promise<EntriesToCopy> {
    const entries = (from: number, limit: number) => this.#stored.slice(from - 1, from - 1 + limit);
    return entriesToCopy({ entries, keyOf: this.#keyOf }, fromSeq, limits);
  }

  async verify(fromSeq: number): Promise<VerifyReport> {
    const before = this.#stored[fromSeq - 2]?.hash ?? new Uint8Array(32);
    let check = beginCheck(fromSeq - 1, before);
    for (const entry of this.#stored.slice(fromSeq - 1)) check = checkEntry(check, entry).check;
    return reportOf(check, countKeys(this.#facts(), this.#keyOf));
  }

  async rebuildProjections(): Promise<void> {
    this.#deriveState();
  }

  async eraseMonthKeys(beforeMonth: MonthKey, sourceNo?: SourceNo): Promise<number> {
    assertErasable(this.#state, beforeMonth);
    const isErased = (no: SourceNo, month: MonthKey) =>
      month < beforeMonth && (sourceNo === undefined || no === sourceNo);
    const why = "the key of its month is erased";
    const discards = [...this.#state.quarantines.values()]
      .filter((open) => isErased(open.sourceNo, this.#monthOfRound(open.seq) ?? beforeMonth))
      .map(({ seq, sourceNo: no }) => ({ seq, sourceNo: no, why }));
    this.#store(discards.map((discard) => ({ kind: "quarantine-discarded", ...discard })));
    const gone = [...this.#keys.keys()].filter((name) => {
      const [no, month = ""] = name.split("/");
      return isErased(Number(no), month);
    });
    for (const name of gone) this.#keys.delete(name);
    this.#deriveState();
    return gone.length;
  }

  async backupTo(): Promise<void> {}

  async close(): Promise<void> {}

  readonly #keyOf = (sourceNo: SourceNo, month: MonthKey) => this.#keys.get(`${sourceNo}/${month}`);

  *#facts() {
    for (const { bytes, hash } of this.#stored) {
      const decoded = decodeEntry(bytes);
      if (!decoded.ok) throw new Error(decoded.detail);
      const fact = readFact(decoded.envelope, this.#keyOf);
      if (fact === undefined) throw new Error("Broken assumption: the body is of this format");
      yield { fact, envelope: decoded.envelope, hash };
    }
  }

  #readings(): StoredReading[] {
    const found: StoredReading[] = [];
    const decide = (
      at: { readonly seq: number; readonly sourceNo: number },
      change: Partial<StoredReading>,
    ) => {
      const index = found.findIndex((one) => one.seq === at.seq && one.sourceNo === at.sourceNo);
      const reading = found[index];
      if (reading) found[index] = { ...reading, ...change };
    };
    for (const { fact, envelope } of this.#facts()) {
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

  #acceptedOf(sourceNo: SourceNo): AcceptedReading[] {
    return this.#readings().filter(
      (one): one is AcceptedReading =>
        one.sourceNo === sourceNo && one.status === "accepted" && one.count !== null,
    );
  }

  readonly #readingOf = (sourceNo: SourceNo, takenAtMs: number, seq: number) => {
    const same = (one: StoredReading) =>
      one.seq === seq && one.sourceNo === sourceNo && one.takenAtMs === takenAtMs;
    const month = this.#monthOfRound(seq);
    if (month === undefined || !this.#readings().some(same)) return null;
    const accepted = this.#acceptedOf(sourceNo);
    const before = accepted.findLast((one) => one.takenAtMs < takenAtMs) ?? null;
    const after = accepted.find((one) => one.takenAtMs > takenAtMs) ?? null;
    return { month, before, after };
  };

  #monthOfRound(seq: number): MonthKey | undefined {
    for (const { fact, envelope } of this.#facts()) {
      if (envelope.seq === seq && fact.kind === "RoundTaken") return fact.month;
    }
    return undefined;
  }

  #store(events: readonly LedgerEvent[], actor?: string): AppendOutcome {
    const stamp = makeStamp(this.#options, this.#bootId, actor);
    const lookups = { keyOf: this.#keyOf, makeKey: makeMonthKey, readingOf: this.#readingOf };
    const batch = writeBatch(this.#state, events, stamp, lookups);
    if (!batch.ok) return batch;
    for (const { sourceNo, month, key } of batch.newKeys) {
      this.#keys.set(`${sourceNo}/${month}`, key);
    }
    for (const { seq, hash, bytes } of batch.entries) this.#stored.push({ seq, hash, bytes });
    this.#state = batch.state;
    const entries = batch.entries.map(committed);
    if (entries.length > 0) {
      for (const listener of this.#listeners) listener({ entries, view: this.#state });
    }
    return { ok: true, entries };
  }

  #deriveState(): void {
    this.#state = this.#empty;
    for (const { fact, envelope, hash } of this.#facts()) {
      const { seq, recordedAtMs } = envelope;
      this.#state = fold(this.#state, fact, { seq, hash, recordedAtMs });
    }
  }
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
