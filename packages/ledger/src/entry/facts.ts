/**
 * What entries say, once opened: one fact for each kind of format 1. A kind that this code does not
 * know, or a newer version of one, is a fact of kind "Unknown": verified, kept and passed on.
 */

import type {
  AcceptedMark,
  ChannelBinding,
  ChannelNo,
  IndexAt,
  MonthKey,
  MonthPart,
  Source,
  SourceNo,
} from "@mega/domain";
import type { CounterIndexes, IndexPurpose, KeyCommitment, RoundCause } from "../append/event.ts";

/** One source in a RoundTaken entry. */
export interface RoundReading {
  readonly sourceNo: SourceNo;
  readonly takenAtMs: number;
  readonly status: "accepted" | "quarantined" | "rejected" | "missing";
  readonly reason: string | null;
  readonly mark: AcceptedMark | null;
  /** Null when there is none, or when it cannot be read any more. */
  readonly count: number | null;
  readonly raw: Uint8Array;
  /** Whether a sealed value is there whose key is gone. */
  readonly erased: boolean;
  readonly serialNumber: string | null;
}

/** The content of an entry. */
export type LedgerFact =
  | { readonly kind: "SourceDeclared"; readonly source: Source }
  | { readonly kind: "ChannelBound"; readonly binding: ChannelBinding }
  | { readonly kind: "ZoneSet"; readonly timeZone: string; readonly tzVersion: string }
  | {
      readonly kind: "MonthKeyCommitted";
      readonly month: MonthKey;
      readonly keys: readonly KeyCommitment[];
    }
  | {
      readonly kind: "RoundTaken";
      readonly cause: RoundCause;
      readonly dueAtMs: number;
      /** The local month of dueAtMs: all values of the round are sealed under its keys. */
      readonly month: MonthKey;
      readonly readings: readonly RoundReading[];
    }
  | {
      readonly kind: "IndexFixed";
      readonly sourceNo: SourceNo;
      readonly purpose: IndexPurpose;
      readonly index: IndexAt;
    }
  | {
      readonly kind: "MonthClosed";
      readonly channelNo: ChannelNo;
      readonly month: MonthKey;
      readonly revision: number;
      readonly supersedes: number | null;
      readonly ruleVersion: number;
      readonly tzVersion: string;
      readonly parts: readonly MonthPart[];
      readonly why: string;
    }
  | {
      readonly kind: "TenancyStarted";
      readonly tenancyId: string;
      readonly channelNo: ChannelNo;
      readonly startedAtMs: number;
      readonly opening: CounterIndexes;
    }
  | {
      readonly kind: "TenancyEnded";
      readonly tenancyId: string;
      readonly channelNo: ChannelNo;
      readonly endedAtMs: number;
      readonly closing: CounterIndexes;
    }
  | {
      readonly kind: "TenancyUndone";
      /** The period that is taken back. */
      readonly tenancyId: string;
      readonly channelNo: ChannelNo;
      /** The period before, which goes on as if it had never ended. */
      readonly resumedId: string;
      /** The IndexFixed entries that came with the period and stand no more. */
      readonly indexSeqs: readonly number[];
      readonly why: string;
    }
  | {
      readonly kind: "MeterReplaced";
      readonly oldSourceNo: SourceNo;
      readonly newSourceNo: SourceNo;
      readonly atMs: number;
      readonly oldEndCount: number;
      readonly newStartCount: number;
      readonly why: string;
    }
  | {
      readonly kind: "CounterRolledOver";
      readonly sourceNo: SourceNo;
      readonly atMs: number;
      readonly lastCount: number;
      readonly firstCount: number;
      readonly why: string;
    }
  | {
      readonly kind: "QuarantineReleased";
      readonly seq: number;
      readonly sourceNo: SourceNo;
      /** When the reading was taken. */
      readonly takenAtMs: number;
      readonly why: string;
    }
  | {
      readonly kind: "QuarantineDiscarded";
      readonly seq: number;
      readonly sourceNo: SourceNo;
      /** When the reading was taken. */
      readonly takenAtMs: number;
      readonly why: string;
    }
  | {
      readonly kind: "ReadingCorrected";
      readonly seq: number;
      readonly sourceNo: SourceNo;
      readonly takenAtMs: number;
      /** The local month of takenAtMs, whose key seals the count. */
      readonly month: MonthKey;
      /** Null when it cannot be read any more. */
      readonly count: number | null;
      readonly why: string;
    }
  | {
      readonly kind: "ClockStepped";
      readonly fromMs: number;
      readonly toMs: number;
      readonly why: string;
    }
  | { readonly kind: "Restarted"; readonly lastSeenMs: number | null; readonly why: string }
  | { readonly kind: "CredentialsReset"; readonly by: string }
  | {
      /** The first entry of a generation: other hardware goes on behind what it took over. */
      readonly kind: "LedgerContinued";
      readonly fromGeneration: number;
      readonly toGeneration: number;
      /** The newest entry that was taken over, and its hash. */
      readonly headSeq: number;
      readonly headHash: Uint8Array;
      /** The start of the program that took over. */
      readonly bootId: Uint8Array;
    }
  | { readonly kind: "Unknown"; readonly name: string; readonly version: number };

/** The name of a kind that format 1 understands. */
export type EntryKind = Exclude<LedgerFact["kind"], "Unknown">;

/** Names kept for later uses of the format. */
const reservedKinds: ReadonlySet<string> = new Set(["KeyDeclared", "HeadSigned"]);

/** Whether a kind is reserved: it will say something of keys and heads, nothing of a figure. */
export function isReservedKind(kind: string): boolean {
  return reservedKinds.has(kind);
}
