/**
 * What the ledger says at its head, in memory: enough to decide on the next event and to show the
 * page without asking the disk. Plain data that can be copied between threads. It is a fold of the
 * entries (`fold.ts`) and nothing else.
 */

import type {
  AcceptedMark,
  ChannelBinding,
  ChannelNo,
  CounterNo,
  MeterExchange,
  MonthKey,
  MonthPart,
  Quantity,
  QuarantineReason,
  RecordedIndex,
  RolloverAt,
  Source,
  SourceNo,
  Tenancy,
} from "@mega/domain";
import type { IndexPurpose, RoundCause } from "./event.ts";

/** The newest accepted reading of a source. */
export interface LatestReading {
  readonly takenAtMs: number;
  readonly count: number;
  /** The entry that holds it. */
  readonly seq: number;
  readonly mark: AcceptedMark | null;
}

/** How a source fared in the last round that asked it. */
export interface LastOutcome {
  readonly status: "accepted" | "quarantined" | "rejected" | "missing";
  /** Reason of a quarantine, rejection or miss; null when accepted. */
  readonly reason: string | null;
  readonly atMs: number;
  readonly seq: number;
}

/** Where a source stands. */
export interface SourceStanding {
  /** Null until a reading is accepted. */
  readonly latest: LatestReading | null;
  /** Null until a round has asked it. */
  readonly lastOutcome: LastOutcome | null;
}

/** The newest round of all sources. */
export interface LastRound {
  readonly cause: RoundCause;
  readonly dueAtMs: number;
  readonly seq: number;
}

/** A reading that waits for a person or for more readings. */
export interface OpenQuarantine {
  readonly seq: number;
  readonly sourceNo: SourceNo;
  readonly takenAtMs: number;
  readonly count: number;
  readonly reason: QuarantineReason;
}

/** A month of a channel as closed; the newest revision stands. */
export interface ClosedMonth {
  readonly channelNo: ChannelNo;
  readonly month: MonthKey;
  readonly revision: number;
  /** The entry of the revision before; null for the first. */
  readonly supersedes: number | null;
  readonly ruleVersion: number;
  readonly tzVersion: string;
  readonly parts: readonly MonthPart[];
  readonly why: string;
  readonly closedAtMs: number;
  readonly seq: number;
}

/** A tenancy with what was fixed at its end. */
export interface TenancyRecord extends Tenancy {
  /** Null while it is open. */
  readonly closing: Readonly<Record<CounterNo, Quantity | null>> | null;
  readonly startedSeq: number;
  /** When the ledger wrote its start. */
  readonly recordedAtMs: number;
  readonly endedSeq: number | null;
}

/** An index that was fixed, with the entry that holds it. */
export interface FixedIndex extends RecordedIndex {
  readonly purpose: IndexPurpose;
  readonly seq: number;
}

/** A rollover with the count that follows it. */
export interface RecordedRollover extends RolloverAt {
  readonly firstCount: number;
  /** The entry that holds it. */
  readonly seq: number;
}

/** The end of the chain. */
export interface LedgerHead {
  /** 0 when the ledger is empty; the first entry is 1. */
  readonly seq: number;
  /** entryHash of that entry; 32 zero bytes when the ledger is empty. */
  readonly hash: Uint8Array;
  readonly recordedAtMs: number;
}

