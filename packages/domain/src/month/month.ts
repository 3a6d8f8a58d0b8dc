/**
 * What a month is made of. A part is a span within a month in which neither the tenancy nor the
 * meter changed; its consumption is the difference of two printed indexes. A month of a channel is
 * the sum of its parts.
 */

import type { ChannelNo, CounterNo } from "../installation/channel.ts";
import type { SourceNo } from "../installation/source.ts";
import type { Quantity } from "../quantity/quantity.ts";
import type { MonthKey } from "../time/calendar.ts";

/** How the index at a boundary came about. */
export type IndexMethod =
  /** A reading within five minutes of the boundary. */
  | "actual"
  /** On the line between two readings, each within six hours. */
  | "interpolated"
  /** On the line between two readings farther away. */
  | "estimated"
  /** Read from the display by a person. */
  | "person"
  /** The latest reading of a month that has not ended. */
  | "latest";

/** The printed index of a source at an instant. */
export interface IndexAt {
  readonly atMs: number;
  /** Truncated to the billing resolution, as it is printed. */
  readonly index: Quantity;
  readonly method: IndexMethod;
  /** Ledger entries it rests on. */
  readonly evidence: readonly number[];
  /** It lies on a line over the maximum, behind the turn of the register; no entry holds this. */
  readonly turned?: true;
}

/** A span of a month with one tenancy and one meter. */
export interface MonthPart {
  readonly counterNo: CounterNo;
  readonly sourceNo: SourceNo;
  readonly tenancyId: string;
  readonly opening: IndexAt;
  readonly closing: IndexAt;
  /** closing.index − opening.index, over a rollover where one is recorded. */
  readonly consumed: Quantity;
}

/** Why a month cannot be closed by itself. */
export type MonthQuestion =
  | { readonly kind: "no-reading-near-start"; readonly sourceNo: SourceNo }
  | { readonly kind: "no-reading-near-end"; readonly sourceNo: SourceNo }
  | { readonly kind: "quarantine-open"; readonly sourceNo: SourceNo }
  /** The closing index is below the opening one and no rollover explains it. */
  | { readonly kind: "index-fell"; readonly sourceNo: SourceNo }
  | { readonly kind: "clock-unsynchronised" };

/** A month of a channel as computed from the ledger. */
export interface ChannelMonth {
  readonly channelNo: ChannelNo;
  readonly month: MonthKey;
  /** The month has not ended: closing indexes are those of the latest readings. */
  readonly provisional: boolean;
  /** By counter, oldest first; empty where nothing is known of the month. */
  readonly parts: readonly MonthPart[];
  /** Counters of which a stretch has no part, so that the parts do not make up the month. */
  readonly incompleteCounters: readonly CounterNo[];
  /** Empty when the month can be closed by itself. */
  readonly questions: readonly MonthQuestion[];
}

/** The rule by which months are computed; printed with every closed month. */
export const MONTH_RULE_VERSION = 1;
