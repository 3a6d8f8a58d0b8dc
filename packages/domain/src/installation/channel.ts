/** Channels and who lives behind them, as the ledger knows them: by number, never by name. */

import type { Quantity } from "../quantity/quantity.ts";
import type { SourceNo } from "./source.ts";

/** 1 … 128. */
export type ChannelNo = number;
/** The leaflet's counter 1 (import, or the main figure) and counter 2 (export, or the second). */
export type CounterNo = 1 | 2;

/** Which sources a channel shows from an instant on. */
export interface ChannelBinding {
  readonly channelNo: ChannelNo;
  readonly fromMs: number;
  readonly counter1: SourceNo | null;
  readonly counter2: SourceNo | null;
}

/** A counting period of a channel, from one first init to the next. */
export interface Tenancy {
  /** 16 random bytes, hexadecimal. */
  readonly tenancyId: string;
  readonly channelNo: ChannelNo;
  /** First init. */
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** Index of each counter at the start; null where the channel has no such counter. */
  readonly opening: Readonly<Record<CounterNo, Quantity | null>>;
}
