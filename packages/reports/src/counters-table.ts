/**
 * The COUNTERS table: the one query model from which the page, the clipboard and every file are
 * made. Figures come from months as the ledger has them; nothing is computed here but sums.
 */

import type {
  ChannelRow,
  ClockState,
  CounterRow,
  CountersTable,
  GatewayIdentity,
  LedgerHead,
} from "@mega/contract";
import { decimalText, type MonthKey, monthOf, monthSpan, toUtcString } from "@mega/domain";
import type { ChannelInput, CounterInput } from "./table/channel-input.ts";
import { channelState } from "./table/channel-state.ts";
import { counterCell, type MonthBounds } from "./table/counter-cell.ts";
import { totalsOf } from "./table/totals.ts";

/** What the table is made from. */
export interface CountersInput {
  readonly nowMs: number;
  readonly timeZone: string;
  readonly gateway: GatewayIdentity;
  readonly clockState: ClockState;
  readonly head: LedgerHead;
  /** At most 12, newest first. */
  readonly months: readonly MonthKey[];
  /** By channel number. */
  readonly channels: readonly ChannelInput[];
}

/** The table of the channels over the months. */
export function countersTable(input: CountersInput): CountersTable {
  const { nowMs, timeZone, months } = input;
  const runningMonth = monthOf(nowMs, timeZone);
  const bounds = months.map((month) => ({ month, ...monthSpan(month, timeZone) }));
  const rows = input.channels.map((channel) => channelRow(channel, bounds, nowMs));
  const at = toUtcString(nowMs);
  return {
    generatedAt: at,
    timeZone,
    gateway: input.gateway,
    clock: { state: input.clockState, nowAt: at },
    months: months.map((month) => ({ month, provisional: month >= runningMonth })),
    rows,
    totals: totalsOf(rows, months),
    head: input.head,
  };
}

/**
 * The same table a little later: what depends on the hour is made anew. The months must be the same
 * and nothing may have been read since.
 */
export function tableAt(
  table: CountersTable,
  channels: readonly Omit<ChannelInput, "months">[],
  now: Pick<CountersInput, "nowMs" | "clockState">,
): CountersTable {
  const at = toUtcString(now.nowMs);
  return {
    ...table,
    generatedAt: at,
    clock: { state: now.clockState, nowAt: at },
    rows: table.rows.map((row, index) => {
      const channel = channels[index];
      return channel === undefined ? row : { ...row, ...channelState(channel, now.nowMs) };
    }),
  };
}

function channelRow(
  channel: ChannelInput,
  months: readonly MonthBounds[],
  nowMs: number,
): ChannelRow {
  const { channelNo, name, unitKind, medium, meter, counters, tenancy } = channel;
  const taken = counters.flatMap(({ latest }) => (latest === null ? [] : [latest.takenAtMs]));
  return {
    channelNo,
    name,
    used: counters.length > 0,
    inTotals: channel.inTotals,
    unitKind,
    medium,
    meter,
    // The older one where two counters differ: no figure of the row is older than it says.
    logTime: taken.length === 0 ? null : toUtcString(Math.min(...taken)),
    ...channelState(channel, nowMs),
    firstInit: tenancy === null ? null : toUtcString(tenancy.startedAtMs),
    counters: counters.map((counter) => counterRow(counter, channel, months)),
  };
}

function counterRow(
  counter: CounterInput,
  channel: ChannelInput,
  months: readonly MonthBounds[],
): CounterRow {
  const { counterNo, counterId, unit, decimals, latest } = counter;
  return {
    counterNo,
    counterId,
    unit,
    decimals,
    latest:
      latest === null
        ? null
        : { index: decimalText(latest.index), takenAt: toUtcString(latest.takenAtMs) },
    cells: months.map((bounds) =>
      counterCell(bounds, counter, channel.tenancy, channel.months.get(bounds.month)),
    ),
  };
}