/** Everything known at the head. */
export interface LedgerState {
  /** 16 random bytes, hexadecimal. */
  readonly ledgerId: string;
  /** Higher at each take-over by other hardware; 1 at first. */
  readonly generation: number;
  readonly head: LedgerHead;
  /** Null until the zone is set. */
  readonly zone: { readonly timeZone: string; readonly tzVersion: string } | null;
  /** The newest round; null before the first. */
  readonly lastRound: LastRound | null;
  readonly sources: ReadonlyMap<SourceNo, Source>;
  readonly standings: ReadonlyMap<SourceNo, SourceStanding>;
  /** All bindings of a channel, in the order they were recorded. */
  readonly bindings: ReadonlyMap<ChannelNo, readonly ChannelBinding[]>;
  /** All tenancies of a channel, oldest first; at most the last is open. */
  readonly tenancies: ReadonlyMap<ChannelNo, readonly TenancyRecord[]>;
  /** Ids of tenancies that were taken back: none is used again. */
  readonly undoneTenancies: ReadonlySet<string>;
  /** By `quarantineKey(seq, sourceNo)`, oldest first. */
  readonly quarantines: ReadonlyMap<string, OpenQuarantine>;
  /**
   * Of each source the lowest upward jump that a person discarded since the last accepted reading: a
   * later one in line with it is not to count by itself. One before that reading says nothing more.
   */
  readonly discardedJumps: ReadonlyMap<SourceNo, OpenQuarantine>;
  /** Exchanged meters and counters set back, in the order they were recorded. */
  readonly exchanges: readonly MeterExchange[];
  /** Rollovers, judged or recorded by a person, in the order they were recorded. */
  readonly rollovers: readonly RecordedRollover[];
  /** Indexes that were fixed whatever the readings say. */
  readonly recordedIndexes: readonly FixedIndex[];
  /** The newest revision of the last `CLOSED_MONTHS_KEPT` closed months of a channel. */
  readonly closedMonths: ReadonlyMap<ChannelNo, ReadonlyMap<MonthKey, ClosedMonth>>;
  /** Newest revision and its entry for every month ever closed. */
  readonly revisions: ReadonlyMap<
    ChannelNo,
    ReadonlyMap<MonthKey, { readonly revision: number; readonly seq: number }>
  >;
  /** Months whose sealing key is committed, by source. */
  readonly committedKeys: ReadonlyMap<SourceNo, ReadonlySet<MonthKey>>;
  /**
   * The first entry that this code does not understand; null when there is none. Nothing behind it
   * is in this state but the head, and nothing is appended.
   */
  readonly notUnderstood: { readonly seq: number; readonly kind: string } | null;
}

/** What the rest of the gateway sees of the ledger without asking the disk. */
export type LedgerView = LedgerState;

/** Closed months of a channel held in memory. */
export const CLOSED_MONTHS_KEPT = 13;

const grouped = new WeakMap<object, ReadonlyMap<SourceNo, readonly OpenQuarantine[]>>();

/** What waits of each source, oldest first. Worked out once for a view, for many may wait. */
export function waitingBySource({
  quarantines,
}: Pick<LedgerView, "quarantines">): ReadonlyMap<SourceNo, readonly OpenQuarantine[]> {
  const known = grouped.get(quarantines);
  if (known !== undefined) return known;
  const waiting = Map.groupBy(quarantines.values(), ({ sourceNo }) => sourceNo);
  grouped.set(quarantines, waiting);
  return waiting;
}

/** The name of a reading in the quarantine. */
export function quarantineKey(seq: number, sourceNo: SourceNo): string {
  return `${seq}/${sourceNo}`;
}

/** The state before the first entry. */
export function emptyState(ledgerId: string, generation: number): LedgerState {
  return {
    ledgerId,
    generation,
    head: { seq: 0, hash: new Uint8Array(32), recordedAtMs: 0 },
    zone: null,
    lastRound: null,
    sources: new Map(),
    standings: new Map(),
    bindings: new Map(),
    tenancies: new Map(),
    undoneTenancies: new Set(),
    quarantines: new Map(),
    discardedJumps: new Map(),
    exchanges: [],
    rollovers: [],
    recordedIndexes: [],
    closedMonths: new Map(),
    revisions: new Map(),
    committedKeys: new Map(),
    notUnderstood: null,
  };
}

/** The number the next declared source gets. */
export function nextSourceNo(view: LedgerView): SourceNo {
  let highest = 0;
  for (const sourceNo of view.sources.keys()) highest = Math.max(highest, sourceNo);
  return highest + 1;
}

/** The binding of a channel in force at an instant; undefined when there is none. */
export function bindingAt(
  view: LedgerView,
  channelNo: ChannelNo,
  atMs: number,
): ChannelBinding | undefined {
  let found: ChannelBinding | undefined;
  for (const binding of view.bindings.get(channelNo) ?? []) {
    if (binding.fromMs <= atMs && (found === undefined || binding.fromMs >= found.fromMs)) {
      found = binding;
    }
  }
  return found;
}

/** The open tenancy of a channel; undefined when there is none. */
export function openTenancy(view: LedgerView, channelNo: ChannelNo): TenancyRecord | undefined {
  const last = view.tenancies.get(channelNo)?.at(-1);
  return last !== undefined && last.endedAtMs === null ? last : undefined;
}

/** The newest accepted reading of a source; undefined when there is none. */
export function latestReading(view: LedgerView, sourceNo: SourceNo): LatestReading | undefined {
  return view.standings.get(sourceNo)?.latest ?? undefined;
}
