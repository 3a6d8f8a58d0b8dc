/** What the table is made from: the ledger's months and readings of each channel, in domain types. */

import type { ChannelRow, Reason } from "@mega/contract";
import type {
  ChannelNo,
  CounterId,
  CounterNo,
  MonthKey,
  MonthPart,
  MonthQuestion,
  Quantity,
  SourceNo,
  Unit,
} from "@mega/domain";

/** A month of a channel as computed, or as it was closed. */
export interface ShownMonth {
  readonly provisional: boolean;
  /** Of every counter and tenancy of the channel, oldest first by counter. */
  readonly parts: readonly MonthPart[];
  /** Counters whose parts do not make up the month. */
  readonly incompleteCounters: readonly CounterNo[];
  readonly questions: readonly MonthQuestion[];
  /** Null while no entry of the ledger fixes it. */
  readonly closed: { readonly revision: number } | null;
}

/** How the newest attempt to read a counter ended. */
export interface LastAttempt {
  /** Whether it gave a reading, accepted or waiting in the quarantine. */
  readonly answered: boolean;
  /** Null exactly when it was accepted. */
  readonly reason: Reason | null;
  readonly atMs: number;
}

/** One counter of a channel. */
export interface CounterInput {
  readonly counterNo: CounterNo;
  readonly counterId: CounterId;
  readonly unit: Unit;
  /** Decimals of a printed index. */
  readonly decimals: number;
  /** Nobody can ask the meter: its index is read from the display and typed by a person. */
  readonly readByPerson: boolean;
  /**
   * Of such a meter: the end of the month from which on an index is awaited, milliseconds since 1970
   * UTC. Null before the first reading, and for meters that are asked.
   */
  readonly indexDueMs: number | null;
  /** Every source the counter has shown. */
  readonly sourceNos: readonly SourceNo[];
  /** Those of them that counted something else; it is neither shown nor added here. */
  readonly otherNos: readonly SourceNo[];
  /** The newest accepted reading. */
  readonly latest: {
    readonly index: Quantity;
    readonly takenAtMs: number;
    /** The meter showed one step less, which is held. */
    readonly held: boolean;
  } | null;
  /** Null when it was never asked. */
  readonly lastAttempt: LastAttempt | null;
  /** The oldest reading that waits in the quarantine. */
  readonly quarantine: { readonly reason: Reason; readonly sinceMs: number } | null;
}

/** The counting period that the columns show. */
export interface ShownTenancy {
  readonly tenancyId: string;
  /** First init. */
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

/** One channel of the gateway. */
export interface ChannelInput
  extends Pick<ChannelRow, "channelNo" | "name" | "inTotals" | "unitKind" | "medium" | "meter"> {
  readonly channelNo: ChannelNo;
  /** Empty where no meter is configured. */
  readonly counters: readonly CounterInput[];
  /** Null until the first reading. */
  readonly tenancy: ShownTenancy | null;
  readonly months: ReadonlyMap<MonthKey, ShownMonth>;
}
