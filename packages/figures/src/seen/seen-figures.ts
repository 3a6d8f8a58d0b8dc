/**
 * The figures as one who asks may see them. The handlers ask this and nothing beside it, so that what
 * limits a tenant stands in one place; everybody else sees everything but the hours of tenants.
 */

import type { CountersQuery, CountersTable } from "@mega/contract";
import type { MonthKey, Span } from "@mega/domain";
import type { InstalledChannel } from "@mega/installation";
import type { LedgerView } from "@mega/ledger";
import type { ShownMonth } from "@mega/reports";
import type { FiguresGround, KnownAttempts } from "../ports.ts";
import type { HoursRule } from "../stay/private-hours.ts";
import { type ChannelWithoutMonths, channelInput } from "../table/channel-inputs.ts";
import type { Counters, TablePart } from "../table/counters.ts";
import { tablePart } from "../table/table-part.ts";
import { installedChannel } from "./asked-channel.ts";

/** A channel as it may be seen. */
export interface SeenChannel {
  readonly installed: InstalledChannel;
  /** The ledger as far as it may be told. */
  readonly told: LedgerView;
  /** The ledger that months and bars are computed from; it is not told itself. */
  readonly computed: LedgerView;
  readonly attempts: KnownAttempts;
  readonly input: ChannelWithoutMonths;
  /** Whether something of an instant may be told. */
  readonly isSeenAt: (atMs: number) => boolean;
  /** Whether something of a span may be told. */
  readonly isSeenIn: (span: Span) => boolean;
  readonly monthsOf: (months: readonly MonthKey[]) => Promise<ReadonlyMap<MonthKey, ShownMonth>>;
}

/** The figures as somebody may see them. */
export interface SeenFigures {
  /** The part of the table that a query asks for, or a refusal. */
  readonly part: (query: CountersQuery) => TablePart;
  readonly table: (part: TablePart) => Promise<CountersTable>;
  /** NOT_FOUND for a channel that is not there, or not to be seen. */
  readonly channel: (channelNo: number) => Promise<SeenChannel>;
  /** Why hours of a channel are not to be seen, of one span after the other. */
  readonly hoursOf: (channelNo: number) => HoursRule;
}

/** Everything but the hours of tenants, for those whom nothing else limits. */
export function wholeFigures(
  ground: FiguresGround,
  counters: Counters,
  hoursOf: SeenFigures["hoursOf"],
): SeenFigures {
  const { clock, installation, ledger, planned } = ground;
  return {
    hoursOf,
    part: (query) => tablePart(query, installation, clock.nowMs()),
    table: (part) => counters.table(part),
    channel: async (channelNo) => {
      const installed = installedChannel(ground, channelNo);
      const view = ledger.snapshot();
      const { attempts } = counters;
      return {
        installed,
        told: view,
        computed: view,
        attempts,
        input: channelInput({ planned, view, attempts }, installed),
        isSeenAt: () => true,
        isSeenIn: () => true,
        monthsOf: async (months) => {
          const all = await counters.months.of(view, [channelNo], months, clock.nowMs());
          return all.get(channelNo) ?? new Map();
        },
      };
    },
  };
}
