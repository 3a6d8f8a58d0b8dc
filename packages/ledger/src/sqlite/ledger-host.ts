/**
 * The port through which the gateway uses its ledger. Two hosts stand behind it: `inlineLedgerHost`
 * in the caller's thread (moved clock, tests, history) and `workerLedgerHost` in a thread of its
 * own (service), so that a slow disk never stops a page. Questions for readings, entries and months are
 * answered from all that is committed; there that includes what is still being synced.
 */

import type {
  AcceptedMark,
  ChannelNo,
  Clock,
  ClockState,
  MonthKey,
  QuarantineReason,
  SourceNo,
} from "@mega/domain";
import type { LedgerEvent, Refusal } from "../append/event.ts";
import type { ClosedMonth, LedgerView, OpenQuarantine } from "../append/state.ts";
import type { MonthKeyRow } from "../append/write-batch.ts";
import type { VerifyProgress, VerifyReport } from "../entry/verify.ts";
import type { ReadingEvidence } from "./reading-evidence.ts";

/** Who caused an entry: "gateway" or the pseudonym of a person; never a name. */
export type Actor = string;

/** An entry that has been committed. */
export interface CommittedEntry {
  readonly seq: number;
  /** entryHash, 32 bytes. */
  readonly hash: Uint8Array;
  readonly kind: string;
}

/** What became of a batch. Nothing of it is stored unless all of it is. */
export type AppendOutcome =
  | { readonly ok: true; readonly entries: readonly CommittedEntry[] }
  | {
      readonly ok: false;
      /** Which event of the batch was refused, from 0. */
      readonly eventIndex: number;
      readonly refusal: Refusal;
    };

/** A reading as it stands: released, discarded or corrected where that was recorded. */
export interface StoredReading {
  readonly sourceNo: SourceNo;
  readonly takenAtMs: number;
  /** Null when it was rejected, or when its month's key is erased. */
  readonly count: number | null;
  /** The entry that holds it. */
  readonly seq: number;
  readonly status: "accepted" | "quarantined" | "rejected" | "discarded";
  readonly mark: AcceptedMark | null;
  /** The reason of the quarantine, also after its release. */
  readonly reason: QuarantineReason | string | null;
  /** Entries that released, discarded or corrected it. */
  readonly decidedBy: number | null;
  readonly clockState: ClockState;
}

/** An accepted reading: its count is known. */
export interface AcceptedReading extends StoredReading {
  readonly status: "accepted";
  readonly count: number;
}

/** The accepted readings next to an instant. */
export interface ReadingsAround {
  /** The newest at or before it. */
  readonly before?: AcceptedReading;
  /** The oldest after it. */
  readonly after?: AcceptedReading;
}

/** An entry as stored: the bytes that were hashed. */
export interface StoredEntry {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

/** How much is copied at once. */
export interface CopyLimits {
  /** The last entry that may be copied: that of `snapshot().head`, behind which nothing is synced. */
  readonly toSeq: number;
  readonly entriesMax: number;
  readonly roundsMax: number;
  /** Bytes of all entries; a single entry may have more. */
  readonly bytesMax: number;
}

/** An entry to be copied, with what is asked of it often. */
export interface CopiedEntry extends StoredEntry {
  readonly kind: string;
  readonly recordedAtMs: number;
}

/** What is copied at once. */
export interface EntriesToCopy {
  /** In order; none when there is nothing behind the first one asked for. */
  readonly entries: readonly CopiedEntry[];
  /** Keys that these entries commit to, but for those that were erased. */
  readonly keys: readonly MonthKeyRow[];
}

/** What listeners hear after each commit. */
export interface Commit {
  readonly entries: readonly CommittedEntry[];
  readonly view: LedgerView;
}

/** Whether the disk takes what is appended, or can only be read. */
export type LedgerStorage = "writable" | "read-only";

/** The ledger as its one owner uses it. */
export interface LedgerHost {
  /**
   * Stores the events as one transaction. Resolves when they are on the disk, or with the refusal.
   * Rejects with LEDGER_STORAGE_FAILED when the disk failed or can only be read, and with
   * LEDGER_UNKNOWN_KIND when a newer version wrote to the ledger; nothing is acknowledged then.
   */
  append(events: readonly LedgerEvent[], actor?: Actor): Promise<AppendOutcome>;
  /** What stands at the head of the last commit that is on the disk; never waits. */
  snapshot(): LedgerView;
  /** Whether the file could be opened for writing; on "read-only" every append tries again. */
  storage(): LedgerStorage;
  /** Calls back after every commit; the result ends it. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** Each is compared with its entry first; one that differs has the projections derived again. */
  readingsAround(sourceNo: SourceNo, atMs: number): Promise<ReadingsAround>;
  /** Readings of every status with fromMs ≤ takenAtMs < toMs, oldest first; limit ≤ 100 000. */
  readingsBetween(
    sourceNo: SourceNo,
    fromMs: number,
    toMs: number,
    limit: number,
  ): Promise<readonly StoredReading[]>;
  /** Every revision of the channel's closed months from the month on, oldest first. */
  closedMonths(channelNo: ChannelNo, fromMonth: MonthKey): Promise<readonly ClosedMonth[]>;
  quarantines(): Promise<readonly OpenQuarantine[]>;
  /** A reading as it came, from the round's entry; undefined when the entry did not ask it. */
  readingEvidence(sourceNo: SourceNo, seq: number): Promise<ReadingEvidence | undefined>;
  /** Entries in order; limit ≤ 10 000. */
  entries(fromSeq: number, limit: number): Promise<readonly StoredEntry[]>;
  /**
   * Entries for a copy elsewhere, with their keys. Rejects with LEDGER_CHAIN_BROKEN when the first is
   * not what was hashed.
   */
  entriesToCopy(fromSeq: number, limits: CopyLimits): Promise<EntriesToCopy>;
  /** Checks the chain from an entry on; 1 checks all, and what is derived from it too. */
  verify(fromSeq: number, onProgress?: (progress: VerifyProgress) => void): Promise<VerifyReport>;
  /** Drops everything that follows from the entries and derives it again. */
  rebuildProjections(): Promise<void>;
  /**
   * Makes hourly values of months before this one unreadable, for good; the number of keys erased. A
   * reading of those months that waits in the quarantine is discarded by an entry. Rejects with
   * REQUEST_INVALID for a month after that of the newest round: it is still being written.
   */
  eraseMonthKeys(beforeMonth: MonthKey, sourceNo?: SourceNo): Promise<number>;
  /** Writes a copy of the whole ledger to a path that does not exist. */
  backupTo(path: string): Promise<void>;
  close(): Promise<void>;
}

/** How far the wall time can be trusted at this moment. */
export interface ClockTrust {
  readonly state: ClockState;
  /** Known difference to the true time; null when unknown. */
  readonly offsetMs: number | null;
}

/** What a host needs. */
export interface LedgerHostOptions {
  /** The file; its folder exists. ":memory:" only inline. */
  readonly path: string;
  readonly clock: Clock;
  /** Asked at every append; unknown when left out. */
  readonly clockTrust?: () => ClockTrust;
}
