/**
 * What the outside tells the ledger. An event is a wish: `decide` turns it into entries or refuses
 * it. Every instant is wall time in milliseconds since 1970 UTC; every count is in whole steps of
 * the meter.
 */

import type {
  ChannelBinding,
  ChannelNo,
  CounterNo,
  IndexAt,
  Judgement,
  MonthKey,
  MonthPart,
  Quantity,
  Source,
  SourceNo,
} from "@mega/domain";

/** Why a round was made. */
export type RoundCause = "scheduled" | "on-demand" | "catch-up";

/** One source in one round, as judged. */
export interface RoundItem {
  readonly sourceNo: SourceNo;
  /** When the meter answered, or when the attempt ended. */
  readonly takenAtMs: number;
  readonly judgement: Judgement;
  /** The words or the payload as received, at most `RAW_BYTES_MAX`; empty when nothing came. */
  readonly raw: Uint8Array;
  /** The serial number read with it, where it differs from the declared one. */
  readonly serialNumber?: string;
}

/** Why an index was fixed. */
export type IndexPurpose = "opening" | "boundary" | "closing" | "exchange" | "hand-entered";

/** Index of each counter of a channel; null where the channel has no such counter. */
export type CounterIndexes = Readonly<Record<CounterNo, Quantity | null>>;

/** A commitment to the key that seals a source's values of a month. */
export interface KeyCommitment {
  readonly sourceNo: SourceNo;
  /** SHA-256(0x02 ‖ key), 32 bytes. */
  readonly commitment: Uint8Array;
}

/** Everything that can be told to the ledger. */
export type LedgerEvent =
  | { readonly kind: "source-declared"; readonly source: Source }
  | { readonly kind: "channel-bound"; readonly binding: ChannelBinding }
  | { readonly kind: "zone-set"; readonly timeZone: string; readonly tzVersion: string }
  | {
      readonly kind: "round-taken";
      readonly cause: RoundCause;
      readonly dueAtMs: number;
      readonly items: readonly RoundItem[];
    }
  | {
      readonly kind: "index-fixed";
      readonly sourceNo: SourceNo;
      readonly purpose: IndexPurpose;
      readonly index: IndexAt;
    }
  | {
      readonly kind: "month-closed";
      readonly channelNo: ChannelNo;
      readonly month: MonthKey;
      /** The highest revision of this month of this channel plus one; 1 for the first. */
      readonly revision: number;
      readonly ruleVersion: number;
      readonly tzVersion: string;
      readonly parts: readonly MonthPart[];
      /** Why it was closed again, or by whom beside an open question; empty when by itself. */
      readonly why: string;
    }
  | {
      readonly kind: "tenancy-started";
      readonly tenancyId: string;
      readonly channelNo: ChannelNo;
      readonly startedAtMs: number;
      readonly opening: CounterIndexes;
    }
  | {
      readonly kind: "tenancy-ended";
      readonly tenancyId: string;
      readonly channelNo: ChannelNo;
      readonly endedAtMs: number;
      readonly closing: CounterIndexes;
    }
  | {
      /** The newest period of a channel never was; the one before goes on under its own id. */
      readonly kind: "tenancy-undone";
      readonly tenancyId: string;
      readonly channelNo: ChannelNo;
      readonly why: string;
    }
  | {
      /** A meter exchanged (two sources) or a counter set back (one source twice). */
      readonly kind: "meter-replaced";
      readonly oldSourceNo: SourceNo;
      readonly newSourceNo: SourceNo;
      readonly atMs: number;
      readonly oldEndCount: number;
      readonly newStartCount: number;
      readonly why: string;
    }
  | {
      /** A person says that the counter passed its maximum; a judged one comes with its round. */
      readonly kind: "counter-rolled-over";
      readonly sourceNo: SourceNo;
      readonly atMs: number;
      /** The last count before and the first count after. */
      readonly lastCount: number;
      readonly firstCount: number;
      readonly why: string;
    }
  | {
      readonly kind: "quarantine-released";
      readonly seq: number;
      readonly sourceNo: SourceNo;
      readonly why: string;
    }
  | {
      readonly kind: "quarantine-discarded";
      readonly seq: number;
      readonly sourceNo: SourceNo;
      readonly why: string;
    }
  | {
      /** A person replaces the count of an accepted or quarantined reading. */
      readonly kind: "reading-corrected";
      readonly seq: number;
      readonly sourceNo: SourceNo;
      readonly takenAtMs: number;
      readonly count: number;
      readonly why: string;
    }
  | {
      readonly kind: "clock-stepped";
      readonly fromMs: number;
      readonly toMs: number;
      readonly why: string;
    }
  | {
      readonly kind: "restarted";
      /** The last instant the gateway is known to have run; null at the first start. */
      readonly lastSeenMs: number | null;
      readonly why: string;
    }
  | {
      /** New credentials of the owner, by what proved the right to them. */
      readonly kind: "credentials-reset";
      readonly by: "presence";
    }
  | {
      /** Other hardware has taken the ledger over and goes on behind its newest entry. */
      readonly kind: "ledger-continued";
      readonly fromGeneration: number;
      /** Above the one before; more than one above where a take-over never wrote anything. */
      readonly toGeneration: number;
      readonly headSeq: number;
      readonly headHash: Uint8Array;
    };

/** The name of an event. */
export type LedgerEventKind = LedgerEvent["kind"];

/** Why an event was refused; a stable word for tests and pages. */
export type RefusalCode =
  | "SOURCE_NUMBER_USED"
  | "SOURCE_UNKNOWN"
  | "VALUE_INVALID"
  | "ZONE_NOT_SET"
  | "KEY_NOT_COMMITTED"
  | "KEY_ALREADY_COMMITTED"
  | "KEY_ERASED"
  | "SOURCE_TWICE_IN_ROUND"
  | "READING_NOT_NEWER"
  | "COUNT_FELL"
  | "REVISION_WRONG"
  | "TENANCY_OPEN"
  | "TENANCY_NOT_OPEN"
  | "TENANCY_ID_USED"
  | "TENANCY_NOT_UNDOABLE"
  | "QUARANTINE_NOT_OPEN"
  | "READING_UNKNOWN"
  | "GENERATION_WRONG";

/** An event that broke a rule: which field, what it held and what would be allowed. */
export interface Refusal {
  readonly kind: "refused";
  readonly code: RefusalCode;
  readonly field: string;
  readonly value: unknown;
  readonly allowed: string;
}

/** Bytes of raw words or payload kept with a reading. */
export const RAW_BYTES_MAX = 4096;
/** Sources in one round. */
export const ROUND_ITEMS_MAX = 512;
/** Events in one batch: an exchange tells two for each reading that waited. */
export const BATCH_EVENTS_MAX = 10_000;
