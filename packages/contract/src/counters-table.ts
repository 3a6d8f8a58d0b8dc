/**
 * The COUNTERS table: one query from which the page, the clipboard and every file are made, so that
 * their figures are equal. A missing figure is null and never "0".
 */

import { type Static, Type } from "typebox";
import { ClockInfo, GatewayIdentity, LedgerHead } from "./gateway-info.ts";
import { Reason } from "./reasons.ts";
import {
  ChannelNo,
  CounterNo,
  DecimalText,
  Instant,
  Medium,
  Month,
  orNull,
  strict,
  Unit,
  UnitKind,
} from "./scalars.ts";

/** How a channel is; the order is from best to worst. */
export const ChannelState = Type.Enum(["ok", "late", "silent", "quarantined", "never", "unused"], {
  description: "late: no reading for 2 h; silent: for 24 h, or the last round failed for 2 h.",
});
export type ChannelState = Static<typeof ChannelState>;

/**
 * I interpolated, E estimated, S meter exchanged, Q quarantined, held: one step back was held,
 * person: read from the display by a person.
 */
export const CellMark = Type.Enum(["I", "E", "S", "Q", "held", "person"], {
  description:
    "I interpolated, E estimated, S meter exchanged, Q quarantined, held: dip held, person: read by a person.",
});
export type CellMark = Static<typeof CellMark>;

/** One counter in one month. */
export const CounterCell = strict(
  {
    month: Month,
    index: orNull(DecimalText),
    indexMark: orNull(CellMark),
    consumption: orNull(DecimalText),
    consumptionMark: orNull(CellMark),
    opening: orNull(DecimalText),
    closed: Type.Boolean({ description: "Fixed by an entry of the ledger." }),
    revision: orNull(Type.Integer({ minimum: 1, description: "Revision of the closing." })),
  },
  "Index at the end of the month, index at its start or at first init, and their difference.",
);
export type CounterCell = Static<typeof CounterCell>;

/** One counter of a channel over the months of the table. */
export const CounterRow = strict(
  {
    counterNo: CounterNo,
    counterId: Type.String({ description: 'Name in the profile: "import", "export" …' }),
    unit: Unit,
    decimals: Type.Integer({ minimum: 0, maximum: 9 }),
    latest: orNull(strict({ index: DecimalText, takenAt: Instant }, "Newest accepted reading.")),
    cells: Type.Array(CounterCell, { maxItems: 12, description: "In the order of months." }),
  },
  "One counter over the months of the table.",
);
export type CounterRow = Static<typeof CounterRow>;

/** The meter behind a channel. */
export const MeterFacts = strict(
  {
    meterId: Type.String(),
    profileId: Type.String(),
    model: Type.String({ description: "Maker and model as the profile names them." }),
    address: Type.String({ description: 'Where it is: "bus main, address 4", "P1 port a" …' }),
    serialNumber: orNull(Type.String()),
    profileStatus: Type.Enum(["verified", "documented", "generic"], {
      description: "generic: the maker publishes no map; figures are checked against the display.",
    }),
  },
  "The meter behind a channel.",
);
export type MeterFacts = Static<typeof MeterFacts>;

/** Why a channel is not in order and since when. */
export const ChannelProblem = strict(
  { reason: Reason, since: Instant },
  "Why the channel is not in order.",
);

/** One channel of the table. */
export const ChannelRow = strict(
  {
    channelNo: ChannelNo,
    name: Type.String({ maxLength: 31, description: "Empty where none is given." }),
    used: Type.Boolean(),
    inTotals: Type.Boolean({
      description: "False for a meter whose consumption other channels count again.",
    }),
    unitKind: UnitKind,
    medium: orNull(Medium),
    meter: orNull(MeterFacts),
    logTime: orNull(Instant),
    state: ChannelState,
    problem: orNull(ChannelProblem),
    firstInit: orNull(Instant),
    counters: Type.Array(CounterRow, { maxItems: 2, description: "Counter 1, then counter 2." }),
  },
  "One channel.",
);
export type ChannelRow = Static<typeof ChannelRow>;

/** Sum of the consumption of the listed channels, by medium, unit and counter. */
export const TotalRow = strict(
  {
    medium: Medium,
    unit: Unit,
    counterNo: CounterNo,
    counterId: Type.String(),
    decimals: Type.Integer({ minimum: 0, maximum: 9 }),
    channels: Type.Array(ChannelNo, { maxItems: 128, description: "Channels that are summed." }),
    cells: Type.Array(
      strict(
        {
          month: Month,
          consumption: orNull(DecimalText),
          partial: Type.Boolean({
            description: "Some, but not all, have no figure for the month.",
          }),
          missingChannels: Type.Array(ChannelNo, { maxItems: 128 }),
        },
        "Sum of a month.",
      ),
      { maxItems: 12 },
    ),
  },
  "Sum over channels of the same medium, unit and counter.",
);
export type TotalRow = Static<typeof TotalRow>;

/** A month of the table's head. */
export const TableMonth = strict(
  { month: Month, provisional: Type.Boolean({ description: "The month has not ended." }) },
  "A month of the head.",
);
export type TableMonth = Static<typeof TableMonth>;

/** GET /counters. */
export const CountersTable = strict(
  {
    generatedAt: Instant,
    timeZone: Type.String({ maxLength: 64 }),
    gateway: GatewayIdentity,
    clock: ClockInfo,
    months: Type.Array(TableMonth, { maxItems: 12, description: "Newest first." }),
    rows: Type.Array(ChannelRow, { maxItems: 128, description: "By channel number." }),
    totals: Type.Array(TotalRow, { maxItems: 32 }),
    head: LedgerHead,
  },
  "The COUNTERS table.",
);
export type CountersTable = Static<typeof CountersTable>;
